"""The customer of a certificate, and what is remembered of the customer's lines: kept for a choice, taken back with it.

A customer has up to two names: the buyer that a file names, and the consignee of the certificate.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.matching.lines import MatchedLine
from coo_desktop.domain.operations import matching
from coo_desktop.views.fields.editor import Surroundings


class CustomerMemory(QObject):
    """Keeps which product a line was set to. `refused` carries the error of what could not be kept, `nameless` comes
    for a choice that nobody can be remembered for."""

    refused = Signal(object)
    nameless = Signal()

    def __init__(self, around: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self._around = around
        #: What was remembered of a line before a person chose for it, by the id of its row.
        self._former: dict[str, str] = {}

    def names(self, buyer: str) -> tuple[str, ...]:
        """The names of the customer, the buyer's first."""
        consignee = text_of(self._around.values(), self._around.form.summary.partner)
        return tuple(dict.fromkeys(name.split("\n")[0] for name in (buyer, consignee) if name))

    def remember(self, lines: Mapping[str, MatchedLine], products: Mapping[str, str]) -> None:
        """Keeps the products that a person chose, by the ids of their rows."""
        for row in products:
            known = matching.known_pairs(self._around.session.read, self.names(lines[row].buyer))
            self._former.setdefault(row, known.product(lines[row].said))
        self._store(lines, products)

    def take_back(self, lines: Mapping[str, MatchedLine], rows: set[str]) -> None:
        """The choices for these rows were undone: what was remembered before them is so again."""
        self._store(lines, {row: self._former.pop(row) for row in rows & self._former.keys()})

    def _store(self, lines: Mapping[str, MatchedLine], products: Mapping[str, str]) -> None:
        for buyer in {lines[row].buyer for row in products}:
            own = [(lines[row].said, product) for row, product in products.items() if lines[row].buyer == buyer]
            names = self.names(buyer)
            if not names:
                self.nameless.emit()
            self._around.session.do(self, matching.remember, names, own, failed=self.refused.emit)
