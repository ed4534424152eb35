"""Which HS code: found by words or in the tree, answered with its digits."""

from PySide6.QtWidgets import QWidget

from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Values
from coo_desktop.environment.words import _
from coo_desktop.views.hs.browser import HsBrowser
from coo_desktop.views.session import Session


class HsCodeDialog(QuestionDialog):
    """The question holds the `text` to begin with and the lengths of `digits` that the answer may have, if not any."""

    def __init__(self, session: Session, question: Values, owner: QWidget) -> None:
        super().__init__(_("HS codes"), owner, _("&Take this code"))
        self._digits: tuple[int, ...] = tuple(question.get("digits") or ())
        self.browser = HsBrowser(session, self)
        self.browser.taken.connect(lambda _code: self.finish())
        self.body.addWidget(self.browser)
        self.accepting.setAutoDefault(False)
        self.cancelling.setAutoDefault(False)
        self.resize(980, 640)
        text = str(question.get("text") or "").strip()
        if text:
            self.browser.show_text(text)
        self.browser.setFocus()

    def answer(self) -> object:
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
