"""The product of a goods line typed in its cell: approved products are offered beneath it, Enter takes the first."""

from typing import Any

from PySide6.QtCore import QPoint, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListView, QToolTip, QWidget

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.hs.codes import OwnProduct
from coo_desktop.domain.matching.lookup import ProductLookup
from coo_desktop.environment.words import _
from coo_desktop.views.fields.cells import linked_title
from coo_desktop.views.fields.editor import Editor, Surroundings
from coo_desktop.views.fields.hs_hits import dotted
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.field_popup import FieldPopup

MOST = 30
SHOWN = 10
_SPACING = 2


class ProductSuggestions(FieldPopup):
    """The products that a typed text may mean; `chosen` carries the one that was taken.

    They are read once, on a worker, when the first letter is typed; what is typed until then is looked up then.
    """

    popup: QListView
    chosen = Signal(object)

    def __init__(self, session: Session, line: QLineEdit) -> None:
        self._lines = QStringListModel(line)
        super().__init__(line, _list(self._lines, line), SHOWN)
        self._session, self._line = session, line
        self._lookup: ProductLookup | None = None
        self._is_reading = False
        self._hits: tuple[OwnProduct, ...] = ()
        self.row_taken.connect(lambda row: self.chosen.emit(self._hits[row]))
        line.textEdited.connect(lambda _text: self._offer())

    def first(self) -> OwnProduct | None:
        """The product that Enter means for the text as it stands, even where the list of products is still read."""
        if self._lookup is None:
            self._lookup = ProductLookup(self._session.read.products.approved())
        return next(iter(self._lookup.find(self._line.text(), 1)), None)

    def press(self, key: Qt.Key, plain: bool) -> bool:
        """Tab takes the row that the choice stands on, as Enter does, and goes on."""
        if key == Qt.Key.Key_Tab and self.is_open and self.popup.currentIndex().isValid():
            self.row_taken.emit(self.popup.currentIndex().row())
            self.close()
            return False
        return super().press(key, plain)

    def _offer(self) -> None:
        if self._lookup is None:
            self._read()
            return
        self._hits = self._lookup.find(self._line.text(), MOST)
        if not self._hits or not self._line.hasFocus():
            self.close()
            return
        self._lines.setStringList([product_words(one, self._session.language) for one in self._hits])
        self.open(max(1, self.popup.sizeHintForRow(0)) + 2 * _SPACING)
        self.popup.setCurrentIndex(self._lines.index(0, 0))

    def _read(self) -> None:
        if self._is_reading:
            return
        self._is_reading, session = True, self._session

        def keep(lookup: ProductLookup) -> None:
            self._lookup = lookup
            self._offer()

        def work() -> ProductLookup:
            return ProductLookup(session.read.products.approved())

        session.run(self, lambda _task: work(), then=keep, failed=lambda _error: self.close())


class ProductCell(Editor):
    """A cell that holds the id of a product and shows its number, name and code.

    A text that means no approved product is not taken: the cell keeps what it had, and a tip beneath it says so.
    """

    typed = False

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self._id, self._shown = "", ""
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_("Number, item number, name, initials or HS code"))
        self.embrace(self.line)
        self.suggestions = ProductSuggestions(around.session, self.line)
        self.suggestions.chosen.connect(self._take)

    def show_value(self, value: Any) -> None:
        self._id = value if isinstance(value, str) else ""
        self._shown = linked_title(self._id, self.around) if self._id else ""
        self.line.setText(self._shown)

    def value(self) -> Any:
        """The product that was taken; none once the cell was emptied."""
        return self._id if self.line.text().strip() else ""

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.line.setReadOnly(locked)

    def conclude(self) -> None:
        """Takes what the typed text means, or tells that it means nothing."""
        typed = self.line.text()
        if typed == self._shown or not typed.strip():
            return
        product = self.suggestions.first()
        self.suggestions.close()
        if product is not None:
            self._put(product)
        else:
            words = _("No approved product fits “{text}”. The cell stays as it was.").format(text=typed.strip())
            place = self.line.mapToGlobal(QPoint(0, self.line.height()))
            view = self.parentWidget() or self
            QTimer.singleShot(0, view, lambda: QToolTip.showText(place, words, view))  # focus hides tips

    def _take(self, product: OwnProduct) -> None:
        self._put(product)
        self.concluded.emit()

    def _put(self, product: OwnProduct) -> None:
        self._id = product.id
        self._shown = linked_title(product.id, self.around)
        self.line.setText(self._shown)
        self.edited.emit()


def product_words(product: OwnProduct, language: str) -> str:
    """A product as one line: its numbers, its names with that of the screen's language first, its HS code."""
    names = (product.title, product.name_en) if language.startswith("zh") else (product.name_en, product.title)
    return " · ".join(part for part in (*names, product.model, dotted(product.hs_code), product.number) if part)


def _list(lines: QStringListModel, line: QLineEdit) -> QListView:
    made = QListView(line)
    made.setModel(lines)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setUniformItemSizes(True)
    made.setSpacing(_SPACING)
    return made
