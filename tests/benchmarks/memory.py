"""Memory of the program, painted and after work, against a bare window with three tabs, in turns.

The work is that of a person: the list, a certificate of 20 lines, typing, saving, its paper, a table, a pass of sync
that finds no backend. What is told is all that is resident (`smaps_rollup`), which is what is private where no other Qt
program runs: beside one the libraries would count for neither. A child that has ended counts no more.
"""

import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.first_rows import left_at_the_list
from tests.benchmarks.seeding import lent
from tests.benchmarks.start import BARE, run
from tests.benchmarks.table import Measure, Row, main

DOCUMENTS = 20_000
_TELL = """
def tell():
    import os
    from pathlib import Path
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    told = dict((line.split(":")[0], line.split()[1]) for line in lines[1:])
    print(int(told["Rss"]), flush=True)
    os._exit(0)
"""
PAINTED = f"""
{_TELL}
from coo_desktop import app
from coo_desktop.views.shell.application import Application
Application._open = lambda self: tell()
app.main()
"""
WORKED = f"""
{_TELL}
import dataclasses, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from coo_desktop import app
from coo_desktop.views.shell.application import Application
LINES = 20

def begin(self, known=Application._open):
    from tests.keyring_in_home import be_the_vault
    be_the_vault()
    known(self)

def work(program):
    from coo_desktop.domain.documents.document import Query
    from coo_desktop.domain.sheets.cells import Page
    from coo_desktop.views.target import DOCUMENT, Target
    def settle():
        QTest.qWait(50)
        while not program.tasks.is_idle:
            QTest.qWait(20)
    session, store = program.open_session.session, program.opened.store
    settle()
    row = store.reader.rows(Query(family="certificate", stages=("draft", "ready"), limit=1))[0]
    document = store.reader.document(row.id)
    goods = [{{**document.values["goods"][0], "id": f"line{{number}}"}} for number in range(LINES)]
    with store.unit() as unit:
        unit.put(dataclasses.replace(document, values={{**document.values, "goods": goods}}))
    program.open_session.workplace.go(Target(DOCUMENT, document=row.id))
    page = program.window.tabs.current_page()
    settle()
    line = next(one for one in page.findChildren(QLineEdit) if one.isVisible() and not one.isReadOnly())
    line.setFocus()
    QTest.keyClicks(line, "TYPED BY HAND")
    page.save()
    settle()
    page.act("preview")
    settle()
    rows = tuple((str(number), "a cell") for number in range(1000))
    session.ports.records.write_sheet(Path(sys.argv[1]), Page("sheet", rows))
    session.try_now()
    settle()
    tell()

Application._open = begin
app.main(then=lambda program: QTimer.singleShot(0, lambda: work(program)))
"""


def rows(rounds: int) -> Iterator[Row]:
    bare = BARE.replace("application.exec()", "application.exec()\n" + _TELL + "tell()")
    with at_the_list(DOCUMENTS) as home:
        codes = {"bare": bare, "painted": PAINTED, "worked": WORKED}
        told: dict[str, list[int]] = {name: [] for name in codes}
        for _round in range(max(min(rounds, 3), 1)):
            for name, code in codes.items():
                told[name].append(int(run(code, str(home), str(home / "table.xlsx")).split()[-1]))
    kib = {name: statistics.median(found) for name, found in told.items()}
    for name, aim, words in (("painted", 1.3, "memory at paint"), ("worked", 3.5, "memory in use")):
        note = f"{kib[name] / 1024:.0f} MiB; bare {kib['bare'] / 1024:.0f}"
        yield Row(words, "bare window", aim, kib[name] / kib["bare"], Measure.RATIO, note=note)


@contextmanager
def at_the_list(count: int) -> Iterator[Path]:
    """A lent home whose desk was left at the list of certificates."""
    with lent(count) as home:
        yield left_at_the_list(home)


if __name__ == "__main__":
    sys.exit(main(rows))
