"""What a save costs exactly: so many statements, none for what did not change, and one flush of the disk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coo_desktop.domain.operations import drafts
from tests.counting import statements
from tests.domain.given import RCEP, rules, values_of
from tests.fakes.clock import FakeClock
from tests.faults.disk.shim import environment, why_not
from tests.stores import fresh_store

#: The verb and the table of every statement of a save in a sitting.
OF_A_NAME = ["DELETE search", "UPDATE document", "INSERT search", "UPDATE version", "INSERT edit"]
OF_A_REMARK = ["UPDATE document", "UPDATE version", "INSERT edit"]
OF_THE_OUTBOX = ["SELECT outbox", "UPDATE outbox"]
SAVES = 5

SAVE_OFTEN = """
import json, sys
from pathlib import Path
from coo_desktop.domain.operations import drafts
from tests.domain.given import RCEP, rules, values_of
from tests.fakes.clock import FakeClock
from tests.faults.disk.replay import mark, records
from tests.faults.disk.shim import Disk, Done
from tests import stores
folder, trace = Path(sys.argv[1]), Path(sys.argv[1]).with_name("trace")
stores.mkdtemp = lambda **_named: str(folder)
store = stores.fresh_store(rules(), FakeClock(), stores.KEY)
with store.unit() as unit:
    document = drafts.start(unit, "rcep_2022", values_of(RCEP)).document
disk = Disk()
disk.watch(folder, trace)
disk.arm(0, 0)
for turn in range(int(sys.argv[2])):
    mark(trace, "a save")
    with store.unit() as unit:
        document = drafts.save(unit, document.id, {"consignee_name": f"BUYER {turn}"}, document.revision).document
done = [record.done for record in records(trace) if record.done in (Done.MARK, Done.SYNC)]
print(json.dumps([each.name for each in done]))
"""


@pytest.fixture
def store():
    return fresh_store(rules(), FakeClock())


def short(statement: str) -> str:
    words = statement.replace("INTO ", "").replace("DELETE FROM", "DELETE").split()
    if words[0] == "SELECT":
        return f"SELECT {words[words.index('FROM') + 1]}"
    return words[0] if words[0] == "BEGIN" else f"{words[0]} {words[1]}"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"consignee_name": "ANOTHER CO., LTD."}, ["BEGIN", *OF_THE_OUTBOX, *OF_A_NAME]),
        ({"application_remark": "BY SEA"}, ["BEGIN", *OF_THE_OUTBOX, *OF_A_REMARK]),
        ({}, ["BEGIN"]),
    ],
    ids=["a name that is searched", "a remark", "nothing"],
)
def test_a_save_runs_a_statement_for_each_thing_that_changed(store, values, expected):
    with store.unit() as unit:
        document = drafts.start(unit, "rcep_2022", values_of(RCEP)).document
    for remark in ("ONE", "TWO"):  # the version of this sitting and the count of its edits are known then
        with store.unit() as unit:
            document = drafts.save(unit, document.id, {"lc_no": remark}, document.revision).document

    def save() -> None:
        with store.unit() as unit:
            drafts.save(unit, document.id, values, document.revision)

    assert [short(one) for one in statements(store._connections.writer, save)] == expected


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_save_flushes_the_disk_once(tmp_path):
    folder = tmp_path / "store"
    folder.mkdir()
    command = [sys.executable, "-c", SAVE_OFTEN, str(folder), str(SAVES)]
    surroundings = {**os.environ, **environment(tmp_path), "PYTHONPATH": str(Path.cwd())}
    told = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True).stdout
    assert json.loads(told.splitlines()[-1]) == ["MARK", "SYNC"] * SAVES
