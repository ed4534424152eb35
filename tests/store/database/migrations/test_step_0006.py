"""Schema 6 keeps what a person decided of a conflict; conflicts of older stores are undecided."""

import shutil
from pathlib import Path

import pytest

from coo_desktop.domain.documents.document import Conflict, Decision, Resolution
from coo_desktop.store.database import schema
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY
from tests.store.documents import certificate

FOLDER = Path(__file__).parents[3] / "golden" / "store"
DECISION = Decision(resolution=Resolution.MINE, result=["1", None], seen="2")
SIDES = {"path": "remark", "base": None, "mine": "1", "theirs": "2"}
DECIDED = Conflict(id="c", document="a", theirs_by="li", theirs_at="2026-11-23T04:00", decision=DECISION, **SIDES)
OPEN = Conflict(id="d", document="a", **SIDES)


def write_golden() -> None:
    """Only while schema 6 is unreleased: afterwards the file is what users have."""
    folder = FOLDER / "schema-6.folder"
    folder.mkdir()
    store = open_store(Profile(folder), small_rulebook, FakeClock(), KEY)
    with store.unit() as unit:
        unit.put(certificate())
        unit.put_conflicts([DECIDED, OPEN])
    store.close()
    shutil.move(folder / "store.db", FOLDER / "schema-6.db")
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _golden_is_written_when_asked(request):
    if schema.VERSION == 6 and request.config.getoption("--write-golden"):
        write_golden()


def test_a_conflict_of_an_older_store_is_undecided(opened):
    (conflict,) = opened("schema-1.db").reader.conflicts("0190a6f0-0000-7000-8000-000000000001")
    assert (conflict.theirs_by, conflict.theirs_at, conflict.decision) == ("li", "", None)


def test_a_store_of_schema_6_opens_and_has_its_decisions(opened):
    assert opened("schema-6.db").reader.conflicts("a") == (DECIDED, OPEN)
