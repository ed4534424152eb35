"""The list of packs on the page of reference data: what each holds, how old it is, how far one may trust it."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.packs.catalog import PackOffer, Shelved
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.environment.words import _
from coo_desktop.views.widgets.style import colour, icon
from coo_desktop.views.widgets.tables import dress
from coo_desktop.views.words.packs import KINDS, QUALITIES, STATES, age_text, reason_text, size_text

Cell = tuple[str, str, str]  # text, icon, meaning of its colour


class PackTable(QTableWidget):
    """Lines of packs, one chosen at a time."""

    def __init__(self, name: str, titles: Sequence[str], widths: Sequence[int], parent: QWidget | None = None) -> None:
        """`widths` are in characters; the last column takes what is left."""
        super().__init__(0, len(titles), parent)
        dress(self, name, titles, widths, stretched=(len(titles) - 1,))

    def show_lines(self, lines: Sequence[Sequence[Cell]]) -> None:
        """Draws the lines; the chosen place stays chosen."""
        at = self.chosen()
        self.setRowCount(len(lines))
        for row, cells in enumerate(lines):
            for column, (text, sign, meaning) in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if sign:
                    item.setIcon(icon(sign, meaning))
                if meaning:
                    item.setForeground(colour(meaning))
                self.setItem(row, column, item)
        if 0 <= at < len(lines):
            self.selectRow(at)

    def chosen(self) -> int:
        """The number of the chosen line, -1 for none."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1


def pack_table(parent: QWidget) -> PackTable:
    """The table of the packs that are here."""
    titles = (_("State"), _("Kind"), _("Name"), _("Edition"), _("As of"), _("Age"), _("Rows"), _("Quality"))
    return PackTable(_("Packs here"), (*titles, _("Source and licence")), (10, 12, 14, 7, 8, 6, 6, 10, 10), parent)


def offer_table(parent: QWidget) -> PackTable:
    """The table of the packs that the office offers."""
    titles = (_("Kind"), _("Name"), _("Edition"), _("As of"), _("File size"), _("Quality"), _("Source and licence"))
    return PackTable(_("Newer packs"), titles, (12, 14, 7, 8, 6, 10, 10), parent)


def shelved_line(pack: Shelved, today: dt.date) -> tuple[Cell, ...]:
    """One pack of this computer; a damaged one tells why it is not used."""
    words, sign, meaning = STATES[pack.state]
    state = (_(words), sign, meaning)
    manifest = pack.manifest
    if manifest is None:
        why = reason_text(pack.reason) if pack.reason else ""
        return (state, *[_plain("")] * 1, _plain(pack.file), *[_plain("")] * 5, _plain(why))
    age = _plain(age_text(manifest.age_days(today)))
    return (state, *_facts(manifest), age, _plain(f"{int(manifest.rows):,}"), *_grounds(manifest))


def offered_line(offer: PackOffer) -> tuple[Cell, ...]:
    """One offer."""
    return (*_facts(offer), _plain(size_text(offer.size_bytes)), *_grounds(offer))


def _facts(pack: Manifest | PackOffer) -> tuple[Cell, ...]:
    kind = _(KINDS[pack.kind]) if pack.kind in KINDS else pack.kind
    return (_plain(kind), _plain(pack.name), _plain(pack.edition), _plain(pack.as_of))


def _grounds(pack: Manifest | PackOffer) -> tuple[Cell, ...]:
    words, meaning = QUALITIES.get(pack.quality, (pack.quality, "quiet"))
    source = " · ".join(filter(None, (pack.source, pack.licence)))
    return ((_(words), "", meaning), _plain(source))


def _plain(text: str) -> Cell:
    return (text, "", "")
