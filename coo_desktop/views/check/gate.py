"""查验 before anybody has signed in: the check page alone, with the way back to the sign-in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.check.page import CheckPage
from coo_desktop.views.page import Page
from coo_desktop.views.session import Asker, Ports, Session
from coo_desktop.views.tasks import Tasks
from coo_desktop.views.widgets.scaffold import beneath, beside


class CheckGate(Page):
    """`left` when the person wants to sign in after all."""

    left = Signal()

    def __init__(self, ports: Ports, tasks: Tasks, asker: Asker, parent: QWidget) -> None:
        super().__init__(parent)
        self.page = CheckPage(Session(ports, tasks, asker, self), self)
        self.going_back = QPushButton(_("&Back to the sign-in"), self)
        self.going_back.clicked.connect(self.left)
        beneath(self, beside(self.going_back, None), (self.page, 1))
        self.setFocusProxy(self.page)
