"""Places to type in, on a whole program over an encrypted store: a form and a cell of its tables, an answer to a
case, a questionnaire, the reason of an office move, the numbers of a paper to check."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.forms.questionnaires import read_questionnaire
from coo_desktop.domain.office.correspondence import CaseState, Survey, VerificationCase
from coo_desktop.domain.operations import drafts
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import LocalStore, open_store
from coo_desktop.views.check.page import DRAFTS as CHECK_DRAFTS
from coo_desktop.views.check.page import NUMBERS
from coo_desktop.views.company.moves_page import DRAFTS as MOVE_DRAFTS
from coo_desktop.views.company.moves_page import REQUEST
from coo_desktop.views.mail.case_panel import DRAFTS as CASE_DRAFTS
from coo_desktop.views.mail.surveys_page import DRAFTS as SURVEY_DRAFTS
from coo_desktop.views.page import Page
from coo_desktop.views.shell.application import Application
from coo_desktop.views.target import Target
from tests.fakes.office import FakeOffice
from tests.rulebooks import shipped
from tests.sync.desk import KEY
from tests.views.shell.test_application import Opened

DOCUMENT, CASE, SURVEY = "importer-1", "case-1", "survey-1"
QUESTION = {"id": "market", "kind": "text", "label": {"zh_CN": "主要市场", "en": "Market"}}
KINDS = ("form", "cell", "case", "survey", "move", "check")
#: Kind -> the setting, the name in it and the part of it that keep what is typed outside of documents.
SETTINGS = {
    "case": (CASE_DRAFTS, CASE, "text"),
    "survey": (SURVEY_DRAFTS, SURVEY, "market"),
    "move": (MOVE_DRAFTS, REQUEST, "reason"),
    "check": (CHECK_DRAFTS, NUMBERS, "number"),
}


class Encrypted(Opened):
    """What a worker opens: an encrypted store with a record, and an office that asks for two answers."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.store: Any = reopened(folder)
        self.line.office = FakeOffice(self.store)
        with self.store.unit() as unit:
            unit.put_person(Person(account="demo", name="王晓明", role="clerk"))
            written = drafts.start(unit, "importer", {"name": ""}).document
            table = drafts.start(unit, "rcep_2022", {"invoices": [{"id": "r1", "number": ""}]}).document
        assert written is not None
        assert table is not None
        self.documents = {"form": written.id, "cell": table.id}
        office = self.line.office
        told = ("日本", "2030-01-31", CaseState.OPEN, "", "", "2026-11-01T00:00:00Z", "周审", "", "", "")
        office.asked[CASE] = VerificationCase(CASE, written.id, "C26330200000001", "是否在中国生产？", *told)
        asked = read_questionnaire({"title": {"zh_CN": "调查", "en": "Survey"}, "questions": [QUESTION]})
        office.surveyed[SURVEY] = Survey(SURVEY, asked, "2026-11-01T00:00:00Z")

    def close(self) -> None:
        super().close()
        self.store.close()

    def kept(self, kind: str, store: LocalStore | None = None) -> str:
        """What the store has of the text that was typed."""
        read = (store or self.store).reader
        if kind in self.documents:
            document = read.document(self.documents[kind])
            assert document is not None
            return str(document.values["name"] if kind == "form" else document.values["invoices"][0]["number"])
        setting, asked, part = SETTINGS[kind]
        return str(read.setting(setting, {}).get(asked, {}).get(part, ""))

    def kept_on_disk(self, kind: str) -> str:
        """The same after the program has ended, from the file."""
        store = reopened(self.folder)
        try:
            return self.kept(kind, store)
        finally:
            store.close()


def reopened(folder: Path) -> LocalStore:
    """The store of a profile, from its file."""
    return open_store(Profile(folder), shipped, Opened().clock, KEY)


def begin(qtbot: Any, program: Application, opened: Encrypted, kind: str) -> Page:
    """The page at the front, with the cursor where one types."""
    fields: dict[str, Callable[[Any], QWidget]] = {
        "form": lambda page: page.fields.editor("name").focus_widget(),
        "cell": lambda page: page.fields.editor("invoices").view,
        "case": lambda page: page.panel.text,
        "survey": lambda page: page.fields.editor("market").focus_widget(),
        "move": lambda page: page.reason,
        "check": lambda page: page.number,
    }
    if kind in opened.documents:
        program.open_session.workplace.open(opened.documents[kind])
    else:
        program.open_session.workplace.act(Target("check" if kind == "check" else f"{kind}s"))
    page = program.window.tabs.current_page()
    assert page is not None
    qtbot.waitUntil(lambda: program.tasks.is_idle)
    field = fields[kind](page)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    if kind == "cell":
        items: Any = page.fields.editor("invoices")  # type: ignore[attr-defined]  # a FormPage
        items.view.choose(0, [column.id for column in items.model.columns].index("number"))
    return page
