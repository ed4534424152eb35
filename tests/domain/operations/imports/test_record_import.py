"""Taking records in: what each line would do, and blocks of lines that are stored whole or not at all."""

from dataclasses import replace

import pytest

from coo_desktop.domain.documents.document import RECORD
from coo_desktop.domain.errors import Outdated, Unreadable
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.imports import record_import
from coo_desktop.domain.operations.imports.record_import import (
    BLOCK,
    NEW,
    REPEAT,
    SAME,
    UPDATE,
    ImportLine,
    TableChoice,
    planned,
    take_in,
)
from coo_desktop.domain.records.tables import NumberText, RecordEntry, TableFile, TableReading
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.encodings import Encoding
from tests.counting import statements
from tests.rulebooks import shipped
from tests.stores import fresh_store

FORM = shipped().form("importer")


@pytest.fixture
def store():
    return fresh_store(shipped())


def keep(store, **values):
    with store.unit() as unit:
        return drafts.start(unit, "importer", values).document


def entry(line=2, record="", **values):
    return RecordEntry(line, values, record)


def file_of(*pages):
    return TableFile("a.xlsx", (TableReading(pages),))


def plan(store, *entries):
    return list(planned(FORM, entries, list(store.reader.whole.of(RECORD, "importer")), lambda _values: ()))


def test_an_unknown_name_is_new_and_a_known_one_an_update(store):
    kept = keep(store, name="ACME", country="US")
    new, update = plan(store, entry(name="OTHER"), entry(name="acme", address="1 ROAD"))
    assert (new.state, new.record) == (NEW, "")
    assert (update.state, update.record, update.revision) == (UPDATE, kept.id, kept.revision)
    assert update.values == {**kept.values, "name": "acme", "address": "1 ROAD"}


def test_what_is_kept_so_already_is_the_same(store):
    keep(store, name="ACME", country="US")
    assert [line.state for line in plan(store, entry(name="ACME", country="US", address=""))] == [SAME]


def test_an_empty_cell_empties_only_a_record_that_its_id_names(store):
    kept = keep(store, name="ACME", address="1 ROAD")
    [by_name] = plan(store, entry(name="ACME", address=""))
    [by_id] = plan(store, entry(record=kept.id, name="ACME 2", address=""))
    assert by_name.state == SAME
    assert (by_id.state, by_id.record, by_id.values["address"], by_id.values["name"]) == (UPDATE, kept.id, "", "ACME 2")


def test_the_same_line_again_is_a_repeat_and_another_of_the_same_name_is_new(store):
    first, again, other = plan(
        store, entry(2, name="A", country="US"), entry(3, name="A", country="US"), entry(4, name="A", country="GB")
    )
    assert [first.state, again.state, other.state] == [NEW, REPEAT, NEW]


def test_a_kept_record_is_matched_once(store):
    keep(store, name="A", country="US")
    found = plan(store, entry(2, name="A", country="GB"), entry(3, name="A", country="FR"))
    assert [line.state for line in found] == [UPDATE, NEW]


def test_problems_are_told_of_what_would_be_stored(store):
    keep(store, name="A", country="US")
    asked = []
    list(
        planned(
            FORM,
            [entry(name="A", address="X")],
            list(store.reader.whole.of(RECORD)),
            lambda v: (asked.append(v), ())[1],
        )
    )
    assert asked[0]["country"] == "US"


def test_lines_are_stored_and_put_into_the_outbox(store):
    kept = keep(store, name="A", country="US")
    lines = plan(store, entry(2, name="A", address="1 ROAD"), entry(3, name="B"), entry(4, name="B"))
    with store.unit() as unit:
        change = take_in(unit, "importer", lines)
    assert len(change.ids) == 2
    assert store.reader.document(kept.id).values["address"] == "1 ROAD"
    assert {intent.document for intent in store.reader.intents()} == set(change.ids)


def test_a_block_with_one_outdated_line_stores_nothing(store):
    kept = keep(store, name="A")
    lines = plan(store, entry(2, name="B"), entry(3, name="A", address="1 ROAD"))
    with store.unit() as unit:
        drafts.save(unit, kept.id, {"phone": "1"}, kept.revision)
    with pytest.raises(Outdated), store.unit() as unit:
        take_in(unit, "importer", lines)
    assert [one.values["name"] for one in store.reader.whole.of(RECORD)] == ["A"]


def test_blocks_hold_only_lines_that_do_something():
    lines = [ImportLine(entry(n, name=f"N{n}"), SAME if n % 2 else NEW, {}) for n in range(2 * BLOCK + 4)]
    assert [len(block) for block in record_import.blocks(lines)] == [BLOCK, 2]


def test_past_documents_name_what_nobody_keeps(store):
    keep(store, name="KNOWN")
    with store.unit() as unit:
        for name in ("KNOWN", "ACME", "ACME"):
            drafts.start(unit, "rcep_2022", {"consignee_name": name, "consignee_country": "JP"})
    steps = []
    [found] = record_import.past(store.reader, shipped(), FORM, lambda done, total: steps.append((done, total)))
    assert (found.values, len(found.documents)) == ({"name": "ACME", "country": "JP"}, 2)
    assert steps[-1] == (3, 3)
    with store.unit() as unit:
        plan_of_past = record_import.from_past(store.reader, shipped(), FORM, unit.context(), lambda *_: None)
    [line] = plan_of_past.lines
    assert (line.state, line.values) == (NEW, {"name": "ACME", "country": "JP"})


def test_a_table_of_something_else_is_refused(store):
    with store.unit() as unit, pytest.raises(Unreadable) as caught:
        record_import.from_file(
            store.reader, shipped(), FORM, file_of(Page("a", (("Colour",), ("red",)))), unit.context()
        )
    assert caught.value.facts["reason"] == "no_columns"


def test_a_line_with_something_wrong_is_told_as_faulty(store):
    sheet = Page("a", (("Name", "Country", "Zip", "phone"), ("中文", "JP", "", "1"), ("A", "JP", "", NumberText("1"))))
    with store.unit() as unit:
        plan_of_sheet = record_import.from_file(store.reader, shipped(), FORM, file_of(sheet), unit.context())
    assert plan_of_sheet.source.unknown == {2: "Zip"}
    assert [line.is_faulty for line in plan_of_sheet.lines] == [True, True]
    assert plan_of_sheet.lines[0].problems[0].field == "name"


def planned_of(store, file, choice=record_import.AS_JUDGED):
    with store.unit() as unit:
        return record_import.from_file(store.reader, shipped(), FORM, file, unit.context(), choice)


def test_an_error_in_a_cell_leaves_what_is_kept(store):
    kept = keep(store, name="ACME", phone="1", contact="SATO")
    page = Page("a", (("Name", "Phone", "Contact", "记录编号"), ("ACME", "#REF!", "", kept.id)))
    [line] = planned_of(store, file_of(page)).lines
    assert (line.values["phone"], line.values["contact"], line.is_faulty) == ("1", "", True)


def test_the_readings_of_a_text_are_told_apart_by_its_titles_or_by_a_person(store):
    def reading(encoding, *rows):
        return TableReading((Page("a", rows),), encoding, rows[-1][0])

    right, wrong = ("名称", "Country"), ("ÃûÆÀ", "Country")
    chinese = reading(Encoding.GB_18030, ("英文名称", "Country"), ("A", "JP"))
    western = reading(Encoding.WESTERN, wrong, ("A", "JP"))
    settled = planned_of(store, TableFile("a.csv", (western, chinese)))
    assert (settled.source.in_doubt, settled.source.choice.encoding) == (False, Encoding.GB_18030)
    doubtful = TableFile(
        "a.csv", tuple(replace(one, pages=(Page("a", (right, ("A", "JP"))),)) for one in (chinese, western))
    )
    assert planned_of(store, doubtful).source.in_doubt
    told = planned_of(store, doubtful, TableChoice(Encoding.WESTERN))
    assert (told.source.in_doubt, told.source.choice.encoding) == (False, Encoding.WESTERN)


def test_a_column_holds_the_field_that_a_person_gave_it(store):
    file = file_of(Page("a", (("Firm", "Land"), ("ACME", "Japan"))))
    with pytest.raises(Unreadable):
        planned_of(store, file)
    plan_given = planned_of(store, file, TableChoice(page=0, columns={0: "name", 1: "country"}))
    assert [line.values for line in plan_given.lines] == [{"name": "ACME", "country": "JP"}]
    assert {spec.id for spec in plan_given.source.open} >= {"name", "country"}


def test_a_block_costs_the_same_statements_and_one_sync_however_many_lines_it_has(store):
    def stored(count: int) -> list[str]:
        lines = plan(store, *(entry(number, name=f"{count} TRADING {number}") for number in range(count)))

        def work() -> None:
            with store.unit() as unit:
                take_in(unit, "importer", lines)

        return [statement.split("(")[0] for statement in statements(store._connections.writer, work)]

    stored(1)  # company and person are read once
    assert stored(20) == stored(BLOCK)
