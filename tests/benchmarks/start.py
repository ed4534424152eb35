"""Start-up: from launch to painted with an answering loop, against a bare window with three tabs, in turns.

`python -m tests.benchmarks.start [ROUNDS]` prints medians and the ratio; the aims are 1.5 for time and 1.3 for memory.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

BARE = """
import resource, sys
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
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
OURS = """
import os, resource, sys
from PySide6.QtCore import QTimer
import coo_desktop.app as app
from coo_desktop.views.shell.application import Application
def start(self):
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
    os._exit(0)
Application._open = start
app.main()
"""


def run(code: str) -> tuple[float, int]:
    """Seconds from launch to painted, and the peak memory then in KiB."""
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**os.environ, "COO_HOME": home, "HOME": home}
        surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
        began = time.perf_counter()
        told = subprocess.run(
            [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True
        )
        return time.perf_counter() - began, int(told.stdout.split()[-1])


def main(rounds: int) -> None:
    run(BARE), run(OURS)  # what was not compiled is compiled now
    times: dict[str, list[tuple[float, int]]] = {"bare": [], "ours": []}
    for _ in range(rounds):
        times["bare"].append(run(BARE))
        times["ours"].append(run(OURS))
    seconds = {name: statistics.median(one for one, _ in found) for name, found in times.items()}
    memory = {name: statistics.median(two for _, two in found) for name, found in times.items()}
    told = {
        "rounds": rounds,
        "launch_to_paint_s": {name: round(value, 3) for name, value in seconds.items()},
        "start_ratio": round(seconds["ours"] / seconds["bare"], 2),
        "memory_ratio": round(memory["ours"] / memory["bare"], 2),
        "python": sys.version.split()[0],
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
