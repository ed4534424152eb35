"""Two states of a document side by side: a line for each difference, marked by a sign and a word beside its colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coo_desktop.domain.documents.comparing import ADDED, CHANGED, MOVED, REMOVED, SAME, Difference, differences
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.fields.cells import value_text
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, icon

#: Kind of a difference -> word, icon, meaning of its colour.
MARKS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        CHANGED: (N_("Modified"), "amend", "wait"),
        ADDED: (N_("Added"), "new", "good"),
        REMOVED: (N_("Removed"), "discard", "bad"),
        MOVED: (N_("Order changed"), "compare", "calm"),
        SAME: (N_("Same"), "", ""),
    }
)
MARK, FIELD, WAS, NOW = range(4)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states: what stands above its column, and its values."""

    title: str
    values: Values


class Comparison(QWidget):
    """The table of differences of two states; `everything` shows the fields that are the same, too."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pair: tuple[FormType, Side, Side] | None = None
        self.lines: tuple[Difference, ...] = ()
        self.count = Label("", self, wraps=True)
        self.everything = QCheckBox(_("Show what is the same, too"), self)
        self.table = _table(self)
        beneath(self, beside((self.count, 1), self.everything), (self.table, 1), margins=False)
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(0)
        self._fit.timeout.connect(self.table.resizeRowsToContents)
        self.table.horizontalHeader().sectionResized.connect(lambda *_sizes: self._fit.start())
        self.everything.toggled.connect(lambda _on: self._draw())

    def show_pair(self, form: FormType, was: Side, now: Side) -> None:
        """Draws what distinguishes `now` from `was`; nothing is drawn again when neither has changed."""
        pair = (form, was, now)
        if pair != self._pair:
            self._pair = pair
            self._draw()

    def clear(self) -> None:
        """Shows nothing, where there is nothing to compare."""
        self._pair = None
        self.lines = ()
        self.table.setRowCount(0)
        self.count.setText("")

    def _draw(self) -> None:
        if self._pair is None:
            return
        form, was, now = self._pair
        self.lines = differences(form, was.values, now.values, everything=self.everything.isChecked())
        count = sum(line.kind != SAME for line in self.lines)
        self.count.setText(counted(count))
        self.table.setHorizontalHeaderLabels([_("Difference"), _("Field"), was.title, now.title])
        self.table.setRowCount(len(self.lines))
        for number, line in enumerate(self.lines):
            self._draw_line(number, line, form)
        self._fit.start()

    def _draw_line(self, number: int, line: Difference, form: FormType) -> None:
        assert self._pair is not None
        word, sign, meaning = MARKS[line.kind]
        language = self._session.language
        _form, was, now = self._pair
        old = self._value(line, line.old, Surroundings(self._session, form, lambda: was.values))
        new = self._value(line, line.new, Surroundings(self._session, form, lambda: now.values))
        if line.kind == CHANGED and old == new:
            old = _("{text} (before)").format(text=old)
        texts = (_(word), field_text(line, language), old, new)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text if column >= WAS else "")
            font = item.font()
            font.setBold(column == NOW and line.kind in (CHANGED, ADDED))
            font.setStrikeOut(column == WAS and line.kind in (CHANGED, REMOVED))
            item.setFont(font)
            if column == MARK and sign:
                item.setIcon(icon(sign, meaning))
            self.table.setItem(number, column, item)

    def _value(self, line: Difference, value: object, around: Surroundings) -> str:
        """A value in plain words; a whole row as one line for each of its parts."""
        if line.kind == MOVED and isinstance(value, Sequence):
            return ", ".join(map(str, value))
        if line.part is not None:
            return value_text(line.part, value, around)
        if line.row and isinstance(value, Mapping):
            return row_text(line.field, value, around)
        return value_text(line.field, value, around)


def field_text(line: Difference, language: str) -> str:
    """Where a difference is: its box, field, row and part in the words of the form."""
    names = [line.field.label.in_(language)]
    if line.row:
        names[0] = _("{field} {number}").format(field=names[0], number=line.row)
    if line.part is not None:
        names.append(line.part.label.in_(language))
    box = line.part.box if line.part is not None and line.part.box else line.field.box
    return " ".join(filter(None, (_("[{box}]").format(box=box) if box else "", " · ".join(names))))


def row_text(spec: FieldSpec, row: Mapping[str, object], around: Surroundings) -> str:
    """A whole row: its parts that say something, each with its label; a file by its name."""
    parts = spec.item_type.fields if spec.item_type else ()
    told = [
        _("{label}: {text}").format(label=part.label.in_(around.session.language), text=text)
        for part in parts
        if not part.is_computed and (text := value_text(part, row.get(part.id), around))
    ]
    return "\n".join(told) or str(row.get("name") or "")


def counted(count: int) -> str:
    """How many differences there are."""
    if not count:
        return _("Nothing differs.")
    return ngettext("{count} difference", "{count} differences", count).format(count=count)


def _table(parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, 4, parent)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(True)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setAccessibleName(_("Comparison"))
    table.verticalHeader().setVisible(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    em = table.fontMetrics().horizontalAdvance("国")
    header.resizeSection(MARK, 8 * em)
    header.resizeSection(FIELD, 13 * em)
    for column in (WAS, NOW):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return table
