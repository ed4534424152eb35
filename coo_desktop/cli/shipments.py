"""`coo-desktop import`: an invoice file becomes a document file, with a report of every line; the door for an ERP."""

import argparse
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from coo_desktop.bootstrap.given_files import read_json
from coo_desktop.cli.documents import rules
from coo_desktop.cli.products import GivenProducts, given_products
from coo_desktop.domain.context import Context
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.shipment_rows import with_product
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.matching.match import Certainty, Match
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.draft import GOODS, Draft, draft_of
from coo_desktop.domain.sheets.files import Shipment, read_shipment
from coo_desktop.domain.sheets.titles import ColumnKind
from coo_desktop.environment.files import write_atomically
from coo_desktop.store.sheets.pages import StoredShipmentFiles


def write_import(asked: argparse.Namespace, today: dt.date) -> dict[str, Any]:
    """Writes the document file of `import`, and answers with the report of its lines; raises what `imported` raises."""
    mapping = Path(asked.mapping) if asked.mapping else None
    products = given_products(Path(asked.products), rules()) if asked.products else None
    document, report = imported([Path(file) for file in asked.files], asked.form, mapping, products, today)
    write_atomically(Path(asked.out), json.dumps(document, ensure_ascii=False, indent=1).encode())
    return report


def imported(
    files: Sequence[Path], form_id: str, mapping: Path | None, products: GivenProducts | None, today: dt.date
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(a document file, the report of its lines); raises Unreadable where a file is no invoice, NotFound for a form."""
    book = rules()
    form = book.form(form_id)
    words = book.sheet_words.with_learned(_learned(mapping))
    shipment = read_shipment(StoredShipmentFiles(), files, words).understood(words, book.code_list, today)
    if shipment.unknown is not None:
        raise Unreadable(file=shipment.unknown.name, reason=SheetFault.NO_GOODS)
    draft = draft_of(form, shipment.invoices, today)
    document: dict[str, Any] = {"form": form.id, "values": dict(draft.values)}
    if products is None:
        return document, _report(shipment, draft)
    matches = [products.match(line) for line in draft.lines]
    goods = _with_products(form, draft, matches, products, Context(today=today, product=products.documents.get), book)
    document["values"][GOODS] = goods
    document["products"] = products.entries({row["product"] for row in goods if row.get("product")})
    report = _report(shipment, draft)
    for line, match in zip(report["lines"], matches, strict=True):
        line["match"] = products.as_json(match)
    return document, report


def _with_products(
    form: FormType, draft: Draft, matches: Sequence[Match], products: GivenProducts, context: Context, book: Rulebook
) -> list[dict[str, Any]]:
    """The goods rows, those whose match is sure with their product; nobody looks at a doubtful one here."""
    item = form.by_id[GOODS].item_type
    specs = item.by_id if item is not None else {}
    asked = AssistContext(book, form, draft.values, {}, specs, context)
    rows = [dict(row) for row in draft.values[GOODS]]
    is_linked = "product" in specs
    return [
        with_product(replace(asked, row=row), match.product) if is_linked and match.certainty is Certainty.SURE else row
        for row, match in zip(rows, matches, strict=True)
    ]


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
