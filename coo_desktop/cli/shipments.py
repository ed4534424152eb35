"""`coo-desktop import`: an invoice file becomes a document file, with a report of every line; the door for an ERP."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coo_desktop.bootstrap.given_files import read_json
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.draft import Draft, draft_of
from coo_desktop.domain.sheets.files import Shipment, read_shipment
from coo_desktop.domain.sheets.titles import ColumnKind
from coo_desktop.store.sheets.pages import StoredShipmentFiles


def imported(
    files: Sequence[Path], form_id: str, book: Rulebook, mapping: Path | None, today: dt.date
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(a document file, the report of its lines); raises Unreadable where a file is no invoice, NotFound for a form."""
    form = book.form(form_id)
    words = book.sheet_words.with_learned(_learned(mapping))
    shipment = read_shipment(StoredShipmentFiles(), files, words).understood(words, book.code_list, today)
    if shipment.unknown is not None:
        raise Unreadable(file=shipment.unknown.name, reason=SheetFault.NO_GOODS)
    draft = draft_of(form, shipment.invoices, today)
    return {"form": form.id, "values": dict(draft.values)}, _report(shipment, draft)


def _learned(mapping: Path | None) -> Mapping[str, ColumnKind]:
    """`{"title": "column"}`; raises Unreadable for a column that is none."""
    told = read_json(mapping) if mapping is not None else {}
    if not isinstance(told, dict):
        raise Unreadable(file=str(mapping), reason='a mapping is {"title": "column", …}')
    for title, column in told.items():
        if column not in set(ColumnKind):
            raise Unreadable(file=str(mapping), key=title, reason="no such column", known=", ".join(ColumnKind))
    return {title: ColumnKind(column) for title, column in told.items()}


def _report(shipment: Shipment, draft: Draft) -> dict[str, Any]:
    """Per line what was read and what was not; per file what was set aside and why."""
    return {
        "files": [
            {
                "file": file.name,
                "page": invoice.page + 1,
                "kind": "packing_list" if invoice.is_packing_list else "invoice",
                "number": invoice.number,
                "date": invoice.day.isoformat() if invoice.day else "",
                "currency": invoice.currency,
                "terms": f"{invoice.term} {invoice.place}".strip(),
                "buyer": invoice.buyer,
                "unknown_titles": list(invoice.table.titles.unknown.values()),
                "totals_off": list(invoice.table.off()),
                "set_aside": [
                    {"row": one.row + 1, "why": one.why, "text": one.text[:200]} for one in invoice.table.aside
                ],
            }
            for file in shipment.files
            for invoice in file.invoices
        ],
        "lines": [
            {
                "row": line.row,
                "item_code": line.item_code,
                "read": {part: value for part, value in line.values.items() if part != "id"},
                "doubtful": list(line.doubtful),
                "left_out": list(line.left_out),
            }
            for line in draft.lines
        ],
        "unplaced": [{"row": line.row + 1, "read": dict(line.values)} for line in draft.unplaced],
    }
