"""Documents to print in tests, and reading printed pages back by place with pdfium."""

import copy
import json
from collections import Counter
from functools import lru_cache
from typing import Any

import pypdfium2

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.environment.assets import resource
from coo_desktop.paper.page import Place
from tests.paper.reading import ink
from tests.rulebooks import extended

MM = 25.4 / 72
APPROVED: dict[str, Any] = {
    "stage": "approved",
    "facts": {"number": "RC26330200010001", "printNumber": "PN0000012345", "approvedAt": "2026-10-16T17:00:00Z"},
}

TOY = """
id = "toy"
family = "certificate"
title = { zh_CN = "玩具证书", en = "Toy certificate" }
short = { zh_CN = "玩具", en = "Toy" }

[[fields]]
id = "maker"
kind = "text"
label = { zh_CN = "厂家", en = "Maker" }
box = "1"
max = 300

[[fields]]
id = "made_on"
kind = "date"
label = { zh_CN = "日期", en = "Made on" }

[[fields]]
id = "wooden"
kind = "flag"
label = { zh_CN = "木制", en = "Wooden" }

[[fields]]
use = "marks"

[[fields]]
id = "goods"
kind = "items"
item = "goods_co"
label = { zh_CN = "货物", en = "Goods" }

[[sections]]
id = "toys"
title = { zh_CN = "玩具", en = "Toys" }
rows = [["maker", "made_on"], ["wooden"], ["marks"], ["goods"]]
"""

TOY_PAPER = """
[[paper.boxes]]
no = "1"
title = "1. Maker"
show = ["maker"]
x = 10
y = 10
width = 60
height = 20

[paper.goods]
field = "goods"
x = 10
y = 40
height = 30
head = 8

[[paper.goods.columns]]
title = "Goods"
width = 90
show = ["name_en"]

[[paper.goods.columns]]
no = "2"
title = "Marks"
width = 40
of = "document"
picture = "marks"
show = ["marks"]
"""


@lru_cache(maxsize=2)
def toy_rules(paper: str = "") -> Rulebook:
    """The declarations and one file more."""
    return extended({"forms/toy.toml": TOY + paper})


def sample(name: str) -> Document:
    """One of the documents shipped with the program."""
    told = json.loads(resource("samples", f"{name}.json").read_text(encoding="utf-8"))
    return document(told["form"], told["values"])


def document(form: str, values: dict[str, Any], **more: Any) -> Document:
    return Document(id="d1", form=form, family="certificate", values=values, **more)


def changed(told: Document, **values: Any) -> Document:
    return document(told.form, {**told.values, **values}, **APPROVED)


def lines(told: Document, count: int) -> Document:
    """The document with so many goods lines, each of a model that is found nowhere else."""
    first = told.values["goods"][0]
    goods = [
        {**copy.deepcopy(first), "id": f"g{n}", "description": f"TEN (10) CARTONS OF FLASKS, MODEL Q{n:03d}Z, 500 ML"}
        for n in range(count)
    ]
    return changed(told, goods=goods)


def page_count(pdf: bytes) -> int:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return len(opened)
    finally:
        opened.close()


def inside(pdf: bytes, place: Place, page: int = 0) -> str:
    """The ink of a rectangle of a page."""
    opened = pypdfium2.PdfDocument(pdf)
    reader = opened[page].get_textpage()
    left, right = place.x / MM, (place.x + place.width) / MM
    top, bottom = (297 - place.y) / MM, (297 - place.y - place.height) / MM
    text = reader.get_text_bounded(left=left, bottom=bottom, right=right, top=top)
    reader.close()
    opened.close()
    return ink(text)


def characters(pdf: bytes, page: int = 0) -> list[tuple[str, Place]]:
    """Every character with ink and where it stands."""
    opened = pypdfium2.PdfDocument(pdf)
    reader = opened[page].get_textpage()
    text, found = reader.get_text_range(), []
    assert reader.count_chars() == len(text)
    for index, character in enumerate(text):
        if not character.isspace():
            left, bottom, right, top = reader.get_charbox(index)
            found.append((character, Place(left * MM, 297 - top * MM, (right - left) * MM, (top - bottom) * MM)))
    reader.close()
    opened.close()
    return found


def holds(place: Place, part: Place, slack: float = 0.0) -> bool:
    """Whether a part stands wholly in a place."""
    return (
        place.x - slack <= part.x
        and place.y - slack <= part.y
        and part.x + part.width <= place.x + place.width + slack
        and part.y + part.height <= place.y + place.height + slack
    )


def counted(text: str) -> Counter[str]:
    """How often each character with ink stands in a text."""
    return Counter(ink(text))
