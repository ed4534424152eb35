"""The filters above a list; together they are one Query, and every change of them asks anew."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from coo_desktop.domain.documents import lifecycle, todo
from coo_desktop.domain.documents.document import Change, Concern, Query
from coo_desktop.environment.words import N_, _
from coo_desktop.views.lists.filter_fields import Field, SignatoryField, choice, day, line, offer, show_value, value
from coo_desktop.views.lists.kinds import ListKind
from coo_desktop.views.lists.saved_filters import Chosen, SavedFilters
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.words.stages import print_text, stage_text

Options = Callable[[Session, ListKind], list[tuple[str, str]]]
QUIET_MS = 150


def _forms(session: Session, kind: ListKind) -> list[tuple[str, str]]:
    return [(form.id, form.short.in_(session.language)) for form in session.rules.book.family(kind.family)]


def _stages(_session: Session, kind: ListKind) -> list[tuple[str, str]]:
    return [(stage, stage_text(stage)) for stage in lifecycle.STAGES[kind.family] if stage != "deleted"]


def _print_states(_session: Session, _kind: ListKind) -> list[tuple[str, str]]:
    return [(state, print_text(state)) for state in lifecycle.PRINT_STATES]


def _countries(session: Session, _kind: ListKind) -> list[tuple[str, str]]:
    known = session.rules.codes.get("countries")
    return [(code.code, code.name(session.language)) for code in known.codes] if known else []


def _concerns(session: Session, kind: ListKind) -> list[tuple[str, str]]:
    concerns = todo.concerns(kind.family, session.read.company())
    return [(concern, _(CONCERN_WORDS[concern])) for concern in concerns]


#: What each concern is called in lists and on the start page.
CONCERN_WORDS: Mapping[Concern, str] = MappingProxyType(
    {
        Concern.UNSENT: N_("Complete, not sent"),
        Concern.CONFLICTS: N_("Changed by two people"),
        Concern.DEPARTING: N_("Departure is near, not approved"),
        Concern.UNPRINTED: N_("Approved, not printed yet"),
        Concern.EVIDENCE: N_("Returned for evidence"),
        Concern.TO_CHECK: N_("To be checked by me"),
        Concern.GIVEN_BACK: N_("Given back to me after a check"),
    }
)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its words, and its options when it is a choice."""

    label: str
    options: Options | None = None
    many: bool = False
    is_date: bool = False


#: Field of Query -> filter. The nine of the manual are all here: type, invoice, number, dates, destination, stage,
#: print state, signatory, importer; and what the start page counts.
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
    "concern": Filter(N_("Needs attention"), _concerns),
}


class FilterBar(QWidget):
    """The filters of one list; `changed` comes a moment after the last keystroke."""

    changed = Signal()

    def __init__(self, kind: ListKind, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._session = session
        self.fields: dict[str, Field] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(QUIET_MS)
        self._pause.timeout.connect(self.changed)
        self._more = QWidget(self)
        row = QHBoxLayout()
        for name in kind.filters:
            row.addWidget(self._made(name, session), 3 if name == "text" else 1)
        grid = QGridLayout(self._more)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, name in enumerate(kind.more):
            label = Label(_(FILTERS[name].label), self._more)
            field = self._made(name, session)
            label.setBuddy(field)
            grid.addWidget(label, number // 4, number % 4 * 2)
            grid.addWidget(field, number // 4, number % 4 * 2 + 1)
        self._more.setVisible(False)
        self.opening = self._more_button() if kind.more else None
        if self.opening is not None:
            row.addWidget(self.opening)
        self.clearing = QPushButton(_("Clear filters"), self)
        self.clearing.clicked.connect(self.clear)
        row.addWidget(self.clearing)
        self.saved = SavedFilters(session, kind.key, self)
        self.saved.taken.connect(self.show_filters)
        row.addWidget(self.saved)
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 0, 0)
        column.addWidget(self._more, 1, 0)
        self.show_filters(self.saved.at_start)
        session.changed.connect(self._hear)

    def query(self, query: Query) -> Query:
        """The query with what the filters say."""
        found: dict[str, object] = {}
        for name, field in self.fields.items():
            text = value(field)
            if isinstance(field, SignatoryField):
                found["authors"] = field.accounts()
            elif name == "concern":
                me = self._session.read.person().account
                found |= todo.narrowed(todo.concern_named(text), self._session.today(), me)
            elif FILTERS[name].many:
                plural = {"form": "forms", "stage": "stages", "print_state": "print_states"}[name]
                found[plural] = (text,) if text else self._kind.forms if name == "form" else ()
            else:
                found[name] = day(text) if FILTERS[name].is_date else text
        return dataclasses.replace(query, **found)  # type: ignore[arg-type]  # one of Query's own fields each

    def clear(self) -> None:
        """Takes every filter away."""
        self.show_filters({})

    def show_filters(self, chosen: Chosen) -> None:
        """Puts a whole set of filters into the fields, in place of what they hold."""
        for name, field in self.fields.items():
            with QSignalBlocker(field):
                show_value(field, chosen.get(name, ""))
        if self.opening is not None and any(chosen.get(name) for name in self._kind.more):
            self.opening.setChecked(True)
        self._pause.stop()
        self._show_state()
        self.changed.emit()

    @property
    def chosen(self) -> Chosen:
        """What each field holds, those without anything left out."""
        return {name: text for name, field in self.fields.items() if (text := value(field))}

    @property
    def is_empty(self) -> bool:
        return not self.chosen

    def seek(self) -> None:
        """Puts the cursor into the search (Ctrl+F)."""
        field = self.fields["text"]
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    def _made(self, name: str, session: Session) -> Field:
        declared, words = FILTERS[name], _(FILTERS[name].label)
        field: Field
        if name == "author":
            field = SignatoryField(session, self._kind.family, self)
            field.currentTextChanged.connect(self._touch)
        elif declared.options is not None:
            # A choice at hand stands without a label, so its first line says what it filters.
            first = _("{filter}: all").format(filter=words) if name in self._kind.filters else _("All")
            field = choice(self, first, declared.options(session, self._kind), self._touch)
        else:
            hint = "2026-01-31" if declared.is_date else words
            field = line(self, _(self._kind.search_hint) if name == "text" else hint, self._touch)
        field.setAccessibleName(words)
        field.setToolTip(words)
        self.fields[name] = field
        return field

    def _more_button(self) -> QPushButton:
        button = QPushButton(_("More filters"), self)
        button.setCheckable(True)
        button.toggled.connect(self._more.setVisible)
        return button

    def _hear(self, change: Change) -> None:
        """What is offered follows what the company wants, as far as it is told by now."""
        field = self.fields.get("concern")
        if "company" in change.families and isinstance(field, QComboBox):
            offer(field, _concerns(self._session, self._kind))

    def _touch(self) -> None:
        self._show_state()
        self._pause.start()

    def _show_state(self) -> None:
        self.clearing.setEnabled(not self.is_empty)
        self.saved.show_filters(self.chosen)
        for name, field in self.fields.items():
            if FILTERS[name].is_date:
                is_wrong = bool(value(field)) and not day(value(field))
                field.setToolTip(_("Write the day like 2026-01-31.") if is_wrong else _(FILTERS[name].label))
