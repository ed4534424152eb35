"""What pages share that ask the office while a person waits: one question at a time, and its trouble in words."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Change
from coo_desktop.domain.errors import Offline, ProgramError, SignatoryDisabled, SignInNeeded, Unanswered
from coo_desktop.domain.office.notices import NOTICE
from coo_desktop.environment.words import _
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import NET
from coo_desktop.views.widgets.scaffold import Message, scaffold
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.words.errors import error_message

T = TypeVar("T")


class OnlinePage(Page):
    """A title, a line that says how it stands, a button that asks again; `column` is the page's own.

    What a person typed stays whatever the network does.
    """

    def __init__(self, session: Session, title: str, lead: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.message = Message(self).selectable()
        self.message.setAccessibleName(_("Message"))
        self.reloading = QPushButton(icon("syncing"), _("&Refresh"), self)
        self.reloading.clicked.connect(self.load)
        self._waiting = 0
        self.column = scaffold(self, title, self.message, lead=lead, tools=(self.reloading,))

    def load(self) -> None:
        """Asks for what the page shows; each page says how."""
        raise NotImplementedError

    def ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[ProgramError], None] | None = None,
    ) -> None:
        """Asks the office on the net lane; nothing can be pressed twice meanwhile."""

        def take(answer: T) -> None:
            self._wait(-1)
            then(answer)

        def refuse(error: ProgramError) -> None:
            self._wait(-1)
            (failed or self.show_error)(error)

        self._wait(1)
        self.say("")
        self.session.run(self, lambda _task: work(), then=take, failed=refuse, lane=NET)

    def act(
        self,
        doing: Callable[[], object],
        reading: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[ProgramError], None] | None = None,
    ) -> None:
        """Asks for something to be done and how it stands afterwards; once it was done, no trouble says it was not."""

        def work() -> T:
            doing()
            try:
                return reading()
            except Offline as error:
                raise Unanswered(**error.facts) from error

        self.ask(work, then, failed)

    def is_taken(self) -> bool:
        """Whether the office takes anything of this person; where it does not, says so before anything is asked."""
        if not self.session.may_send:
            self.show_error(SignatoryDisabled())
        return self.session.may_send

    def tell_company(self) -> None:
        """What the office says of company and person is stored, with what follows from it: every screen hears of it."""
        self.session.changed.emit(Change(families=frozenset({"company", "person", NOTICE, PRE_REVIEW, CERTIFICATE})))

    def say(self, text: str, meaning: str = "bad") -> None:
        """A sentence under the title; an empty one takes it away."""
        self.message.say(text, meaning)

    def show_error(self, error: ProgramError) -> None:
        """Why there is no answer. Here nothing waits for later, so the words are not those of a document."""
        if isinstance(error, Offline):
            self.say(_("The office cannot be reached now. This page needs a network; nothing was changed."))
        elif isinstance(error, Unanswered):
            self.say(_("No answer came from the office. Refresh to see how it stands."))
        elif isinstance(error, SignInNeeded):
            self.say(_("Sign in to ask the office. Nothing was changed."))
        else:
            self.say(error_message(error))

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is on its way."""
        return self._waiting > 0

    def _wait(self, step: int) -> None:
        self._waiting += step
        self.reloading.setEnabled(not self.is_waiting)
        self.show_waiting(self.is_waiting)

    def show_waiting(self, waiting: bool) -> None:
        """Which controls rest while an answer is on its way; each page says which."""
