"""The buttons of a list, and what stands in its place while it is empty."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolBar, QToolButton, QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Row
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.words import _
from coo_desktop.views.lists.actions import ACTIONS, OFFERED, ListAction, actions_of, why_not
from coo_desktop.views.lists.kinds import ListKind
from coo_desktop.views.lists.parts import form_menu, plain
from coo_desktop.views.widgets.empty_state import EmptyState
from coo_desktop.views.widgets.style import icon, show_more


class ListBar(QWidget):
    """`started` carries the form type of a new document, `wanted` the name of an action on the chosen rows."""

    started = Signal(str)
    smart_wanted = Signal()
    workbook_wanted = Signal()
    wanted = Signal(str)

    def __init__(self, kind: ListKind, forms: tuple[FormType, ...], language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._forms = forms
        self.new = self._new_button(language)
        self._tools = QToolBar(self)
        show_more(self._tools)
        self._tools.setIconSize(QSize(16, 16))
        self._tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.actions_by_name = {action.name: self._action(action, parent) for action in actions_of(kind.family)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.new)
        if kind.family == CERTIFICATE:
            row.addWidget(self._smart_button())
        elif kind.family == PRE_REVIEW:
            row.addWidget(self._workbook_button())
        row.addWidget(self._tools, 1)

    def show_rows(self, rows: Sequence[Row], role: str, may_send: bool = True) -> None:
        """Enables exactly what the lifecycle tables allow for the chosen rows; the hint of the rest says why not."""
        for name, action in self.actions_by_name.items():
            obstacle = why_not(ACTIONS[name], rows, role, may_send)
            words = plain(action.text())
            action.setEnabled(obstacle is None)
            action.setVisible(obstacle is None or name not in OFFERED)
            hint = _("{action}: {reason}").format(action=words, reason=_(obstacle.value)) if obstacle else words
            action.setToolTip(hint)

    def start(self) -> None:
        """A new document; with several form types the menu of types opens."""
        if len(self._forms) == 1:
            self.started.emit(self._forms[0].id)
        else:
            self.new.showMenu()

    def offer(self, menu: QMenu) -> None:
        """Puts another menu behind the button of a new document."""
        self.new.setMenu(menu)

    def button(self, name: str) -> QWidget:
        """The button of an action."""
        return self._tools.widgetForAction(self.actions_by_name[name])

    def _action(self, action: ListAction, page: QWidget) -> QAction:
        made = QAction(icon(action.icon), _(action.words), self)
        made.setIconText(made.text())  # a tool button takes its mnemonic from here alone
        if action.key:
            made.setShortcut(QKeySequence(action.key))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda: self.wanted.emit(action.name))
        self._tools.addAction(made)
        return made

    def _new_button(self, language: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(_("&New"))
        button.setIcon(icon("new"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(_("New document"))
        if len(self._forms) == 1:
            button.clicked.connect(self.start)
        else:
            button.setMenu(form_menu(self._forms, language, self.started.emit, button))
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _smart_button(self) -> QPushButton:
        button = QPushButton(icon("magic"), _("S&mart create"), self)
        button.setToolTip(_("Choose products and a destination; the program finds what can be made."))
        button.clicked.connect(self.smart_wanted)
        return button

    def _workbook_button(self) -> QPushButton:
        button = QPushButton(icon("kept"), _("From Excel…"), self)
        button.setToolTip(_("Products with their materials, and past certificates, from a workbook"))
        button.clicked.connect(self.workbook_wanted)
        return button


class EmptyList(EmptyState):
    """What to do in a list of a kind where nothing is yet: the two likely actions."""

    start_wanted = Signal()
    smart_wanted = Signal()
    fetch_wanted = Signal()

    def __init__(self, kind: ListKind, parent: QWidget) -> None:
        start, other = QPushButton(icon("new"), _("New document")), QPushButton()
        super().__init__(_(kind.empty), parent, start, other)
        start.clicked.connect(self.start_wanted)
        if kind.family == CERTIFICATE:
            other.setIcon(icon("magic"))
            other.setText(_("Smart create"))
            other.clicked.connect(self.smart_wanted)
        else:
            other.setIcon(icon("syncing"))
            other.setText(_("Fetch from the backend"))
            other.clicked.connect(self.fetch_wanted)
