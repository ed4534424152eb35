"""The whole program: what is loaded at the first paint, the gate, a second start, and leaving."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coo_desktop.bootstrap.profile import open_profile
from coo_desktop.domain.desk import OPEN_TABS
from coo_desktop.domain.documents.document import CERTIFICATE, Document, Person
from coo_desktop.domain.mending import Mend
from coo_desktop.domain.short_names import short_names
from coo_desktop.environment.assets import declarations
from coo_desktop.environment.settings import Settings, write_settings
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import find_profile
from coo_desktop.store.keys import vault
from tests.keyring_in_home import KeyringInHome

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

#: What the rows that a start shows first are read and painted without.
AFTER_ROWS = (
    *(name for name in HEAVY if name not in ("sqlcipher3", "keyring")),  # the store and its key are opened for them
    *("keyring.backends.SecretService", "keyring.backends.kwallet", "urllib3", "argon2", "cryptography", "jinja2"),
    *("PIL", "python_calamine", "tomllib", "csv", SPELLING, "PySide6.QtNetwork", "coo_desktop.bootstrap.profile"),
    *(f"coo_desktop.{name}" for name in ("dialogs", "sync", "paper", "contract", "domain.forms", "domain.checks")),
    *(f"coo_desktop.views.{name}" for name in ("session", "document", "lists.page", "shell.controller")),
)
FIRST_ROWS = """
import sys
from PySide6.QtCore import QTimer
from coo_desktop import app
from coo_desktop.views.lists import first_rows
from coo_desktop.views.shell import application

def with_vault(self, known=application.Application._open):
    from tests.keyring_in_home import be_the_vault
    be_the_vault()
    known(self)
application.Application._open = with_vault

class FirstRows(first_rows.FirstRows):
    def __init__(self, *given):
        super().__init__(*given)
        self.painted.connect(self.tell)
    def tell(self):
        model = self.table.model()
        print(sorted(set(sys.modules) & set(sys.argv[1].split())))
        print(*(model.data(model.index(0, column)) for column in (0, 2, 3, 5, 9)), flush=True)
        self.table.setCurrentIndex(model.index(1, 0))
        self.table.doubleClicked.emit(model.index(1, 0))
first_rows.FirstRows = FirstRows

def then(program):
    def end():
        tabs = program.window.tabs
        print(tabs.key_of_current().document, program.window.findChild(first_rows.FirstRows))
        program.window.close()
    QTimer.singleShot(0, end)
sys.exit(app.main(then=then))
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


def test_rows_come_before_anything_heavy_and_what_is_chosen_among_them_is_opened(environment, tmp_path, monkeypatch):
    monkeypatch.setattr(vault, "TRUSTED", frozenset({"tests.keyring_in_home.KeyringInHome"}))
    monkeypatch.setattr(vault, "get_keyring", KeyringInHome)
    opened = open_profile(find_profile(tmp_path), "http://127.0.0.1:9")
    with opened.store.unit() as unit:
        unit.put_person(Person(account="li.na", name="李娜"))
        unit.put_setting(OPEN_TABS, {"tabs": [], "areas": {}, "front": {"place": CERTIFICATE, "document": ""}})
        for name, day in (("older", "01"), ("newer", "02")):
            values = {"destination_country": "JP", "goods": [{"id": "g", "name_en": f"{name} tea"}]}
            told = {"stage": "draft", "author": "li.na", "updated_at": f"2026-11-{day}T10:00:00.000+00:00"}
            unit.put(Document(id=name, form="rcep_2022", family=CERTIFICATE, values=values, **told))
    opened.chest.seal("secret", opened.key)
    opened.close()
    write_settings(find_profile(tmp_path).folder, Settings(account="li.na", backend="http://127.0.0.1:9"))
    short_names(declarations(), tmp_path / "prepared")  # as the build, or an earlier start, has left them
    done = run(environment, "-c", FIRST_ROWS, " ".join(AFTER_ROWS))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[]", "RCEP 证书 newer tea 日本 草稿 李娜", "older None"]


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
