"""A comparison of rates as a table: an offer a row, best first, the lines of the importer's tariff below each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from coo_desktop.domain.agreements import Agreements
from coo_desktop.domain.tariff.comparison import NO_BENEFIT, SAVES, UNKNOWN, Comparison, DutyOffer
from coo_desktop.domain.tariff.rates import Rate
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.tariff.words import QUALITIES, agreement_name, brings, rate_words, span_words
from coo_desktop.views.widgets.style import icon

NAME, RATE, DUTY, SAVING, BRINGS, QUALITY, AS_OF, SOURCE = range(8)
WIDTHS_EM = (22, 11, 8, 10, 20, 13, 7, 12)


@dataclass(frozen=True, slots=True)
class Amount:
    """The value that duty and saving are told for."""

    value: Decimal
    currency: str


class TariffTable(QTreeWidget):
    """Draws comparisons; a row is opened by the right arrow."""

    def __init__(self, agreements: Agreements, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._agreements, self._language = agreements, language
        self.setColumnCount(len(WIDTHS_EM))
        self.setAccessibleName(_("Rates by agreement"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        em = self.fontMetrics().horizontalAdvance("m")
        for column, width in enumerate(WIDTHS_EM):
            self.setColumnWidth(column, width * em)
        self.show_comparison(None, None)

    def show_comparison(self, found: Comparison | None, amount: Amount | None) -> None:
        """Draws an answer, or nothing; without an amount there is no money to show."""
        self.clear()
        money = amount.currency if amount and amount.currency else ""
        titles = [_("Agreement"), _("Rate"), _("Duty"), _("Duty saved"), _("What a certificate brings"), _("Quality")]
        titles += [_("As of"), _("Source")]
        for column in (DUTY, SAVING):
            titles[column] += f" ({money})" if money else ""
            self.setColumnHidden(column, amount is None)
        self.setHeaderLabels(titles)
        for offer in found.offers if found and not found.is_empty else ():
            assert found is not None
            item = self._row(offer, agreement_name(offer.agreement, self._agreements, self._language), amount)
            if offer.agreement in found.best:
                _mark_best(item)
            self.addTopLevelItem(item)
            item.addChildren(self._below(offer, amount))

    def _below(self, offer: DutyOffer, amount: Amount | None) -> list[QTreeWidgetItem]:
        """The importer's lines under an offer, then what other sources say."""
        rows = []
        for number, rate in enumerate(offer.rates):
            own = _line(offer, number)
            row = self._row(own, f"{rate.line.code}  {rate.line.name.rpartition(' > ')[2]}", amount)
            row.setToolTip(NAME, plain_tip(rate.line.name))
            if rate.condition:
                row.setText(BRINGS, " · ".join((row.text(BRINGS), rate.condition)))
            rows.append(row)
        for rate in offer.others:
            other = DutyOffer(offer.agreement, (rate,), (UNKNOWN,), (None,))
            row = self._row(other, _("{code}, by another source").format(code=rate.line.code), None)
            row.setText(BRINGS, "")
            rows.append(row)
        return rows

    def _row(self, offer: DutyOffer, name: str, amount: Amount | None) -> QTreeWidgetItem:
        duty = offer.duty(amount.value, amount.currency) if amount else None
        saving = offer.saving(amount.value, amount.currency) if amount and _is_rate(offer) else None
        quality = _worst(offer.rates)
        texts = [name, rate_words(offer), span_words(duty), span_words(saving), brings(offer)]
        texts.append(_(QUALITIES[quality][0]) if quality else "")
        texts += [_joined(rate.as_of for rate in offer.rates), _joined(rate.source for rate in offer.rates)]
        row = QTreeWidgetItem([" ".join(text.split()) for text in texts])
        for column, text in enumerate(texts):
            row.setToolTip(column, plain_tip(text))
        for column in (RATE, DUTY, SAVING):
            row.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if quality:
            row.setIcon(QUALITY, icon(*QUALITIES[quality][1:]))
        if offer.benefit == NO_BENEFIT and _is_rate(offer):
            row.setIcon(BRINGS, icon("attention", "wait"))
        if offer.benefit == SAVES:
            row.setIcon(BRINGS, icon("info", "calm"))
        return row


def _line(offer: DutyOffer, number: int) -> DutyOffer:
    """The same offer for one of its lines."""
    one = slice(number, number + 1)
    return replace(offer, rates=offer.rates[one], benefits=offer.benefits[one], gains_e4=offer.gains_e4[one], others=())


def _is_rate(offer: DutyOffer) -> bool:
    """Whether an agreement gives a rate of its own, be it useless."""
    return not offer.is_mfn and any(rate.is_duty for rate in offer.rates)


def _mark_best(item: QTreeWidgetItem) -> None:
    font = item.font(NAME)
    font.setBold(True)
    for column in (NAME, RATE):
        item.setFont(column, font)
    item.setIcon(NAME, icon("approved", "good"))
    item.setText(NAME, _("Best: {name}").format(name=item.text(NAME)))


def _worst(rates: Sequence[Rate]) -> str:
    """The weakest quality among told rates; "" where none is told."""
    order = list(QUALITIES)
    return max((rate.quality for rate in rates if rate.kind != "no_data"), key=order.index, default="")


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
