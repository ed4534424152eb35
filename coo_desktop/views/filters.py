"""The filters above a list; together they are one Query, and every change of them asks anew."""

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from coo_desktop.domain import lifecycle
from coo_desktop.domain.documents import Query
from coo_desktop.views.desk import Desk
from coo_desktop.views.lists import ListKind
from coo_desktop.views.stage_words import print_text, stage_text
from coo_desktop.views.style import Label
from coo_desktop.words import N_, _

Options = Callable[[Desk, ListKind], list[tuple[str, str]]]
QUIET_MS = 150


def _forms(desk: Desk, kind: ListKind) -> list[tuple[str, str]]:
    return [(form.id, form.short.in_(desk.language)) for form in desk.rules.book.family(kind.family)]


def _stages(_desk: Desk, kind: ListKind) -> list[tuple[str, str]]:
    return [(stage, stage_text(stage)) for stage in lifecycle.STAGES[kind.family] if stage != "deleted"]


def _print_states(_desk: Desk, _kind: ListKind) -> list[tuple[str, str]]:
    return [(state, print_text(state)) for state in lifecycle.PRINT_STATES]


def _countries(desk: Desk, _kind: ListKind) -> list[tuple[str, str]]:
    known = desk.rules.codes.get("countries")
    return [(code.code, code.name(desk.language)) for code in known.codes] if known else []


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its words, and its options when it is a choice."""

    label: str
    options: Options | None = None
    many: bool = False
    is_date: bool = False


#: Field of Query -> filter. The nine of the manual are all here: type, invoice, number, dates, destination, stage,
#: print state, signatory, importer.
FILTERS = {
    "text": Filter(N_("Search")),
    "form": Filter(N_("Type"), _forms, many=True),
    "stage": Filter(N_("Stage"), _stages, many=True),
    "print_state": Filter(N_("Print state"), _print_states, many=True),
    "hs_code": Filter(N_("HS code")),
    "invoice": Filter(N_("Invoice number")),
    "number": Filter(N_("Certificate number")),
    "destination": Filter(N_("Destination"), _countries),
    "partner": Filter(N_("Importer")),
    "author": Filter(N_("Signatory")),
    "made_from": Filter(N_("Made from"), is_date=True),
    "made_to": Filter(N_("Made until"), is_date=True),
}


class FilterBar(QWidget):
    """The filters of one list; `changed` comes a moment after the last keystroke."""

    changed = Signal()

    def __init__(self, kind: ListKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(QUIET_MS)
        self._pause.timeout.connect(self.changed)
        self._more = QWidget(self)
        row = QHBoxLayout()
        for name in kind.filters:
            row.addWidget(self._made(name, desk), 3 if name == "text" else 1)
        grid = QGridLayout(self._more)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, name in enumerate(kind.more):
            label = Label(_(FILTERS[name].label), self._more)
            field = self._made(name, desk)
            label.setBuddy(field)
            grid.addWidget(label, number // 4, number % 4 * 2)
            grid.addWidget(field, number // 4, number % 4 * 2 + 1)
        self._more.setVisible(False)
        if kind.more:
            row.addWidget(self._more_button())
        self.clearing = QPushButton(_("Clear filters"), self)
        self.clearing.clicked.connect(self.clear)
        row.addWidget(self.clearing)
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 0, 0)
        column.addWidget(self._more, 1, 0)
        self._show_state()

    def query(self, query: Query) -> Query:
        """The query with what the filters say."""
        found: dict[str, object] = {}
        for name, field in self.fields.items():
            value = _value(field)
            if FILTERS[name].is_date:
                value = day(value)
            if FILTERS[name].many:
                plural = {"form": "forms", "stage": "stages", "print_state": "print_states"}[name]
                found[plural] = (value,) if value else getattr(query, plural)
            else:
                found[name] = value
        return dataclasses.replace(query, **found)  # type: ignore[arg-type]  # one of Query's own fields each

    def clear(self) -> None:
        """Takes every filter away."""
        for field in self.fields.values():
            if isinstance(field, QComboBox):
                field.setCurrentIndex(0)
            else:
                field.clear()
        self._pause.stop()
        self._show_state()
        self.changed.emit()

    @property
    def is_empty(self) -> bool:
        return not any(_value(field) for field in self.fields.values())

    def seek(self) -> None:
        """Puts the cursor into the search (Ctrl+F)."""
        field = self.fields["text"]
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    def _made(self, name: str, desk: Desk) -> QLineEdit | QComboBox:
        declared, words = FILTERS[name], _(FILTERS[name].label)
        if declared.options is None:
            hint = "2026-01-31" if declared.is_date else words
            field: QLineEdit | QComboBox = self._line(_(self._kind.search_hint) if name == "text" else hint)
        else:
            field = self._choice(words, declared.options(desk, self._kind), named=name in self._kind.filters)
        field.setAccessibleName(words)
        field.setToolTip(words)
        self.fields[name] = field
        return field

    def _line(self, hint: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(hint)
        field.setClearButtonEnabled(True)
        field.textChanged.connect(self._touch)
        return field

    def _choice(self, words: str, options: list[tuple[str, str]], named: bool) -> QComboBox:
        """`named` choices stand without a label, so their first line says what they filter."""
        field = QComboBox(self)
        field.addItem(_("{filter}: all").format(filter=words) if named else _("All"), "")
        for value, text in options:
            field.addItem(text, value)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(8)
        field.currentIndexChanged.connect(self._touch)
        return field

    def _more_button(self) -> QPushButton:
        button = QPushButton(_("More filters"), self)
        button.setCheckable(True)
        button.toggled.connect(self._more.setVisible)
        return button

    def _touch(self) -> None:
        self._show_state()
        self._pause.start()

    def _show_state(self) -> None:
        self.clearing.setEnabled(not self.is_empty)
        for name, field in self.fields.items():
            if FILTERS[name].is_date:
                is_wrong = bool(_value(field)) and not day(_value(field))
                field.setToolTip(_("Write the day like 2026-01-31.") if is_wrong else _(FILTERS[name].label))


def day(text: str) -> str:
    """A typed day as YYYY-MM-DD, "" when it is none: separators and full-width digits are no matter."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdigit())
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date().isoformat() if len(digits) == 8 else ""
    except ValueError:
        return ""


def _value(field: QLineEdit | QComboBox) -> str:
    if isinstance(field, QComboBox):
        return str(field.currentData() or "")
    return unicodedata.normalize("NFKC", field.text()).strip()
