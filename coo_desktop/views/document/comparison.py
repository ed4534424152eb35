"""Two states of a document side by side: a line for each difference, marked by a sign and a word beside its colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coo_desktop.domain.documents.comparing import ADDED, CHANGED, MOVED, REMOVED, SAME, Difference, differences
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.language.file_name import shown_name
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.fields.cells import value_text
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.printing.pages import PagesErrand
from coo_desktop.views.printing.print_job import PrintTarget
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import Message, beneath, beside
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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states of a document of this form; `name` is what the document is called on paper."""

    form: FormType
    was: Side
    now: Side
    name: str = ""


class Comparison(QWidget):
    """The table of differences of two states; `everything` shows the fields that are the same, too.

    What is shown can be printed (Ctrl+P): the same lines, those that differ or all.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pair: Pair | None = None
        self.lines: tuple[Difference, ...] = ()
        self.count = Label("", self, wraps=True)
        self.everything = QCheckBox(_("Show what is the same, too"), self)
        self.printing = QPushButton(icon("print"), _("Print…"), self)
        self.printing.setToolTip(_("Print the comparison (Ctrl+P)"))
        self.printing.setEnabled(False)
        self.message = Message(self)
        self.table = _table(self)
        top = beside((self.count, 1), self.everything, self.printing)
        beneath(self, top, self.message, (self.table, 1), margins=False)
        self.printing.clicked.connect(self.print_lines)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.print_lines)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(0)
        self._fit.timeout.connect(self.table.resizeRowsToContents)
        self.table.horizontalHeader().sectionResized.connect(lambda *_sizes: self._fit.start())
        self.everything.toggled.connect(lambda _on: self._draw())

    def show_pair(self, pair: Pair) -> None:
        """Draws what distinguishes `now` from `was`; nothing is drawn again when neither has changed."""
        if pair != self._pair:
            self._pair = pair
            self._draw()

    def clear(self) -> None:
        """Shows nothing, where there is nothing to compare."""
        self._pair = None
        self.lines = ()
        self.table.setRowCount(0)
        self.count.setText("")
        self.message.say("")
        self.printing.setEnabled(False)

    def print_lines(self) -> None:
        """Asks where the lines that are shown go, and prints them."""
        if self._pair is None:
            return
        rows = [self._texts(self._pair, line) for line in self.lines]
        sheet = comparison_sheet(self._pair, rows, self.count.text(), everything=self.everything.isChecked())
        new = frozenset(number for number, line in enumerate(self.lines) if line.kind in (CHANGED, ADDED))
        errand = PagesErrand(self._session, _("Print the comparison"), sheet.title, self)
        errand.printed.connect(self._say_printed)
        errand.start(partial(sheet.pdf, new))

    def _say_printed(self, target: PrintTarget) -> None:
        said = _("The comparison is in {place}.") if target.file else _("The comparison was sent to {place}.")
        self.message.say(said.format(place=target.file or target.printer), "good")

    def _draw(self) -> None:
        if self._pair is None:
            return
        pair = self._pair
        self.lines = differences(pair.form, pair.was.values, pair.now.values, everything=self.everything.isChecked())
        self.count.setText(counted(sum(line.kind != SAME for line in self.lines)))
        self.message.say("")
        self.printing.setEnabled(True)
        self.table.setHorizontalHeaderLabels([_("Difference"), _("Field"), pair.was.title, pair.now.title])
        self.table.setRowCount(len(self.lines))
        for number, line in enumerate(self.lines):
            self._draw_line(number, line, self._texts(pair, line))
        self._fit.start()

    def _texts(self, pair: Pair, line: Difference) -> tuple[str, ...]:
        """The four cells of a line, on the screen and on paper."""
        old = self._value(line, line.old, Surroundings(self._session, pair.form, lambda: pair.was.values))
        new = self._value(line, line.new, Surroundings(self._session, pair.form, lambda: pair.now.values))
        if line.kind == CHANGED and old == new:
            old = _("{text} (before)").format(text=old)
        return _(MARKS[line.kind][0]), field_text(line, self._session.language), old, new

    def _draw_line(self, number: int, line: Difference, texts: Sequence[str]) -> None:
        _word, sign, meaning = MARKS[line.kind]
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


@dataclass(frozen=True, slots=True)
class ComparisonSheet:
    """A comparison as it is printed: `heads` stand above the columns, each row has a text for each."""

    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    def pdf(self, new: frozenset[int]) -> bytes:
        """The pages, with what is `new` in these rows standing out; belongs on a worker."""
        from coo_desktop.paper.listing import (  # draws: too heavy before it is wanted
            Listing,
            ListingColumn,
            listing_pdf,
        )

        columns = [ListingColumn(head, share) for head, share in zip(self.heads, (2, 4, 6, 6), strict=True)]
        page = _("Page {page} of {pages}")
        return listing_pdf(Listing(self.title, self.notes, columns, self.rows, page, new))


def comparison_sheet(pair: Pair, rows: Sequence[Sequence[str]], count: str, *, everything: bool) -> ComparisonSheet:
    """What stands on the sheets of a comparison of these rows."""
    title = _("Comparison: {name}").format(name=pair.name) if pair.name else _("Comparison")
    shown = _("All fields that say something are listed.") if everything else _("Only fields that differ are listed.")
    sides = _("{was} ↔ {now}").format(was=pair.was.title, now=pair.now.title)
    heads = (_("Difference"), _("Field"), pair.was.title, pair.now.title)
    return ComparisonSheet(title, (sides, count, shown), heads, rows)


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
    return "\n".join(told) or shown_name(row)


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
