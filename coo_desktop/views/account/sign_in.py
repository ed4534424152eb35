"""Signing in, and unlocking the work on this computer without a network: pages with their messages at the fields."""

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coo_desktop.domain.errors import ProgramError, SyncTrouble
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import _
from coo_desktop.views.page import Page
from coo_desktop.views.widgets.scaffold import Message, beneath, beside
from coo_desktop.views.widgets.style import Label, heading
from coo_desktop.views.words.gate import gate_text

WIDTH_EM = 40


class GatePage(Page):
    """A small form in the middle of the window: a title, fields, one main button, one message.

    `service` is the address that is asked, for the words of what fails; "" where none is.
    """

    service = ""

    def __init__(self, title: str, lead: str, main: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = QFrame(self)
        card.setFrameShape(QFrame.Shape.StyledPanel)
        card.setAutoFillBackground(True)
        card.setBackgroundRole(QPalette.ColorRole.Base)
        card.setFixedWidth(self.fontMetrics().averageCharWidth() * WIDTH_EM * 2)
        self.fields = QFormLayout()
        self.fields.setVerticalSpacing(6)
        self.fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.message = Message(card).selectable()
        self.message.setAccessibleName(_("Message"))
        self.main = QPushButton(main, card)
        self.main.setDefault(True)
        self.main.clicked.connect(self.accept)
        self._busy = QProgressBar(card)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setVisible(False)
        self.extra = QHBoxLayout()
        inner = QVBoxLayout(card)
        inner.setContentsMargins(28, 24, 28, 24)
        inner.setSpacing(12)
        inner.addWidget(heading(title, card))
        inner.addWidget(Label(lead, card, wraps=True))
        inner.addLayout(self.fields)
        inner.addWidget(self.message)
        inner.addWidget(self.main)
        inner.addWidget(self._busy)
        inner.addLayout(self.extra)
        self.column = inner
        beneath(self, None, beside(None, card, None), (None, 2))
        self.card = card

    def accept(self) -> None:
        """Gives what is typed to whoever listens; each page says what that is."""
        raise NotImplementedError

    def add_field(self, label: str, *, secret: bool = False) -> QLineEdit:
        """One labelled line; Enter in it presses the main button."""
        field = QLineEdit(self.card)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        field.returnPressed.connect(self.accept)
        field.textEdited.connect(lambda _text: self.show_message(""))
        self.fields.addRow(label, field)
        field.setAccessibleName(label.replace("&", ""))
        return field

    def show_message(self, text: str, meaning: str = "bad") -> None:
        """Says what is wrong, or went well, under the fields; an empty text takes it away."""
        self.message.say(text, meaning)

    def show_error(self, error: ProgramError) -> None:
        """An error that came of what was typed; the fields keep it."""
        self.show_waiting(False)
        self.show_message(gate_text(error, self.service))

    def show_waiting(self, waiting: bool) -> None:
        """While an answer is on its way nothing can be pressed twice."""
        self.main.setEnabled(not waiting)
        self._busy.setVisible(waiting)


class SignInPage(GatePage):
    """`answered` carries account, password and the backend's address; `offline_wanted` asks to work without a sign-in,
    `check_wanted` to check a certificate, which needs none; `forgotten_wanted` carries account and address;
    `arrival_wanted` asks to bring in the work of another computer, where nobody ever signed in."""

    answered = Signal(str, str, str)
    offline_wanted = Signal()
    check_wanted = Signal()
    forgotten_wanted = Signal(str, str)
    arrival_wanted = Signal()

    def __init__(self, account: str, address: str, can_work_offline: bool, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Sign in"),
            _("With your CCPIT account. After the first sign-in the program also works without a network."),
            _("Sign &in"),
            parent,
        )
        self.account = self.add_field(_("A&ccount"))
        self.password = self.add_field(_("&Password"), secret=True)
        self.account.setText(account)
        self._show_password = QCheckBox(_("Show passwo&rd"), self.card)
        self._show_password.toggled.connect(self._reveal)
        self.fields.addRow(self._show_password)
        self.address = self.add_field(_("&Backend address"))
        self.address.setText(address)
        self._add_ways_out(can_work_offline)
        self._show_settings(False)
        self.setFocusProxy(self.password if account else self.account)

    def _add_ways_out(self, can_work_offline: bool) -> None:
        self._settings = QPushButton(_("S&ettings"), self.card)
        self._settings.setFlat(True)
        self._settings.setCheckable(True)
        self._settings.toggled.connect(self._show_settings)
        self.extra.addWidget(self._settings)
        self.forgetting = QPushButton(_("F&orgotten password"), self.card)
        self.forgetting.setAccessibleName(_("Forgotten password"))
        self.forgetting.setFlat(True)
        self.forgetting.clicked.connect(self._forget)
        self.extra.addWidget(self.forgetting)
        self.checking = QPushButton(_("Chec&k a certificate"), self.card)
        self.checking.setFlat(True)
        self.checking.clicked.connect(self.check_wanted)
        self.checking.setVisible(not can_work_offline)  # at the desk it is in the menu
        self.extra.addWidget(self.checking)
        self.extra.addStretch(1)
        self.arriving = QPushButton(_("Bring work from another comp&uter"), self.card)
        self.arriving.setFlat(True)
        self.arriving.clicked.connect(self.arrival_wanted)
        self.arriving.setVisible(not can_work_offline)  # where somebody works already, nothing takes its place
        self.column.addLayout(beside(self.arriving, None))
        if can_work_offline:
            offline = QPushButton(_("&Work without signing in"), self.card)
            offline.clicked.connect(self.offline_wanted)
            self.extra.addWidget(offline)

    def accept(self) -> None:
        """Asks for a sign-in, unless a field is empty: then it says which one and goes there."""
        QGuiApplication.inputMethod().commit()
        account, password = self.account.text().strip(), self.password.text()
        if not self.main.isEnabled():
            return
        if not account or not password:
            empty = self.password if account else self.account
            self.show_message(_("Write your password.") if account else _("Write your account."))
            empty.setFocus()
            return
        self.show_message("")
        self.show_waiting(True)
        self.service = self.address.text().strip()
        self.answered.emit(account, password, self.service)

    def show_error(self, error: ProgramError) -> None:
        super().show_error(error)
        is_address = error.facts.get("why") == Rule.ADDRESS
        if is_address or isinstance(error, SyncTrouble):
            self._settings.setChecked(True)  # the address may be what is wrong
        field = self.address if is_address else self.password
        field.setFocus()
        field.selectAll()

    def _forget(self) -> None:
        self.forgotten_wanted.emit(self.account.text().strip(), self.address.text().strip())

    def _show_settings(self, shown: bool) -> None:
        self.fields.setRowVisible(self.address, shown)

    def _reveal(self, shown: bool) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class UnlockPage(GatePage):
    """`answered` carries the password of the last sign-in on this computer."""

    answered = Signal(str)

    def __init__(self, account: str, parent: QWidget | None = None) -> None:
        lead = _("The work of {account} on this computer is locked. It opens without a network, too.")
        super().__init__(_("Unlock"), lead.format(account=account or _("this account")), _("&Unlock"), parent)
        self.password = self.add_field(_("&Password of your last sign-in"), secret=True)
        self._patience = QTimer(self)
        self._patience.setInterval(1000)
        self._patience.timeout.connect(self._count)
        self._left_s = 0
        self.setFocusProxy(self.password)

    def accept(self) -> None:
        """Tries the password."""
        if not self.main.isEnabled():
            return
        if not self.password.text():
            self.show_message(_("Write your password."))
            return
        self.show_message("")
        self.show_waiting(True)
        self.answered.emit(self.password.text())

    def offer_sign_in(self) -> SignalInstance:
        """A way for whoever changed the password elsewhere since; gives what comes when it is taken."""
        offered = QPushButton(_("S&ign in instead"), self.card)
        offered.setToolTip(_("For a password that was changed on another computer or with a code"))
        self.extra.addWidget(offered)
        self.extra.addStretch(1)
        return offered.clicked

    def offer_beginning(self) -> SignalInstance:
        """A way for whoever does not know the password any more; gives what comes when it is taken."""
        offered = QPushButton(_("Password un&known"), self.card)
        self.extra.addWidget(offered)
        self.extra.addStretch(1)
        return offered.clicked

    def show_error(self, error: ProgramError) -> None:
        """After some wrong passwords the next try has to wait; the page counts the seconds down."""
        if error.facts.get("cause") != "patience":
            super().show_error(error)
            return
        self.show_waiting(False)
        self._left_s = int(str(error.facts.get("seconds", 1)))
        self.main.setEnabled(False)
        self._say_patience()
        self._patience.start()

    def _count(self) -> None:
        self._left_s -= 1
        if self._left_s > 0:
            self._say_patience()
            return
        self._patience.stop()
        self.main.setEnabled(True)
        self.show_message("")

    def _say_patience(self) -> None:
        self.show_message(_("Too many wrong passwords. Try again in {seconds} seconds.").format(seconds=self._left_s))

    def show_wrong(self) -> None:
        """The password was not the one."""
        self.show_waiting(False)
        self.show_message(_("This is not the password of your last sign-in here."))
        self.password.setFocus()
        self.password.selectAll()
