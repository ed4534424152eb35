"""智能创建: products and a destination give the certificates that can be made: verdict, rate, and what is missing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.dialogs.simple import found, row_words
from coo_desktop.domain.documents.document import PRE_REVIEW, Document, Query
from coo_desktop.domain.forms.form_type import FieldSpec, Words
from coo_desktop.domain.operations.certificates import Possible, possible, with_rates
from coo_desktop.domain.tariff.comparison import HOME, Question, look_up
from coo_desktop.environment.words import _
from coo_desktop.views.document.checking import SOON_MS
from coo_desktop.views.fields.choice import CodeEditor
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.questions import CertificatePlan, SmartCreateQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.tariff.possible import line, reasons, standing_icon, told_rates, without_rates
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.style import Label, icon

MOST_PRODUCTS = 200
DESTINATION = FieldSpec(
    id="destination", kind="code", codes="countries", label=Words(zh_CN="目的国（地区）", en="Destination")
)


class SmartCreateDialog(QuestionDialog[CertificatePlan]):
    """Lists what can be made of the ticked products; accepting answers with the line that is chosen."""

    def __init__(self, session: Session, question: SmartCreateQuestion, owner: QWidget) -> None:
        super().__init__(_("Smart create"), owner, _("&Create"))
        self._session = session
        self.ones: tuple[Possible, ...] = ()
        self._products: tuple[Document, ...] = ()
        self._picked = ""
        self._task: Task | None = None
        self._asking: Task | None = None
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("HS code, pre-review number or name"))
        self.search.setAccessibleName(_("Search products"))
        self.products = QListWidget(self)
        self.products.setAccessibleName(_("Approved products"))
        forms = session.rules.book.family("certificate")
        self.destination = CodeEditor(DESTINATION, Surroundings(session, forms[0], dict), self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Possible certificates"))
        for shown in (self.products, self.list):
            shown.setWordWrap(True)
            shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reasons = Label("", self, wraps=True).selectable()
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._lay_out()
        self._connect()
        self._chosen: dict[str, str] = dict.fromkeys(question.products, "")
        self._fill_products()
        self.search.setFocus()

    def answer(self) -> CertificatePlan | None:
        self._show_at_once()
        row = self.list.currentRow()
        if not self._chosen or row < 0:
            self.warn(_("Choose at least one product and a certificate."))
            return None
        one = self.ones[row]
        return CertificatePlan(one.form.id, tuple(self._chosen), self.destination.value(), one.criterion)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self.finish()
            return
        super().keyPressEvent(event)

    def show_possible(self) -> None:
        """Asks the rules for the chosen products, on a worker, and draws the list again."""
        self._stop()
        session, names, destination = self._session, tuple(self._chosen), self.destination.value()
        self._asking = session.run(self, lambda _task: _made(session, names, destination), then=self._take)

    def _show_at_once(self) -> None:
        """The answer for what is ticked now, which nobody has waited for."""
        if self._soon.isActive() or self._asking is not None:
            self._soon.stop()
            self._stop()
            self._take(_made(self._session, tuple(self._chosen), self.destination.value()))

    def _take(self, found: tuple[tuple[Document, ...], tuple[Possible, ...]]) -> None:
        self._asking = None
        self._products, ones = found
        self._show(ones)
        self._ask_rates(self.destination.value() if ones else "")

    def _stop(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _ask_rates(self, destination: str) -> None:
        """Looks up what each certificate saves, on a worker; without rates the list stays as it is."""
        if self._task is not None:
            self._task.cancel()
        if not destination:
            return
        day, packs, agreements = self._session.today(), self._session.packs, self._session.rules.agreements
        codes = [str(product.values.get("hs_code") or "")[:6] for product in self._products]
        questions = [Question(HOME, destination, code, day) for code in codes]
        self._task = self._session.run(
            self,
            lambda _task: [look_up(question, packs, agreements) for question in questions],
            then=lambda rates: self._show(with_rates(self.ones, rates)),
            failed=lambda _error: None,
        )

    def _show(self, ones: tuple[Possible, ...]) -> None:
        """Draws the list; the certificate that a person stands on stays chosen wherever it moves."""
        self.ones = ones
        forms = [one.form.id for one in ones]
        self.list.blockSignals(True)
        self.list.clear()
        for one in ones:
            self.list.addItem(QListWidgetItem(icon(*standing_icon(one)), line(one, self._session.language)))
        self.list.setCurrentRow(forms.index(self._picked) if self._picked in forms else 0 if forms else -1)
        self.list.blockSignals(False)
        self._show_reasons()

    def _hear_row(self, row: int) -> None:
        self._picked = self.ones[row].form.id if 0 <= row < len(self.ones) else ""
        self._show_reasons()

    def _show_reasons(self) -> None:
        row, lines = self.list.currentRow(), list[str]()
        if 0 <= row < len(self.ones):
            one, rules, language = self.ones[row], self._session.rules, self._session.language
            lines = [*told_rates(one, self._products), *without_rates(one, rules, language), *reasons(one, language)]
        self.reasons.setText("\n".join(dict.fromkeys(lines)))

    def _fill_products(self) -> None:
        query = Query(family=PRE_REVIEW, stages=("approved",))
        self.products.clear()
        for row in found(self._session, query, self.search.text(), MOST_PRODUCTS):
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
        self.list.currentRowChanged.connect(self._hear_row)

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        for side, widgets in (
            (left, (self._labelled(_("&Products (Space ticks)"), self.search), self.products)),
            (right, (self._labelled(_("&Destination"), self.destination), self.list, self._scrolled())),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            for widget in widgets:
                column.addWidget(widget)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(right)
        self.body.addWidget(split)
        self.resize(960, 560)

    def _scrolled(self) -> QScrollArea:
        """The reasons of many products need more room than there is."""
        area = QScrollArea(self)
        area.setWidget(self.reasons)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(_("Rates and reasons"))
        return area

    def _labelled(self, word: str, widget: QWidget) -> QWidget:
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        label = Label(word, box)
        label.setBuddy(widget)
        line.addWidget(label)
        line.addWidget(widget, 1)
        return box


def _made(
    session: Session, names: Sequence[str], destination: str
) -> tuple[tuple[Document, ...], tuple[Possible, ...]]:
    """The products, read in one statement, and what can be made of them: some tenths of a second for hundreds."""
    stored = session.read.documents(names)
    products = tuple(stored[name] for name in names if name in stored)
    if not products or not destination:
        return products, ()
    return products, possible(session.rules, products, destination, session.today())
