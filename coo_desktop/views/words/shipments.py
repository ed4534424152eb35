"""What is said of an invoice or packing list: the words for columns, for rows that are no goods, for what was taken."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.filling.shipment_rows import Taken
from coo_desktop.domain.forms.form_type import ItemType
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.files import Shipment
from coo_desktop.domain.sheets.invoice import FoundInvoice
from coo_desktop.domain.sheets.lines import AsideReason
from coo_desktop.domain.sheets.titles import ColumnKind
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.words.tables import told_of_table

COLUMNS: Mapping[ColumnKind, str] = MappingProxyType(
    {
        ColumnKind.NAME: N_("Name of the goods"),
        ColumnKind.NAME_ZH: N_("Chinese name"),
        ColumnKind.ITEM_CODE: N_("Item number"),
        ColumnKind.HS_CODE: N_("HS code"),
        ColumnKind.QUANTITY: N_("Quantity"),
        ColumnKind.QUANTITY_UNIT: N_("Unit"),
        ColumnKind.UNIT_PRICE: N_("Unit price"),
        ColumnKind.AMOUNT: N_("Amount"),
        ColumnKind.CURRENCY: N_("Currency"),
        ColumnKind.PACKAGES: N_("Packages"),
        ColumnKind.PACKAGE_UNIT: N_("Kind of packages"),
        ColumnKind.GROSS_WEIGHT: N_("Gross weight"),
        ColumnKind.NET_WEIGHT: N_("Net weight"),
        ColumnKind.INVOICE_NUMBER: N_("Invoice number"),
        ColumnKind.ORDER_NUMBER: N_("Order number"),
        ColumnKind.MARKS: N_("Marks"),
        ColumnKind.COUNTRY: N_("Country of origin"),
        ColumnKind.LINE_NUMBER: N_("Line number"),
        ColumnKind.EACH: N_("Per package or piece"),
        ColumnKind.VOLUME: N_("Volume"),
        ColumnKind.REMARK: N_("Remark"),
    }
)
ASIDE: Mapping[AsideReason, str] = MappingProxyType(
    {
        AsideReason.TOTAL: N_("total"),
        AsideReason.TITLES: N_("titles once more"),
        AsideReason.HEADING: N_("heading"),
        AsideReason.NOTE: N_("note"),
        AsideReason.HIDDEN: N_("hidden row"),
        AsideReason.ERROR: N_("error in a cell"),
    }
)


def column_text(held: ColumnKind) -> str:
    return _(COLUMNS[held])


def told_of_shipment(error: ProgramError, language: str) -> str:
    """Why a file is not taken as an invoice."""
    if error.facts.get("reason") != SheetFault.SHEET_TYPE:
        return told_of_table(error, language)
    said = _("{name}: only .xlsx, .xls, .ods, .csv and PDF files are taken. Nothing was changed.")
    return said.format(name=error.facts.get("file", ""))


def summary(shipment: Shipment, found: Taken) -> str:
    """In one or two sentences what came of a shipment."""
    parts = []
    if found.added:
        said = ngettext("{count} line taken from {name}.", "{count} lines taken from {name}.", found.added)
        parts.append(said.format(count=found.added, name=shipment.names))
    elif found.packed:
        said = ngettext(
            "{name}: packages and weights added to {count} line.",
            "{name}: packages and weights added to {count} lines.",
            found.packed,
        )
        parts.append(said.format(count=found.packed, name=shipment.names))
    else:
        parts.append(_("{name} adds nothing to what stands here.").format(name=shipment.names))
    if found.by_order:
        parts.append(_("No name fits: the lines were matched by their order."))
    off = dict.fromkeys(column_text(held) for one in shipment.invoices for held in one.table.off())
    if off:
        parts.append(_("The lines do not add up to the stated total: {columns}.").format(columns=", ".join(off)))
    return " ".join([*parts, *_counted(shipment, found)])


def _counted(shipment: Shipment, found: Taken) -> Iterator[str]:
    doubtful = sum(bool(line.doubtful) for line in found.lines)
    left_out = sum(bool(line.left_out) for line in found.lines)
    aside = sum(len(one.table.aside) for one in shipment.invoices)
    told = (
        (len(found.unplaced), ngettext("{count} line fits no row.", "{count} lines fit no row.", len(found.unplaced))),
        (
            len(found.disagreements),
            ngettext(
                "{count} value differs and stays as it was.",
                "{count} values differ and stay as they were.",
                len(found.disagreements),
            ),
        ),
        (doubtful, ngettext("{count} line is doubtful.", "{count} lines are doubtful.", doubtful)),
        (left_out, ngettext("{count} line has more than fits.", "{count} lines have more than fits.", left_out)),
        (aside, ngettext("{count} row set aside.", "{count} rows set aside.", aside)),
    )
    return (said.format(count=count) for count, said in told if count)


def is_certain(shipment: Shipment, found: Taken) -> bool:
    """Whether a person has nothing to look at again."""
    doubtful = any(line.doubtful or line.left_out for line in found.lines)
    is_off = any(one.table.off() for one in shipment.invoices)
    return not (doubtful or is_off or found.unplaced or found.disagreements or found.by_order)


def details(shipment: Shipment, found: Taken, item: ItemType, language: str) -> list[str]:
    """Line by line what a person may want to look at again."""
    parts = [*_details_of_rows(found, item, language)]
    parts += [part for one in shipment.invoices for part in _details_of_table(one)]
    for line in found.unplaced:
        text = " ".join(line.values.values())
        parts.append(_("Row {row} of the packing list fits no line: {text}").format(row=line.row + 1, text=text))
    return parts


def _details_of_rows(found: Taken, item: ItemType, language: str) -> Iterator[str]:
    for one in found.disagreements:
        said = _("Line {line}: {part} stays {here}, the packing list says {there}.")
        label = one.part.label.in_(language)
        yield said.format(line=one.row, part=label, here=one.here, there=one.there)
    for line in found.lines:
        if line.doubtful:
            names = [item.by_id[part].label.in_(language) for part in line.doubtful if part in item.by_id]
            yield _("Row {row}, doubtful: {parts}").format(row=line.row, parts=", ".join(names))
        if line.left_out:
            yield _("Row {row}, left out: {text}").format(row=line.row, text=", ".join(line.left_out))


def _details_of_table(one: FoundInvoice) -> Iterator[str]:
    for held in one.table.off():
        said = _("{column}: the file states {stated}, its lines add up to {sum}.")
        stated, total = one.table.totals[held], one.table.sum_of(held)
        yield said.format(column=column_text(held), stated=stated, sum=total)
    if one.table.titles.unknown:
        titles = ", ".join(one.table.titles.unknown.values())
        yield _("Columns passed over: {titles}").format(titles=titles)
    for aside in one.table.aside:
        yield _("Row {row}, {why}: {text}").format(row=aside.row + 1, why=_(ASIDE[aside.why]), text=aside.text)
