"""Which HS code: found by words or in the tree, answered with its digits."""

from PySide6.QtWidgets import QWidget

from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.environment.words import _
from coo_desktop.views.hs.browser import HsBrowser
from coo_desktop.views.questions import HsCodeQuestion
from coo_desktop.views.session import Desk


class HsCodeDialog(QuestionDialog[str]):
    """All codes, searched and browsed; an answer has one of the lengths that the question allows."""

    def __init__(self, desk: Desk, question: HsCodeQuestion, owner: QWidget) -> None:
        super().__init__(_("HS codes"), owner, _("&Take this code"))
        self._digits = question.digits
        self.browser = HsBrowser(desk, self)
        self.browser.taken.connect(lambda _code: self.finish())
        self.body.addWidget(self.browser)
        self.accepting.setAutoDefault(False)
        self.cancelling.setAutoDefault(False)
        self.resize(980, 640)
        text = question.text.strip()
        if text:
            self.browser.show_text(text)
        self.browser.setFocus()

    def answer(self) -> str | None:
        code = self.browser.code()
        if not code.isdigit() or (self._digits and len(code) not in self._digits):
            wanted = "/".join(map(str, self._digits))
            self.warn(
                _("Please choose a code of {digits} digits.").format(digits=wanted)
                if self._digits
                else _("Please choose a code.")
            )
            return None
        return code
