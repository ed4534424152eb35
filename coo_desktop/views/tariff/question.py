"""The question of the tariff page: from, to, code, value and day; one of the two countries is China."""

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from coo_desktop.domain.forms.form_type import FieldSpec, Words
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.tariff.comparison import HOME, Question
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import Editor, Surroundings
from coo_desktop.views.fields.hs_editor import HsCodeEdit
from coo_desktop.views.fields.registry import make_editor
from coo_desktop.views.session import Session
from coo_desktop.views.tariff.table import Amount
from coo_desktop.views.widgets.style import Label

_SPECS = (
    FieldSpec(id="exporter", kind="code", codes="countries", label=Words(zh_CN="出口国（地区）", en="From")),
    FieldSpec(id="importer", kind="code", codes="countries", label=Words(zh_CN="进口国（地区）", en="To")),
    FieldSpec(id="value", kind="decimal", places=2, least="0", label=Words(zh_CN="货值", en="Value")),
    FieldSpec(id="currency", kind="code", codes="currencies", label=Words(zh_CN="币种", en="Currency")),
    FieldSpec(id="day", kind="date", label=Words(zh_CN="进口日期", en="Day of import")),
)
_SHORTEST = 6


class TariffQuestion(QWidget):
    """`edited` comes for whatever a person changes."""

    edited = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        around = Surroundings(session, session.rules.book.family("certificate")[0], dict)
        self.fields: dict[str, Editor] = {spec.id: make_editor(spec, around, self) for spec in _SPECS}
        self.code = HsCodeEdit(session, parent=self)
        self.task = QPushButton(_("S&wap"), self)
        self.task.setAutoDefault(False)
        self.task.setToolTip(_("Exchange exporting and importing country"))
        self._lay_out()
        for editor in self.fields.values():
            editor.edited.connect(self.edited)
        self.code.edited.connect(self.edited)
        self.task.clicked.connect(self._swap)
        self.show_question(Question(HOME, "", "", session.today()))

    def show_question(self, question: Question, amount: Amount | None = None) -> None:
        """Fills the fields; never signals."""
        self.fields["exporter"].show_value(question.exporter)
        self.fields["importer"].show_value(question.importer)
        self.fields["day"].show_value(question.day.isoformat())
        self.fields["value"].show_value(str(amount.value) if amount else "")
        self.fields["currency"].show_value(amount.currency if amount else "USD")
        self.code.show_value(question.line or question.code)

    def question(self) -> Question | None:
        """What is asked; None while something is missing, which `missing` tells."""
        if self.missing():
            return None
        exporter, importer, day = (str(self.fields[name].value()) for name in ("exporter", "importer", "day"))
        digits = self.code.value()
        # The digits after the sixth are China's own: another country's tariff has other lines there.
        own = digits if importer == HOME and len(digits) > _SHORTEST else ""
        return Question(exporter, importer, digits[:_SHORTEST], dt.date.fromisoformat(day), own)

    def amount(self) -> Amount | None:
        """The value typed; None without one."""
        value = decimal_of(self.fields["value"].value())
        return Amount(value, str(self.fields["currency"].value() or "")) if value is not None and value >= 0 else None

    def missing(self) -> str:
        """What has to be typed before there is a question, in a sentence; empty when nothing is missing."""
        countries = self._session.rules.code_list("countries").by_code
        asked = [self.fields[name].value() for name in ("exporter", "importer")]
        if not all(country in countries for country in asked):
            return _("Choose the exporting and the importing country.")
        if asked[0] == asked[1] or HOME not in asked:
            return _("One of the two countries has to be China.")
        digits = self.code.value()
        if not (digits.isascii() and digits.isdigit() and len(digits) >= _SHORTEST):
            return _("Type an HS code of six digits or more, or find one by its name.")
        try:
            dt.date.fromisoformat(str(self.fields["day"].value()))
        except ValueError:
            return _("Type the day of import.")
        return ""

    def _swap(self) -> None:
        exporter, importer = self.fields["exporter"], self.fields["importer"]
        was = exporter.value()
        exporter.show_value(importer.value())
        importer.show_value(was)
        self.edited.emit()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        placed: tuple[tuple[str, str, QWidget, int, int], ...] = (
            ("exporter", _("F&rom"), self.fields["exporter"], 0, 0),
            ("importer", _("&To"), self.fields["importer"], 0, 2),
            ("day", _("&Day of import"), self.fields["day"], 0, 5),
            ("code", _("HS c&ode"), self.code, 1, 0),
            ("value", _("Va&lue"), self.fields["value"], 1, 2),
            ("currency", _("&Currency"), self.fields["currency"], 1, 5),
        )
        for _name, word, widget, row, column in placed:
            label = Label(word, self)
            label.setBuddy(widget)
            grid.addWidget(label, row, column)
            grid.addWidget(widget, row, column + 1)
        grid.addWidget(self.task, 0, 4)
        for column, share in ((1, 3), (3, 2), (6, 2)):
            grid.setColumnStretch(column, share)
