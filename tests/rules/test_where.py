"""The table "Where does X go?" is done once: in a copy the files that a row names are touched, no others; it works.

What a row names before its semicolon is what has to be touched; after it stands what else is good to know.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.sources import ROOT

FORM = (ROOT / "resources" / "forms" / "chile_f.toml").read_text(encoding="utf-8").replace('"chile_f"', '"chile_g"')
CHECK = '''def is_lucky(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """The contract number ends in an eight."""
    if not text_of(values, "contract_no").endswith("8"):
        yield Finding("unlucky", "contract_no")


RULES = (
    is_lucky,
'''
WORDS = """
[unlucky]
severity = "warn"
said = { zh_CN = "合同号不吉利", en = "The contract number is unlucky" }
"""
OPERATION = '''"""Blessings."""

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.ports import Unit


def bless(unit: Unit, document_id: str) -> Change:
    """Puts a blessing on a document."""
    unit.put_setting(f"blessed/{document_id}", True)
    return Change(ids=(document_id,))
'''
SHOUT = '_SHOUT = replace(_TEXT, name="shout", cell=lambda value, spec, context: f"{value}!")'
BLESSED = '        "blessed": KindWords(N_("Blessed"), "info", "good", N_("{name} is blessed.")),'
LOAD = """
from coo_desktop.domain.rulebook import read_rulebook
from coo_desktop.environment.assets import declarations
rules = read_rulebook(declarations())
"""
#: Each edit: the file, the text before which something is put ("" for the end), what is put there.
ADD_FORM = [("resources/forms/chile_g.toml", "", FORM)]
ADD_CHECK = [
    ("coo_desktop/domain/checks/transport.py", "RULES = (\n", CHECK),
    ("resources/shared/problems.toml", "", WORDS),
    ("resources/shared/skeletons/certificate.toml", "checks = [", 'checks = [\n    "is_lucky",'),
]
ADD_KIND = [
    ("coo_desktop/domain/forms/kinds.py", "#: `computed` fields are", SHOUT + "\n\n#: `computed` fields are"),
    ("coo_desktop/domain/forms/kinds.py", "_TEXT, _LINES", "_TEXT, _SHOUT, _LINES"),
    ("coo_desktop/views/fields/registry.py", '    "text": ', '    "shout": TextEditor,\n    "text": '),
]
ADD_OPERATION = [("coo_desktop/domain/operations/blessing.py", "", OPERATION)]
ADD_NOTICE = [("coo_desktop/views/words/notices.py", '        "office": ', BLESSED + '\n        "office": ')]

PAGE = '''"""The weather at the port."""

from PySide6.QtWidgets import QWidget

from coo_desktop.views.page import Page
from coo_desktop.views.session import Session


class WeatherPage(Page):
    """Whether the ship can leave."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
'''
LOADER = """
def _weather() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.company.weather_page import WeatherPage

    return WeatherPage


"""
ADD_PAGE = [
    ("coo_desktop/views/company/weather_page.py", "", PAGE),
    ("coo_desktop/views/shell/pages.py", "PAGES: Mapping", LOADER + "PAGES: Mapping"),
    (
        "coo_desktop/views/shell/pages.py",
        '            PageKind("settings"',
        '            PageKind("weather", N_("&Weather"), _weather),\n            PageKind("settings"',
    ),
]

#: What is added: its row in the table, what is put where (before which text), and a program that uses it.
ROWS = {
    "add a form type": (ADD_FORM, LOAD + "assert rules.form('chile_g').family == 'certificate'"),
    "add a cross-field rule": (
        ADD_CHECK,
        LOAD
        + """
from tests.domain.given import RCEP, context_of
found = rules.problems(rules.form("rcep_2022"), {"contract_no": "14"}, context_of(RCEP))
assert "unlucky" in {problem.code for problem in found}
""",
    ),
    "add a kind of field": (
        ADD_KIND,
        """
from coo_desktop.domain.forms.kinds import KINDS, TextContext
from coo_desktop.views.fields.registry import EDITORS
assert KINDS["shout"].cell("hey", None, TextContext("en")) == "hey!"
assert set(KINDS) == set(EDITORS)
""",
    ),
    "add a page of the window": (
        ADD_PAGE,
        """
from PySide6.QtWidgets import QApplication, QWidget
from coo_desktop.views.page import Page
from coo_desktop.views.shell.pages import PAGES, pages_of
application = QApplication([])
assert PAGES["weather"] in list(pages_of(PAGES["start"].menu))
assert isinstance(PAGES["weather"].load()(None, QWidget()), Page)
""",
    ),
    "add something a user does": (
        ADD_OPERATION,
        """
from coo_desktop.domain.operations import blessing
from tests.fakes.store import FakeStore
store = FakeStore()
with store.unit() as unit:
    blessing.bless(unit, "d1")
assert store.reader.setting("blessed/d1") is True
""",
    ),
    "tell people something": (
        ADD_NOTICE,
        """
from coo_desktop.domain.operations import notices
from coo_desktop.environment import words
from coo_desktop.views.words.notices import said, words_of
from tests.fakes.store import FakeStore
words.use("en")
store = FakeStore()
with store.unit() as unit:
    notices.tell(unit, "blessed", facts={"name": "CUP"})
[notice] = store.reader.notices.newest(1)
assert (words_of(notice).title, said(notice)) == ("Blessed", "CUP is blessed.")
""",
    ),
}


def named_places(row: str) -> set[str]:
    """The files and folders that a row of the table names, from the root of the project."""
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    [touch] = re.findall(rf"^\| {row} \| ([^;|]+)", table, re.MULTILINE)
    places = [place for place in re.findall(r"`([^`]+)`", touch) if "/" in place]
    return {place if (ROOT / place).exists() else f"coo_desktop/{place}" for place in places}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program and its data, to be changed."""
    shutil.copytree(ROOT / "coo_desktop", tmp_path / "coo_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    resources = tmp_path / "resources"
    resources.mkdir()
    for each in (ROOT / "resources").iterdir():
        if each.name in ("forms", "shared"):
            shutil.copytree(each, resources / each.name)
        else:
            (resources / each.name).symlink_to(each)
    return tmp_path


@pytest.mark.parametrize("row", ROWS)
def test_the_files_of_a_row_are_all_that_is_touched(row, copy):
    edits, use = ROWS[row]
    places, touched = named_places(row), {path for path, _before, _text in edits}
    assert {path for path in touched if not path.startswith(tuple(places))} == set()
    assert {place for place in places if not any(path.startswith(place) for path in touched)} == set()
    for path, before, text in edits:
        file = copy / path
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        assert before in old
        file.write_text(old.replace(before, text, 1) if before else old + text, encoding="utf-8")
    surroundings = {**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", use], env=surroundings, cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
