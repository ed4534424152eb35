"""A list page is read from one index, in its order, whatever is filtered: the work does not grow with the table."""

import dataclasses
import itertools
import random
import subprocess
import sys

import pytest

from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.errors import Refused
from coo_desktop.store.database import list_reads, lists, schema
from coo_desktop.store.database.document_scan import newest
from coo_desktop.store.database.engine import make_engine
from tests.store.conftest import KEY
from tests.store.documents import certificate

FILTERS = {
    "nothing": {},
    "one stage": {"stages": ("ready",)},
    "several stages": {"stages": ("ready", "draft"), "print_states": ("printed",)},
    "forms": {"forms": ("toy_certificate",)},
    "authors": {"authors": ("zhang", "li")},
    "all but the days": {
        "forms": ("toy_certificate",),
        "invoice": "INV",
        "number": "C26",
        "destination": "JP",
        "stages": ("ready",),
        "print_states": ("printed",),
        "authors": ("zhang",),
        "partner": "kato",
    },
    "columns": {"destination": "JP", "invoice": "INV", "partner": "kato"},
    "text": {"text": "宁波 tea"},
}


@pytest.fixture
def plan(store, profile):
    readers = make_engine(profile.store_file, KEY, read_only=True)

    def explain(statement):
        with readers.connect() as connection:
            return own_steps(connection, *statement)

    yield explain
    readers.dispose()


def own_steps(connection, text, values=()):
    """What a statement itself walks through, without what is asked inside of it."""
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
    return [step for _id, parent, _unused, step in rows if not parent and "SUBQUERY" not in step]


@pytest.mark.parametrize("order", schema.ORDERS)
def test_every_order_walks_its_own_index(plan, order):
    for name, wanted in FILTERS.items():
        for after, descending in itertools.product((None, ("x", "id")), (True, False)):
            query = Query(family="certificate", order=order, after=after, descending=descending, **wanted)
            (step,) = plan(lists.page(query, None))
            assert step.startswith(f"SEARCH document USING INDEX list_{order} (family=? AND deleted=?"), name
            assert after is None or f"({order},id)" in step, name


def test_successor_and_rival_of_a_row_are_looked_up_in_the_index_of_originals(store, profile):
    readers = make_engine(profile.store_file, KEY, read_only=True)
    text, values = lists.page(Query(family="certificate"))
    with readers.connect() as connection:
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
    readers.dispose()
    assert not [step for step in steps if step.startswith("SCAN")]
    assert sum("ix_succession_original (original=?)" in step for step in steps) == 2


def test_a_range_of_days_is_read_from_the_index_of_days(plan):
    query = Query(family="certificate", order="made_on", made_from="2026-01-01", made_to="2026-02-01")
    assert plan(lists.page(query, None)) == [
        "SEARCH document USING INDEX list_made_on (family=? AND deleted=? AND made_on>? AND made_on<?)"
    ]


@pytest.mark.parametrize("order", schema.ORDERS)
def test_a_range_of_days_narrows_every_other_order(plan, order):
    days = {"made_from": "2026-01-01", "made_to": "2026-02-01"}
    step, *rest = plan(
        lists.page(Query(family="certificate", order=order, **days, **FILTERS["all but the days"]), None)
    )
    assert step.startswith("SEARCH document USING INDEX list_made_on (family=? AND deleted=? AND made_on>?")
    assert len(rest) == (order != "made_on")  # the rows of the range are sorted, no others


def test_few_hits_are_fetched_one_by_one(plan):
    steps = plan(lists.page(Query(family="certificate", text="tea"), [1, 2, 3]))
    assert steps[0] == "SEARCH document USING INTEGER PRIMARY KEY (rowid=?)"


def test_counting_never_reads_the_whole_table(plan):
    for name, wanted in FILTERS.items():
        steps = plan(lists.total([Query(family="certificate", **wanted)]))
        assert not [step for step in steps if step.startswith("SCAN document")], name
    both = plan(lists.total([Query(family="certificate", **wanted) for wanted in FILTERS.values()]))
    assert not [step for step in both if step.startswith("SCAN document")]


def test_words_are_looked_up_in_their_index(plan):
    (step,) = plan(lists.hits(Query(family="certificate", text="tea")))
    assert "VIRTUAL TABLE INDEX" in step


def test_only_declared_columns_order_a_list():
    with pytest.raises(Refused):
        lists.page(Query(family="certificate", order="search"), None)


def test_a_page_is_bounded():
    assert lists.page(Query(family="certificate", limit=10**9)).values[-2:] == (1000, 0)


def test_authors_are_read_from_their_index_alone(plan):
    assert plan(lists.authors("certificate")) == [
        "SEARCH document USING COVERING INDEX list_author (family=? AND deleted=?)"
    ]


@pytest.mark.parametrize("column", ["invoice", "number", "destination", "partner"])
def test_a_part_of_a_text_is_looked_up_in_the_index_of_words(plan, column):
    (step,) = plan(lists.hits(Query(family="certificate", **{column: "ab"})))
    assert "VIRTUAL TABLE INDEX" in step


#: One certificate differs from the others in these: (fields of Query, does a certificate match).
NINE = {
    "type": ({"forms": ("toy_certificate",)}, lambda one: True),
    "invoice": ({"invoice": "nv-7"}, lambda one: one["invoice"] == "INV-7"),
    "number": ({"number": "c26"}, lambda one: one["number"] == "C26330"),
    "from": ({"made_from": "2026-03-01"}, lambda one: one["made_on"] >= "2026-03-01"),
    "to": ({"made_to": "2026-03-31"}, lambda one: "" <= one["made_on"] <= "2026-03-31"),
    "destination": ({"destination": "jp"}, lambda one: one["destination"] == "JP"),
    "stage": ({"stages": ("ready", "returned")}, lambda one: one["stage"] in ("ready", "returned")),
    "print": ({"print_states": ("printed",)}, lambda one: one["print_state"] == "printed"),
    "signatory": ({"authors": ("zhang", "li")}, lambda one: one["author"] in ("zhang", "li")),
    "importer": ({"partner": "加藤"}, lambda one: "加藤" in one["importer"]),
}


@pytest.fixture
def filled(store):
    """Certificates of every kind, each a different mixture."""
    told = []
    chosen = random.Random(7)
    with store.unit() as unit:
        for number in range(120):
            one = {
                "id": f"d{number:03}",
                "invoice": chosen.choice(["INV-7", "INV-8", ""]),
                "number": chosen.choice(["C26330", "K26331", ""]),
                "made_on": chosen.choice(["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"]),
                "destination": chosen.choice(["JP", "KR"]),
                "stage": chosen.choice(["draft", "ready", "returned"]),
                "print_state": chosen.choice(["not_printed", "printed"]),
                "author": chosen.choice(["zhang", "li", "wang"]),
                "importer": chosen.choice(["加藤商事", "KATO K.K."]),
            }
            told.append(one)
            values = {name: one[name] for name in ("made_on", "destination", "importer")}
            document = certificate(one["id"], bills=[{"id": "1", "number": one["invoice"]}], **values)
            facts = {"number": one["number"]} if one["number"] else {}
            state = {name: one[name] for name in ("stage", "print_state", "author")}
            unit.put(dataclasses.replace(document, facts=facts, **state))
    return told


def test_the_nine_filters_work_alone_in_pairs_and_all_together(store, filled):
    names = list(NINE)
    sets = [
        *itertools.combinations(names, 1),
        *itertools.combinations(names, 2),
        *itertools.combinations(names, 3),
        names,
    ]
    for wanted in sets:
        query = Query(family="certificate", limit=1000, **{k: v for name in wanted for k, v in NINE[name][0].items()})
        expected = {one["id"] for one in filled if all(NINE[name][1](one) for name in wanted)}
        assert {row.id for row in store.reader.rows(query)} == expected, wanted
        assert store.reader.count(query) == len(expected), wanted


@pytest.mark.parametrize(("partner", "column"), [("KATO", "partner"), ("", "form")])
def test_the_newest_of_a_partner_or_of_a_form_come_in_order_from_their_index(store, partner, column):
    statement = newest("certificate", "rcep_2022", partner, 20)
    with store._lend() as connection:
        text = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        steps = own_steps(connection, str(text))
    assert steps == [f"SEARCH document USING INDEX list_{column} (family=? AND deleted=? AND {column}=?)"]


def test_the_newest_come_first_and_deleted_ones_never(store):
    for document_id, consignee, deleted in (
        ("a", "KATO", False),
        ("b", "SATO", False),
        ("c", "KATO", False),
        ("d", "KATO", True),
    ):
        with store.unit() as unit:
            unit.put(dataclasses.replace(certificate(document_id, importer=consignee), deleted=deleted))

    def found(*asked):
        return [one.id for one in store.reader.newest("certificate", "toy_certificate", *asked)]

    assert found("KATO") == ["c", "a"]
    assert found() == ["c", "b", "a"]
    assert found("", 1) == ["c"]


def test_a_survey_has_each_row_where_the_pages_have_it(store, filled, monkeypatch):
    monkeypatch.setattr(list_reads, "EVERY", 16)
    asked = [one["id"] for one in filled[::7]] + ["nobody"]
    for (name, order), few in itertools.product(
        itertools.product(["nothing", "text", *NINE], ("updated_at", "made_on", "stage")), (1, 1000)
    ):
        wanted = {"nothing": {}, "text": {"text": "加藤 2026"}}.get(name) or NINE.get(name, ({},))[0]
        monkeypatch.setattr(lists, "FEW", few)
        for descending in (True, False):
            query = Query(family="certificate", order=order, descending=descending, limit=1000, **wanted)
            rows = store.reader.rows(query)
            survey = store.reader.survey(query, asked)
            assert survey.count == len(rows), name
            places = {row.id: place for place, row in enumerate(rows)}
            assert survey.places == {one: places[one] for one in asked if one in places}, (name, order)
            if survey.members is None:
                assert [row_id for _key, row_id in survey.marks] == [row.id for row in rows[15::16]]
                after = dataclasses.replace(query, after=survey.marks[1], offset=3, limit=5)
                assert store.reader.rows(after) == rows[35:40]
            else:
                assert store.reader.rows(query, survey.members[3:9]) == rows[3:9]


def test_a_survey_that_nobody_wants_any_more_ends_and_says_nothing(store, filled):
    for query in (Query(family="certificate"), Query(family="certificate", stages=("ready",))):
        assert store.reader.survey(query, (), lambda: True) is None
    assert store.reader.survey(Query(family="certificate")).count == len(filled)


def test_a_long_statement_is_broken_off(store, filled, monkeypatch):
    monkeypatch.setattr(list_reads, "_STEPS", 10)
    told = iter((False, False, True))
    assert store.reader.survey(Query(family="certificate"), (), lambda: next(told, True)) is None
    assert next(told, "asked no more") == "asked no more"
    assert store.reader.rows(Query(family="certificate", limit=1))


def test_a_survey_inside_a_unit_sees_what_the_unit_wrote(store):
    with store.unit() as unit:
        unit.put(certificate("a"))
        assert unit.survey(Query(family="certificate"), ("a",)).places == {"a": 0}


def test_list_pages_are_read_without_the_libraries_that_a_first_row_cannot_wait_for():
    script = (
        "import sys; import coo_desktop.store.database.list_reads;"
        "print(sorted({'sqlalchemy', 'alembic', 'pydantic', 'pypinyin'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
