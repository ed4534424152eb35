"""A start on a store with documents: from launch to the first rows painted, and how long the screen stands still until
all is there; against a bare window, in turns, with no documents, with 20,000 and with 100,000.

The key comes from a vault as at a real start: the system's vaults are looked for, then one in the home answers. The
list of certificates was left at the front. A start is measured for the time, another one, to its end, for the beats.
"""

import json
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from coo_desktop.domain.desk import OPEN_TABS
from coo_desktop.domain.documents.document import CERTIFICATE
from coo_desktop.store.database.driver import open_connection
from tests.benchmarks.seeding import KEY, lent, profile_in
from tests.benchmarks.start import BARE, run
from tests.benchmarks.table import Measure, Row, in_turns, main

SIZES = (0, 20_000, 100_000)
BEAT_MS, LATE_MS = 5, 16
#: A start that ends with the rows ("rows"), or beats until the desk is there ("ready") and prints the late beats in ms.
START = """
import json, os, sys, time
from PySide6.QtCore import QTimer
from coo_desktop import app
from coo_desktop.views.lists import first_rows
from coo_desktop.views.shell.application import Application
until, beat_ms, late_ms = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
beats = []

def begin(self, known=Application._open):
    from coo_desktop.store.keys import vault
    from tests.keyring_in_home import be_the_vault
    looked_for = vault.get_keyring
    be_the_vault()
    answers = vault.get_keyring
    vault.get_keyring = lambda: (looked_for(), answers())[1]
    self.beating = QTimer(self, interval=beat_ms)
    self.beating.timeout.connect(lambda: beats.append(time.perf_counter()))
    beats.append(time.perf_counter())
    self.beating.start()
    known(self)

class FirstRows(first_rows.FirstRows):
    def __init__(self, *given):
        super().__init__(*given)
        self.painted.connect(lambda: QTimer.singleShot(0, self.tell))
    def tell(self):
        if until == "rows":
            os._exit(0)

def tell():
    beats.append(time.perf_counter())
    waits = [(after - before) * 1000 - beat_ms for before, after in zip(beats, beats[1:])]
    print(json.dumps([max(waits), sum(wait > late_ms for wait in waits)]), flush=True)
    os._exit(0)

Application._open = begin
first_rows.FirstRows = FirstRows
app.main(then=lambda program: QTimer.singleShot(0, tell))
"""


def rows(rounds: int) -> Iterator[Row]:
    with ExitStack() as kept:
        homes = {count: str(left_at_the_list(kept.enter_context(lent(count)))) for count in SIZES}
        works = {f"{count}": partial(start, home, "rows") for count, home in homes.items()}
        works = {"bare": partial(run, BARE, homes[0]), **works}
        in_turns(works, 1)  # what was not compiled or prepared is now
        costs = in_turns(works, rounds)
        beats = {count: [frozen(home) for _round in range(rounds)] for count, home in homes.items()}
    bare = costs.pop("bare")
    smallest = costs[str(SIZES[0])].wall
    for count in SIZES:
        cost = costs[str(count)]
        note = f"processor {cost.cpu / bare.cpu:.2f} ×"
        yield Row(
            f"first rows, {count:,} documents",
            "bare window",
            3.0 if not count else 3.3,
            cost.wall / bare.wall,
            growth=cost.wall / smallest,
            note=note,
        )
    for count, found in beats.items():
        longest, late = (statistics.median(one[part] for one in found) for part in (0, 1))
        yield Row(f"longest freeze, {count:,} documents", "a beat", 100, longest, Measure.MILLISECONDS)
        yield Row(f"beats over {LATE_MS} ms, {count:,} documents", "beats", 3, late, Measure.COUNT)


def left_at_the_list(home: Path) -> Path:
    """The home, its desk left with the list of certificates at the front."""
    kept = {"tabs": [], "areas": {}, "front": {"place": CERTIFICATE, "document": ""}}
    with closing(open_connection(profile_in(home).store_file, KEY)) as driver:
        driver.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (OPEN_TABS, json.dumps(kept)))
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


def start(home: str, until: str) -> str:
    """One start; a mark that it left goes, as if it had been closed."""
    told = run(START, home, until, str(BEAT_MS), str(LATE_MS))
    profile = profile_in(Path(home))
    for left in profile.folder.glob("store.*"):
        if left != profile.store_file:
            left.unlink()
    return told


def frozen(home: str) -> tuple[float, int]:
    """The longest wait of a beat in ms, and how many were late."""
    longest, late = json.loads(start(home, "ready").splitlines()[-1])
    return longest, late


if __name__ == "__main__":
    sys.exit(main(rows))
