"""Looking up HS codes: the browser of codes as a page; what is taken goes to the clipboard."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.fields.hs_hits import dotted
from coo_desktop.views.hs.browser import HsBrowser
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath


class HsPage(Page):
    """The browser fills the tab."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.browser = HsBrowser(session, self)
        beneath(self, self.browser, margins=False)
        self.setFocusProxy(self.browser)
        self.browser.taken.connect(self._copy)

    def _copy(self, code: str) -> None:
        QGuiApplication.clipboard().setText(code)
        self.browser.found.setText(_("{code} copied").format(code=dotted(code)))
