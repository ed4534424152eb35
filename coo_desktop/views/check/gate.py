"""查验 before anybody has signed in: the check page alone, with the way back to the sign-in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.check.page import CheckPage
from coo_desktop.views.page import Page
from coo_desktop.views.session import Asker, Ports, Session
from coo_desktop.views.tasks import Tasks


class CheckGate(Page):
    """`left` when the person wants to sign in after all."""

    left = Signal()

    def __init__(self, ports: Ports, tasks: Tasks, asker: Asker, parent: QWidget) -> None:
        super().__init__(parent)
        self.page = CheckPage(Session(ports, tasks, asker, self), self)
        self.going_back = QPushButton(_("&Back to the sign-in"), self)
        self.going_back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(self.going_back)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.page, 1)
        self.setFocusProxy(self.page)
