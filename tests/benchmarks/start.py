"""Start-up: from launch to painted with an answering loop, against a bare window with three tabs, in turns.

Every start after the first finds what a former one has prepared, as a person's does.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial

from tests.benchmarks.table import Measure, Row, in_turns, main

BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QWidget
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, application.quit)
application = QApplication([])
window = Window()
tabs = QTabWidget()
for name in "abc":
    tabs.addTab(QWidget(), name)
window.setCentralWidget(tabs)
window.resize(1180, 760)
window.show()
application.exec()
"""
OURS = """
import os
import coo_desktop.app as app
from coo_desktop.views.shell.application import Application
def start(self):
    os._exit(0)
Application._open = start
app.main()
"""


def run(code: str, home: str, *arguments: str) -> str:
    """What a process of its own prints, which runs this code with its files below a home."""
    surroundings = {**os.environ, "COO_HOME": home, "HOME": home, "PYTHONDONTWRITEBYTECODE": ""}
    surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True).stdout


def rows(rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as home:
        works = {"bare": partial(run, BARE, home), "ours": partial(run, OURS, home)}
        in_turns(works, 1)  # what was not compiled or prepared is now
        costs = in_turns(works, max(rounds, 9))
    bare, ours = costs["bare"], costs["ours"]
    note = f"processor {ours.cpu / bare.cpu:.2f} ×; bare {bare.wall * 1000:.0f} ms"
    yield Row("launch to painted", "bare window", 1.5, ours.wall / bare.wall, Measure.RATIO, note=note)


if __name__ == "__main__":
    sys.exit(main(rows))
