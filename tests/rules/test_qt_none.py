"""The Qt in use does not lose a reference to None with every call that returns nothing."""

import subprocess
import sys

PROGRAM = """
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
editor = QLineEdit()
for _ in range(100_000):
    editor.setText("")
print("alive")
"""


def test_a_hundred_thousand_calls_that_return_nothing_do_not_end_the_process():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
