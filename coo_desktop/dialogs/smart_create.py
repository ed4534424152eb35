"""智能创建: products and a destination give the certificates that can be made, with verdict and what is missing."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.dialogs.simple import found, row_words
from coo_desktop.domain.documents import PRE_REVIEW, Query, Values
from coo_desktop.domain.forms import FieldSpec, Words
from coo_desktop.domain.operations.certificates import Possible, possible
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.views.checking import SOON_MS
from coo_desktop.views.desk import Desk
from coo_desktop.views.editors import Surroundings
from coo_desktop.views.editors_choice import CodeEditor
from coo_desktop.views.origin_panel import VERDICTS
from coo_desktop.views.style import Label, icon
from coo_desktop.words import N_, _

MOST_PRODUCTS = 200
DESTINATION = FieldSpec(
    id="destination", kind="code", codes="countries", label=Words(zh_CN="目的国（地区）", en="Destination")
)
#: What a determination lacks, in the words of the product file.
MISSING = {
    "materials": N_("materials"),
    "product_rule": N_("a product rule"),
    "fob_price": N_("the FOB price"),
    "ex_works_price": N_("the ex-works price"),
    "processes": N_("the processes"),
    "hs_code": N_("the HS code"),
    "cost": N_("the costs"),
}


class SmartCreateDialog(QuestionDialog):
    """Answers with `form`, `products`, `destination` and `criterion` for certificates.start_from_products."""

    def __init__(self, desk: Desk, question: Values, owner: QWidget) -> None:
        super().__init__(_("Smart create"), owner, _("&Create"))
        self._desk = desk
        self._possible: tuple[Possible, ...] = ()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("HS code, pre-review number or name"))
        self.search.setAccessibleName(_("Search products"))
        self.products = QListWidget(self)
        self.products.setAccessibleName(_("Approved products"))
        forms = desk.rules.book.family("certificate")
        self.destination = CodeEditor(DESTINATION, Surroundings(desk, forms[0], dict), self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Possible certificates"))
        for shown in (self.products, self.list):
            shown.setWordWrap(True)
            shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reasons = Label("", self, wraps=True).selectable()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._lay_out()
        self._connect()
        self._chosen: dict[str, str] = dict.fromkeys(question.get("products", ()), "")
        self._fill_products()
        self.search.setFocus()

    def answer(self) -> object:
        row = self.list.currentRow()
        if not self._chosen or row < 0:
            self.warn(_("Choose at least one product and a certificate."))
            return None
        one = self._possible[row]
        return {
            "form": one.form.id,
            "products": list(self._chosen),
            "destination": self.destination.value(),
            "criterion": one.criterion,
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self.finish()
            return
        super().keyPressEvent(event)

    def show_possible(self) -> None:
        """Asks the rules for the chosen products and draws the list again."""
        products = [document for name in self._chosen if (document := self._desk.read.document(name)) is not None]
        destination = self.destination.value()
        current = self.list.currentRow()
        self._possible = ()
        if products and destination:
            self._possible = possible(self._desk.rules, products, destination, self._desk.today())
        self.list.clear()
        for one in self._possible:
            self.list.addItem(self._line(one))
        self.list.setCurrentRow(max(current, 0) if self._possible else -1)
        self._show_reasons()

    def _line(self, one: Possible) -> QListWidgetItem:
        word, name, meaning = VERDICTS[one.qualifies]
        parts = [one.form.title.in_(self._desk.language), _(word), one.criterion]
        if one.missing:
            missing = ", ".join(_(MISSING[name]) if name in MISSING else name for name in one.missing)
            parts.append(_("missing: {names}").format(names=missing))
        return QListWidgetItem(icon(name, meaning), " · ".join(part for part in parts if part))

    def _show_reasons(self) -> None:
        row = self.list.currentRow()
        lines: list[str] = []
        for determination in self._possible[row].found if 0 <= row < len(self._possible) else ():
            if determination is not None:
                reasons = [reason for criterion in determination.criteria for reason in criterion.because]
                told = [self._told(reason) for reason in (*reasons, *determination.notes)]
                lines += [f"{determination.hs_code} — {text}" for text in told]
        self.reasons.setText("\n".join(dict.fromkeys(lines)))

    def _told(self, reason: Reason) -> str:
        return reason.text_zh if self._desk.language.startswith("zh") else reason.text_en

    def _fill_products(self) -> None:
        query = Query(family=PRE_REVIEW, stages=("approved",))
        self.products.clear()
        for row in found(self._desk, query, self.search.text(), MOST_PRODUCTS):
            item = QListWidgetItem(row_words(row))
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if row.id in self._chosen else Qt.CheckState.Unchecked)
            self.products.addItem(item)
        if self.products.count():
            self.products.setCurrentRow(0)

    def _hear_check(self, item: QListWidgetItem) -> None:
        name = str(item.data(Qt.ItemDataRole.UserRole))
        if item.checkState() == Qt.CheckState.Checked:
            self._chosen[name] = item.text()
        else:
            self._chosen.pop(name, None)
        self._soon.start()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._fill_products)
        self.products.itemChanged.connect(self._hear_check)
        self.destination.edited.connect(self._soon.start)
        self.destination.left.connect(self._soon.start)
        self._soon.timeout.connect(self.show_possible)
        self.list.currentRowChanged.connect(lambda _row: self._show_reasons())

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        for side, widgets in (
            (left, (self._labelled(_("&Products (Space ticks)"), self.search), self.products)),
            (right, (self._labelled(_("&Destination"), self.destination), self.list, self.reasons)),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            for widget in widgets:
                column.addWidget(widget)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(right)
        self.body.addWidget(split)
        self.resize(900, 520)

    def _labelled(self, word: str, widget: Any) -> QWidget:
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        label = Label(word, box)
        label.setBuddy(widget)
        line.addWidget(label)
        line.addWidget(widget, 1)
        return box
