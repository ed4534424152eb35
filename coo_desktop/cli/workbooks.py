"""`coo-desktop workbook`: workbooks of products and past certificates without a window."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from coo_desktop.cli.documents import read_document_file, rules
from coo_desktop.domain.documents.document import RECORD
from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.workbooks.columns import BookLayout
from coo_desktop.domain.workbooks.reading import BookEntry, read_file
from coo_desktop.domain.workbooks.rows import Remark
from coo_desktop.domain.workbooks.writing import filled_book
from coo_desktop.environment.files import write_atomically
from coo_desktop.store.record_tools import StoredRecordTools


def write_template(out: Path, form_id: str, language: str) -> None:
    """An empty workbook; raises NotFound for a form, Refused(why="sheet_type") for another ending than .xlsx."""
    StoredRecordTools().write_book(out, filled_book(_layout(form_id), (), language))


def read_workbook(file: Path, form_id: str, out: Path | None, today: dt.date) -> dict[str, Any]:
    """The report of a workbook: its documents and why some are not taken, and the rows set aside.

    What is taken is written into the folder `out`, a document file each, named by its place. Raises Unreadable.
    """
    layout = _layout(form_id)
    book = read_file(layout, StoredRecordTools().read_table(file), today)
    files = dict(_written(layout, book.entries, out))
    documents = [
        {
            "sheet": entry.page,
            "line": entry.line,
            "number": entry.key,
            "taken": number in files,
            "file": files.get(number, ""),
            "read": dict(entry.values),
            "remarks": list(map(_remark, entry.remarks)),
        }
        for number, entry in enumerate(book.entries)
    ]
    return {
        "documents": documents,
        "set_aside": list(map(_remark, book.aside)),
        "unknown_titles": {name: list(titles) for name, titles in book.unknown.items()},
        "passed_over": list(book.passed_over),
    }


def write_workbook(out: Path, form_id: str, files: Iterable[Path], language: str) -> int:
    """How many document files were written; raises Unreadable for one of another form."""
    given = [read_document_file(file, rules()) for file in files]
    others = {one.form.id for one in given} - {form_id}
    if others:
        raise Unreadable(file=str(out), reason="a workbook is of one form", form=form_id, others=", ".join(others))
    sheets = filled_book(_layout(form_id), (one.document for one in given), language)
    StoredRecordTools().write_book(out, sheets)
    return len(given)


def _layout(form_id: str) -> BookLayout:
    form = rules().form(form_id)
    if form.family == RECORD:
        raise NotFound(id=form_id, what="form of a document")
    return BookLayout(form, rules().sheet_words)


def _written(layout: BookLayout, entries: Iterable[BookEntry], out: Path | None) -> Iterator[tuple[int, str]]:
    """(place, file) of every document that can be taken."""
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    for number, entry in enumerate(entries):
        if entry.is_faulty:
            continue
        name = f"{number + 1:05d}.json"
        if out is not None:
            told = {"form": layout.form.id, "values": dict(entry.values)}
            write_atomically(out / name, json.dumps(told, ensure_ascii=False, indent=1).encode())
        yield number, name if out is not None else ""


def _remark(remark: Remark) -> dict[str, Any]:
    told = {"sheet": remark.page, "line": remark.line, "why": remark.why, "title": remark.title}
    return {**told, "text": remark.text[:200]}
