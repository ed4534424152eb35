"""What the program offers to fill in, with its verdict and its reasons: the origin determination of a goods line."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from coo_desktop.domain.filling.assists import Offer
from coo_desktop.domain.origin.verdict import Standing
from coo_desktop.environment.words import N_, _
from coo_desktop.views.widgets.style import Label, colour, heading, icon
from coo_desktop.views.widgets.unverified_badge import unverified_badge

#: How an answer stands -> word, icon, meaning of its colour.
VERDICTS = {
    Standing.HOLDS: (N_("Holds"), "approved", "good"),
    Standing.WOULD_HOLD: (N_("Would hold"), "info", "wait"),
    Standing.UNKNOWN: (N_("Not decided"), "attention", "wait"),
    Standing.FAILS: (N_("Does not hold"), "problem", "bad"),
}


class OffersPanel(QWidget):
    """A card for each offer; `taken` carries the values of the one a person takes."""

    taken = Signal(object)

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._offers: tuple[Offer, ...] | None = None
        self._cards: list[QWidget] = []
        self._content = QWidget(self)
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch()
        self.empty = Label(_("Choose an approved product: its origin determination stands here."), self, wraps=True)
        scroll = QScrollArea(self)
        scroll.setWidget(self._content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(heading(_("Origin determination"), self))
        column.addWidget(self.empty)
        column.addWidget(scroll, 1)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Draws the offers; the same ones again are left alone, with the focus where it is."""
        if tuple(offers) == self._offers:
            return
        self._offers = tuple(offers)
        self.empty.setVisible(not offers)
        for card in self._cards:
            self._column.removeWidget(card)
            card.setVisible(False)
            card.deleteLater()
        self._cards = [self._card(offer) for offer in offers]
        for number, card in enumerate(self._cards):
            self._column.insertWidget(number, card)

    def _card(self, offer: Offer) -> QWidget:
        card = QFrame(self._content)
        card.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(card)
        word, name, meaning = VERDICTS[offer.standing]
        first = QHBoxLayout()
        sign = Label("", card)
        sign.setPixmap(icon(name, meaning).pixmap(16, 16))
        verdict = Label(_(word), card)
        tinted = verdict.palette()
        tinted.setColor(verdict.foregroundRole(), colour(meaning))
        verdict.setPalette(tinted)
        first.addWidget(sign)
        first.addWidget(Label(offer.title.in_(self._language), card, wraps=True), 1)
        first.addWidget(verdict)
        column.addLayout(first)
        for reason in offer.because:
            column.addWidget(Label(reason.in_(self._language), card, wraps=True).selectable())
        for margin in offer.margin:
            column.addWidget(_margin(margin.in_(self._language), card))
        if offer.source:
            source = Label(_("Source: {source}").format(source=offer.source), card, wraps=True)
            source.setForegroundRole(source.palette().ColorRole.PlaceholderText)
            column.addWidget(source)
        column.addLayout(self._foot(offer, card))
        return card

    def _foot(self, offer: Offer, card: QWidget) -> QHBoxLayout:
        last = QHBoxLayout()
        if not offer.verified:
            last.addWidget(unverified_badge(card))
        last.addStretch()
        if offer.fills:
            title = offer.title.in_(self._language)
            button = QPushButton(offer.take.in_(self._language) if offer.take else _("Use this"), card)
            button.setAutoDefault(False)
            button.setAccessibleName(
                f"{title}: {button.text()}" if offer.take else _("Use {title}").format(title=title)
            )
            button.clicked.connect(partial(self._take, offer))
            last.addWidget(button)
        return last

    def _take(self, offer: Offer, _on: bool = False) -> None:
        self.taken.emit(dict(offer.fills))


def _margin(text: str, card: QWidget) -> Label:
    """How far the answer is from another one, in heavier letters than its reasons."""
    label = Label(text, card, wraps=True).selectable()
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
