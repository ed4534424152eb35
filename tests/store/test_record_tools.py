"""Many importers out of one store and into another: every byte is there, and the second time nothing is to be done."""

import random

import pytest

from coo_desktop.domain.documents.document import RECORD, Document
from coo_desktop.domain.forms.kinds import clean
from coo_desktop.domain.operations.imports import record_import
from coo_desktop.domain.operations.imports.record_import import NEW, SAME
from coo_desktop.domain.records.tables import entries, fitting, table
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from coo_desktop.store.record_tools import StoredRecordTools
from tests.fakes.clock import FakeClock
from tests.lengths import times
from tests.rulebooks import shipped
from tests.store.conftest import KEY

COUNT = times(500, 5_000)
ODD = (
    "=HYPERLINK(\"http://evil.example\",\"A\")", "+1 555", "-5", "@SUM(A1)", "'QUOTED", "''", "＝1", "007", "1E5",
    "2026-01-02", "TRUE", "#N/A", "宁波金太阳能㐂", "Ünïcode \U0001f600", "A,B;C\tD", "a \"b\" 'c'", "_x0041_", "%0A",
    "=cmd|' /C calc'!A0", "e\u0301clair", "<b>&amp;</b>", "\\N", "NULL",
)  # fmt: skip
RULES = shipped()
FORM = RULES.form("importer")
TOOLS = StoredRecordTools()


def rows(count):
    """Importers with everything that has ever broken a table, in every field; never two with the same name."""
    chance = random.Random(7)
    for number in range(count):
        pick = [chance.choice(ODD) for _ in range(4)]
        yield {
            "name": f"{pick[0]} {number}",
            "address": pick[1],
            "country": chance.choice(("US", "JP", "", "??")),
            "phone": pick[2],
            "remarks": f"{pick[3]}\n  {pick[0]}\n\n{pick[1]}",
        }


def documents(count):
    return [
        Document(id=f"r{number}", form="importer", family=RECORD, values=clean(each, FORM.stored), revision=1)
        for number, each in enumerate(rows(count))
    ]


def told(found):
    """Name -> what is not empty of each record."""
    return {one.values["name"]: {name: text for name, text in one.values.items() if text} for one in found}


def plan(store, file, kept):
    [page] = TOOLS.read_table(file).readings[0].pages
    with store.unit() as unit:
        context = unit.context()
    found = entries(page, fitting(FORM, page), context.today)
    return list(record_import.planned(FORM, found, kept, lambda one: RULES.problems(FORM, one, context)))


def take_in(store, lines):
    for block in record_import.blocks(lines):
        with store.unit() as unit:
            record_import.take_in(unit, "importer", block)


@pytest.fixture
def there(tmp_path):
    folder = tmp_path / "there"
    folder.mkdir()
    made = open_store(Profile(folder), lambda: RULES, FakeClock(), KEY)
    yield made
    made.close()


@pytest.mark.machinery
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_many_importers_keep_every_byte(tmp_path, there, ending):
    here, file = documents(COUNT if ending == "xlsx" else 200), tmp_path / f"importers.{ending}"
    TOOLS.write_sheet(file, table(FORM, here, "zh_CN"))
    lines = plan(there, file, [])
    assert {line.state for line in lines} == {NEW}
    take_in(there, lines)
    arrived = list(there.reader.whole.of(RECORD, "importer"))
    assert told(arrived) == told(here)
    assert {line.state for line in plan(there, file, arrived)} == {SAME}
    assert {line.state for line in plan(there, file, here)} == {SAME}


def test_the_tools_find_sounds_and_duplicates():
    assert TOOLS.sounds("宁波") == "ningbo nb"
    assert TOOLS.alike(FORM, []) == ()
