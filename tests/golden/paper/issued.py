"""The samples of all forms as issued certificates, and where on their paper each box stands."""

import json
from functools import cache
from typing import Any

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.assets import resource
from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.page import Place
from coo_desktop.paper.render import pdf
from tests.paper.printing import APPROVED, document, rules


@cache
def samples() -> dict[str, str]:
    """The shortest sample of each certificate form, by the form's id, as the text of its file."""
    found: dict[str, str] = {}
    offered = {form.id for form in rules().book.family("certificate")}
    for file in sorted(resource("samples").glob("*.json")):
        text = file.read_text(encoding="utf-8")
        form = json.loads(text).get("form")
        if form in offered and len(text) < len(found.get(form, text + " ")):
            found[form] = text
    return found


FORMS = sorted(samples())


def issued(form: str, **values: Any) -> Document:
    """A form's sample with its number, its values changed."""
    return document(form, {**json.loads(samples()[form])["values"], **values}, **APPROVED)


def printed(told: Document) -> bytes:
    return pdf(form_of(told), told)


def form_of(told: Document) -> FormType:
    return rules().form(told.form)


def box_places(form: FormType) -> dict[str, list[Place]]:
    """The places of each numbered box on the first page, below its printed title; some forms split one in two."""
    paper = geometry(form)
    found: dict[str, list[Place]] = {}
    for box in paper.boxes:
        if box.no and box.pages != "next":
            top = max((text.bottom for text in box.heading), default=box.y)
            found.setdefault(box.no, []).append(Place(box.x, top, box.width, box.y + box.height - top))
    for column, place in columns(form, 0):
        found.setdefault(column, []).append(place)
    return found


def columns(form: FormType, page: int) -> list[tuple[str, Place]]:
    """The numbered columns of the goods table below their heads."""
    paper = geometry(form)
    table = paper.goods
    assert table is not None
    y, height = (paper.next.y, paper.next.height) if page else (table.y, table.height)
    return [
        (column.no, Place(left, y + table.head, column.width, height - table.head))
        for column, left in zip(table.columns, table.edges, strict=False)
    ]


def frames(form: FormType) -> list[Place]:
    """Everything on the first page that has an outline: framed boxes, columns and the heads of columns."""
    paper = geometry(form)
    table = paper.goods
    assert table is not None
    boxes = [box.place for box in paper.boxes if box.frame and box.pages != "next"]
    heads = [
        Place(left, table.y, column.width, table.head) for column, left in zip(table.columns, table.edges, strict=False)
    ]
    return [*boxes, *heads, *(place for _, place in columns(form, 0))]
