"""海关用户登录: the sign-in of the customs on the check page, apart from the person whose desk this is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QWidget

from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import ProgramError, SyncTrouble
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import NET
from coo_desktop.views.widgets.scaffold import Message, beneath, beside
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.words.errors import error_message

CLOSED, ASKING, SIGNED_IN = range(3)


class CustomsBar(QWidget):
    """`changed` when somebody of the customs came or went; nothing of the visit is kept on this computer."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._checking = session.ports.office.checking
        self.opening = QPushButton(_("C&ustoms sign-in"), self)
        self.account, self.password = QLineEdit(self), QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.signing_in = QPushButton(_("&Sign in"), self)
        self.cancelling = QPushButton(_("Cancel"), self)
        self.message = Message(self)
        self.who = Label("", self)
        self.signing_out = QPushButton(_("Sign o&ut"), self)
        self._stack = QStackedWidget(self)
        for page in (self._closed(), self._asking(), self._signed_in()):
            self._stack.addWidget(page)
        beneath(self, self._stack, margins=False)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Shows who is signed in now: a session may have ended meanwhile."""
        visitor = self._checking.visitor()
        if visitor is not None:
            self.who.setText(_("Customs: {name}").format(name=visitor.name or visitor.account))
            self._stack.setCurrentIndex(SIGNED_IN)
        elif self._stack.currentIndex() == SIGNED_IN:
            self._stack.setCurrentIndex(CLOSED)

    def _connect(self) -> None:
        self.opening.clicked.connect(self._open)
        self.cancelling.clicked.connect(self._close)
        self.signing_in.clicked.connect(self._sign_in)
        self.signing_out.clicked.connect(self._sign_out)
        for field in (self.account, self.password):
            field.returnPressed.connect(self._sign_in)

    def _closed(self) -> QWidget:
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.opening, 0, Qt.AlignmentFlag.AlignTop)
        return page

    def _asking(self) -> QWidget:
        page = QWidget(self)
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(_("Cus&toms account"), self.account)
        form.addRow(_("Pass&word"), self.password)
        form.addRow(beside(self.signing_in, self.cancelling))
        form.addRow(self.message)
        return page

    def _signed_in(self) -> QWidget:
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        self.who.setMinimumHeight(self.signing_out.sizeHint().height())
        row.addWidget(self.who, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.signing_out, 0, Qt.AlignmentFlag.AlignTop)
        return page

    def _open(self) -> None:
        self.message.say("")
        self._stack.setCurrentIndex(ASKING)
        self.account.setFocus()

    def _close(self) -> None:
        self.password.clear()
        self._stack.setCurrentIndex(CLOSED)

    def _sign_in(self) -> None:
        account, password = self.account.text().strip(), self.password.text()
        if not account or not password:
            self.message.say(_("Write your password.") if account else _("Write your account."))
            (self.password if account else self.account).setFocus()
            return
        checking = self._checking
        self.signing_in.setEnabled(False)
        self._session.run(
            self, lambda _task: checking.sign_in(account, password), then=self._take, failed=self._refuse, lane=NET
        )

    def _take(self, _person: Person) -> None:
        self.signing_in.setEnabled(True)
        self.password.clear()
        self.message.say("")
        self.refresh()
        self.changed.emit()

    def _refuse(self, error: ProgramError) -> None:
        self.signing_in.setEnabled(True)
        if isinstance(error, SyncTrouble):
            self.message.say(_("The sign-in needs the network. Try again later."))
        else:
            self.message.say(error_message(error))
        self.password.setFocus()
        self.password.selectAll()

    def _sign_out(self) -> None:
        checking = self._checking
        self._session.run(self, lambda _task: checking.sign_out(), then=lambda _none: self._left(), lane=NET)

    def _left(self) -> None:
        self.refresh()
        self.changed.emit()
