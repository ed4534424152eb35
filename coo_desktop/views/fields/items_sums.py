"""The line under the goods: what they add up to, and whether their amounts are those of the invoices."""

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from coo_desktop.domain.filling.computed import Worked
from coo_desktop.domain.filling.line_sums import LINES, ByUnit, LineSums
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.environment.words import _
from coo_desktop.views.fields.cells import value_text
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.widgets.severity_icons import SIGNS
from coo_desktop.views.widgets.style import Label, icon

_SIGN_PX = 14


class SumLine(QWidget):
    """The sums in words, with a sign while the amounts differ; nothing while there is nothing to add up."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = spec.item_type.by_id if spec.item_type is not None and spec.id == LINES else {}
        self._around = around
        self.words = Label("", self, wraps=True)
        self._sign = Label("", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self._sign)
        line.addWidget(self.words, 1)
        self.hide()

    def show_sums(self, worked: Worked) -> None:
        """What the lines of the document add up to."""
        sums = worked.sums
        if not self._parts or sums is None:
            return
        parts = self._in_words(sums)
        self.words.setText(_("Total: {sums}").format(sums=" · ".join(parts)))
        is_off = sums.agrees is False and sums.invoiced is not None
        self._sign.setVisible(is_off)
        if is_off:
            self._sign.setPixmap(icon(*SIGNS["warn"]).pixmap(_SIGN_PX, _SIGN_PX))
        self.setVisible(bool(parts))

    def _in_words(self, sums: LineSums) -> list[str]:
        parts = [*self._by_unit(sums.packages, "package_unit"), *self._by_unit(sums.quantities, "quantity_unit")]
        for number, words in ((sums.gross, _("gross {weight} kg")), (sums.net, _("net {weight} kg"))):
            if number is not None:
                parts.append(words.format(weight=_written(number)))
        if sums.amount is not None:
            parts.append(f"{_amount_words(sums)}")
        return parts

    def _by_unit(self, sums: ByUnit, part: str) -> list[str]:
        spec = self._parts.get(part)
        return [
            f"{_written(number)} {value_text(spec, unit, self._around) if spec is not None else unit}".strip()
            for unit, number in sums.items()
        ]


def _amount_words(sums: LineSums) -> str:
    words = {
        True: _("amount {currency} {amount} = invoices"),
        False: _("amount {currency} {amount} ≠ invoices {invoiced}"),
        None: _("amount {currency} {amount}"),
    }[sums.agrees if sums.invoiced is not None else None]
    invoiced = _written(sums.invoiced) if sums.invoiced is not None else ""
    said = words.format(currency=sums.currency, amount=_written(sums.amount or Decimal(0)), invoiced=invoiced)
    return " ".join(said.split())


def _written(number: Decimal) -> str:
    return f"{number:,f}"
