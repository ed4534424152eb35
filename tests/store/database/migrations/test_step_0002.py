"""With schema 2 a history begins: for what was there before, and without losing what is written after."""

import dataclasses
import shutil
from pathlib import Path

from coo_desktop.domain.documents.history import as_of
from coo_desktop.store.database import schema
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY
from tests.store.documents import certificate

FOLDER = Path(__file__).parents[3] / "golden" / "store"
OLD = "0190a6f0-0000-7000-8000-000000000001"
BILLS = [{"id": "b1", "number": "INV-1"}, {"id": "b2", "number": "INV-2"}]


def write_golden() -> None:
    """Only while schema 2 is unreleased: afterwards the file is what users have."""
    folder = FOLDER / "schema-2.folder"
    folder.mkdir()
    store = open_store(Profile(folder), small_rulebook, FakeClock(), KEY)
    with store.unit() as unit:
        first = unit.put(certificate(remark="1", bills=BILLS))
        second = unit.put(dataclasses.replace(first, values={**first.values, "remark": "2", "bills": BILLS[1:]}))
        unit.put(dataclasses.replace(second, stage="submitted", rev="e1.1.a", facts={"signatory": "李明"}))
    store.close()
    shutil.move(folder / "store.db", FOLDER / "schema-2.db")
    shutil.rmtree(folder)


def test_what_was_there_before_is_the_first_version(opened):
    store = opened("schema-1.db")
    (version,) = store.reader.versions(OLD)
    document = store.reader.document(OLD)
    told = (version.number, version.revision, version.by, version.source, version.stage, version.at)
    assert told == (1, document.revision, "zhang", "backend", "returned", document.updated_at)
    assert as_of(document, (version,), version) == document


def test_the_next_save_leads_back_to_it(opened):
    store = opened("schema-1.db")
    before = store.reader.document(OLD)
    with store.unit() as unit:
        unit.put(dataclasses.replace(before, values={**before.values, "importer": "OTHER"}, updated_at="2026-11-01"))
    versions = store.reader.versions(OLD)
    assert [(version.number, version.changed) for version in versions] == [(2, ("importer",)), (1, ())]
    assert as_of(store.reader.document(OLD), versions, versions[1]).values == before.values


def test_a_history_of_the_second_schema_is_all_there(opened, request):
    if schema.VERSION == 2 and request.config.getoption("--write-golden"):
        write_golden()
    store = opened("schema-2.db")
    versions = store.reader.versions("a")
    told = [(version.number, version.stage, version.by, version.changed) for version in versions]
    assert told == [(3, "submitted", "李明", ()), (2, "draft", "", ("remark", "bills")), (1, "draft", "", ())]
    first = as_of(store.reader.document("a"), versions, versions[-1])
    assert first.values == {"goods_name": "茶叶", "remark": "1", "bills": BILLS}
