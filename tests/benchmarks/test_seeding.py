"""A seeded store is what the program itself would have made of the same documents."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from coo_desktop.bootstrap.profile import open_profile
from coo_desktop.domain.clock import SystemClock
from coo_desktop.domain.documents.document import FAMILIES, Query
from coo_desktop.store.database.engine import bare
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys import vault
from coo_desktop.store.local import LocalStore, open_store
from tests.benchmarks import seeding
from tests.keyring_in_home import be_the_vault
from tests.rulebooks import shipped

COUNT = 200
#: What is compared row by row; of versions and edits a seeded document has those of its model.
SAME = {
    "document": "SELECT * FROM document ORDER BY seq",
    "invoice_use": "SELECT * FROM invoice_use ORDER BY invoice, document",
    "search": "SELECT term, doc, offset FROM temp.word ORDER BY term, doc, offset",
    "meta": "SELECT * FROM meta WHERE name NOT IN ('company', 'person') ORDER BY name",
    "schema": "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("seeded")
    seeding.fill(made, COUNT, shipped())
    return made


@pytest.fixture
def seeded(home: Path) -> Iterator[LocalStore]:
    with closing(open_store(seeding.profile_in(home), shipped, SystemClock(), seeding.KEY)) as store:
        yield store


def test_its_rows_are_those_that_the_program_writes(seeded: LocalStore, tmp_path: Path) -> None:
    with closing(open_store(Profile(tmp_path), shipped, SystemClock(), None)) as made:
        with made.unit() as unit:
            for document_id in _ids(seeded):
                document = seeded.reader.document(document_id)
                assert document is not None
                unit.put(replace(document, revision=document.revision - 1))
        for what, statement in SAME.items():
            assert _rows(seeded, statement) == _rows(made, statement), what


def test_it_is_whole_and_answers(seeded: LocalStore) -> None:
    seeded.check()
    reader = seeded.reader
    counts = {family: reader.count(Query(family=family)) for family in FAMILIES}
    assert counts == {"record": COUNT // 50, "pre_review": COUNT // 10, "certificate": COUNT * 44 // 50}
    certificates = reader.rows(Query(family="certificate", limit=COUNT))
    assert len({row.invoice for row in certificates if row.stage != "past"}) > 50
    assert len({row.updated_at[:4] for row in certificates}) > 9
    assert len({(row.stage, row.delivery) for row in certificates}) > 7
    assert reader.evidence_waiting() == () != reader.all_evidence()
    assert [intent.kind for intent in reader.intents()].count("put") > 1
    found = reader.rows(Query(family="certificate", text=certificates[0].invoice, limit=10))
    assert certificates[0].id in {row.id for row in found}
    assert all(reader.versions(row.id) for row in certificates)
    assert {row.blocking for row in certificates} > {0}


@pytest.mark.parametrize("password", ["", seeding.PASSWORD])
def test_the_program_opens_it(home: Path, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    for name, value in seeding.surroundings(home).items():
        monkeypatch.setenv(name, value)
    for name in ("TRUSTED", "get_keyring"):
        monkeypatch.setattr(vault, name, getattr(vault, name))  # as they are again when the test ends
    be_the_vault()
    opened = open_profile(seeding.profile_in(home), "https://office.example", password)
    assert opened is not None
    with closing(opened):
        assert opened.store.reader.count(Query(family="certificate"))


def _ids(store: LocalStore) -> list[str]:
    return [str(row[0]) for row in _rows(store, "SELECT id FROM document ORDER BY seq")]


def _rows(store: LocalStore, statement: str) -> list[tuple[object, ...]]:
    with store._alone() as connection:
        driver = bare(connection)
        driver.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab(main, search, instance)")
        return [tuple(row) for row in driver.execute(statement)]
