"""The whole program: what is loaded at the first paint, the gate, a second start, and leaving."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coo_desktop.bootstrap.profile import open_profile
from coo_desktop.domain.mending import Mend
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import find_profile

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("sqlalchemy", "pydantic", "alembic", "reportlab", "requests", "keyring", "openpyxl", "sqlcipher3", "pypdfium2")
#: What pages need that nobody sees at the first paint: sheets, backups, and what reads numbers and declarations.
LATER = (
    "coo_desktop.domain.sheets",
    "coo_desktop.domain.backups",
    "coo_desktop.domain.forms",
    "decimal",
    "csv",
    "tomllib",
)
#: 57 MB, for the first Chinese text that is stored or looked for by its sound.
SPELLING = "pypinyin"

FIRST_PAINT = """
import sys
from PySide6.QtWidgets import QApplication
from coo_desktop.app import outside
from coo_desktop.store.files.profile import find_profile
from coo_desktop.views.shell.application import Application

application = QApplication([])
program = Application(application, outside(find_profile()))
def painted():
    print(sorted(set(sys.modules) & set(sys.argv[1].split())))
program.window.painted.connect(painted)
def opened():
    print(sys.argv[2] in sys.modules)
    application.quit()
program.ready.connect(opened)
program.window.show()
application.exec()
program.close()
"""

FIRST_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from coo_desktop import app
from coo_desktop.views.shell.window import MainWindow

def raised(self):
    print("raised", flush=True)
    self.close()
MainWindow.bring_forward = raised
ready = app.Application._take
def take(self, *given):
    ready(self, *given)
    print("ready", flush=True)
app.Application._take = take
sys.exit(app.main())
"""


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "COO_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


def run(environment, *arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_nothing_heavy_is_loaded_at_the_first_paint_and_no_pinyin_with_the_store(environment):
    done = run(environment, "-c", FIRST_PAINT, " ".join((*HEAVY, *LATER, SPELLING)), SPELLING)
    assert done.stdout.splitlines() == ["[]", "False"], done.stderr


def test_the_window_opens_paints_and_closes(environment):
    done = run(environment, "-m", "coo_desktop", "window", "--smoke")
    assert done.returncode == 0, done.stderr


def test_a_second_start_brings_the_first_window_forward(environment):
    with subprocess.Popen(
        [sys.executable, "-c", FIRST_WINDOW], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout.readline() == "ready\n"
        second = run(environment, "-m", "coo_desktop")
        assert second.returncode == 0, second.stderr
        assert first.stdout.readline() == "raised\n"
    assert first.returncode == 0


TAKES_BACK = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from coo_desktop import app
from coo_desktop.views.account.sign_in import UnlockPage

def act(program):
    print(type(program.window.gate).__name__, flush=True)
    if isinstance(program.window.gate, UnlockPage):
        program.window.close()
        return
    def look():
        for button in program.window.notices.findChildren(QPushButton):
            looking.stop()
            button.click()
    looking = QTimer(program, interval=20)
    looking.timeout.connect(look)
    looking.start()
sys.exit(app.main(then=act))
"""


def test_taking_back_what_was_set_aside_starts_the_program_again_in_its_place(environment, tmp_path):
    profile = find_profile(tmp_path)
    opened = open_profile(profile, "http://127.0.0.1:9")
    opened.chest.seal("secret", opened.key)
    opened.close()
    mending.note(profile, Mend.START_ANEW)
    mending.carry_out(profile)
    done = run(environment, "-c", TAKES_BACK)
    assert done.stdout.split() == ["SignInPage", "UnlockPage"], done.stderr
    assert mending.asides(profile) == ()
