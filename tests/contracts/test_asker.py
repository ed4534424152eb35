"""What a screen may rely on when it asks a person, kept by the dialogs and by the fake that answers at once."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from coo_desktop.dialogs.asker import DIALOGS, DialogAsker
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Query
from coo_desktop.views.questions import (
    ConfirmQuestion,
    DocumentQuestion,
    EvidenceQuestion,
    MarksQuestion,
    OptionQuestion,
    PasswordQuestion,
    Question,
    TextQuestion,
)
from tests.fakes.asker import FakeAsker
from tests.views.pages import make_desk, rules, stored


def spec(name):
    return rules().form("rcep_2022").by_id[name]


MARKS = {"form": "text", "text": "N/M"}
#: A question -> what a person does in its dialog, and the answer.
ASKED = [
    (ConfirmQuestion("Send", "Really?"), lambda _dialog: None, True),
    (TextQuestion("Reason", "Why?"), lambda dialog: dialog.findChild(QPlainTextEdit).setPlainText(" lost "), "lost"),
    (TextQuestion("Reason", "Why?", is_needed=False), lambda _dialog: None, ""),
    (PasswordQuestion("Cancel", "Sure?"), lambda dialog: dialog.findChild(QLineEdit).setText("secret"), "secret"),
    (OptionQuestion("Form", [("a", "A"), ("b", "B")], "b"), lambda _dialog: None, "b"),
    (
        MarksQuestion(spec("marks"), {"form": "text", "text": "N/M"}),
        lambda _dialog: None,
        {"form": "text", "text": "N/M"},
    ),
    (EvidenceQuestion(spec("marks"), ()), lambda _dialog: None, []),
]


class AskerContract:
    """Every test gets `desk`, whose asker is under test, an `owner` on the screen, and what a person does:
    `settle(question, answer, act, ask)` asks and answers, `cancel()` leaves the question that is open."""

    @pytest.mark.parametrize(("question", "act", "answer"), ASKED, ids=lambda one: type(one).__name__)
    def test_a_question_is_answered_once_with_its_own_type(self, desk, owner, settle, question, act, answer):
        answers = []
        settle(question, answer, act, lambda: desk.ask(owner, question, answers.append))
        assert answers == [answer]

    @pytest.mark.parametrize(
        "question", [question for question, _act, _answer in ASKED], ids=lambda one: type(one).__name__
    )
    def test_a_cancelled_question_has_no_answer(self, desk, owner, cancel, question):
        answers = []
        desk.ask(owner, question, answers.append)
        cancel()
        assert answers == []

    def test_a_document_is_answered_with_its_id(self, desk, owner, settle):
        product = stored(desk, "pre_review", {"name_zh": "杯", "hs_code": "961700"}, stage="approved")
        question, answers = DocumentQuestion("Product", Query(family="pre_review")), []
        settle(question, product.id, lambda _dialog: None, lambda: desk.ask(owner, question, answers.append))
        assert answers == [product.id]


@pytest.fixture
def owner(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


class TestDialogs(AskerContract):
    @pytest.fixture
    def desk(self, qtbot):
        made = make_desk(DialogAsker())
        yield made
        made.tasks.close()

    @pytest.fixture
    def settle(self, owner) -> Callable[..., None]:
        def settle(_question, _answer, act, ask):
            ask()
            dialog = owner.findChild(QuestionDialog)
            act(dialog)
            dialog.finish()

        return settle

    @pytest.fixture
    def cancel(self, owner) -> Callable[[], None]:
        return lambda: owner.findChild(QuestionDialog).reject()


class TestFake(AskerContract):
    @pytest.fixture
    def desk(self, qtbot):
        made = make_desk(FakeAsker())
        yield made
        made.tasks.close()

    @pytest.fixture
    def settle(self, desk) -> Callable[..., None]:
        def settle(question, answer, _act, ask):
            desk.asker.answer(type(question), answer)
            ask()

        return settle

    @pytest.fixture
    def cancel(self) -> Callable[[], None]:
        return lambda: None


def test_every_question_has_its_dialog():
    asked = {kind.__qualname__ for kind in Question.__subclasses__()}  # a slotted dataclass is made twice
    assert {kind.__qualname__ for kind in DIALOGS} == asked
