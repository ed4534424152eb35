"""Where every form prints what: each box's value is read back from its place by an engine that did not write it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.field_access import marks_text, rows_of
from coo_desktop.paper.page import Place
from coo_desktop.paper.subject import shown
from tests.golden.paper.issued import FORMS, box_places, columns, form_of, frames, issued, printed
from tests.paper.printing import characters, holds, inside, lines, page_count
from tests.paper.reading import by_pdfium, ink

HERE = Path(__file__).parent
#: Fields that print as they stand, in the box that their form gives them.
VERBATIM = (
    "exporter_name",
    "exporter_address",
    "consignee_name",
    "consignee_address",
    "vessel",
    "load_port",
    "discharge_port",
    "departure_date",
    "destination_country",
    "remarks",
    "original_number",
    "application_place",
    "application_date",
)
#: Of goods lines and invoices.
PARTS = ("description", "quantity", "number", "date")
FOOT_MM = 280


def box_inks(told: Document) -> dict[str, str]:
    """What stands in each numbered box of the first page."""
    made = printed(told)
    return {no: "".join(inside(made, place) for place in places) for no, places in box_places(form_of(told)).items()}


def values_by_box(told: Document) -> Iterator[tuple[str, str, str]]:
    """(box, field, printed text) of every value that prints as it stands."""
    form = form_of(told)
    for spec in form.fields:
        if spec.id in VERBATIM and spec.box:
            yield spec.box, spec.id, shown(form, told.values, spec)
        for row in rows_of(told.values, spec.id) if spec.item_type else ():
            for part in spec.item_type.fields if spec.item_type else ():
                if part.id in PARTS and (part.box or spec.box):
                    yield part.box or spec.box, f"{spec.id}/{part.id}", shown(form, told.values, part, row)
    if form.by_id["marks"].box:
        yield form.by_id["marks"].box, "marks", marks_text(told.values)


@pytest.mark.parametrize("form", FORMS)
def test_every_value_stands_in_the_box_its_form_gives_it(form: str) -> None:
    told = issued(form)
    inks = box_inks(told)
    wanted = [(box, name, ink(text)) for box, name, text in values_by_box(told) if text]
    assert len(wanted) >= 10
    assert [(box, name) for box, name, text in wanted if text not in inks.get(box, "")] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_prints_as_it_did(form: str, golden: Callable[[Path, str], None]) -> None:
    told = issued(form)
    inks = box_inks(told)
    told_boxes = [
        f"{no:>3} {' + '.join(f'{p.x:g},{p.y:.1f} {p.width:g}x{p.height:.1f}' for p in places)}: {inks[no]}\n"
        for no, places in box_places(form_of(told)).items()
    ]
    golden(HERE / f"{form}.txt", "".join(told_boxes))


@pytest.mark.parametrize("form", FORMS)
def test_no_text_crosses_a_line_or_lies_on_another(form: str) -> None:
    told = issued(form)
    found = [(sign, spot) for sign, spot in characters(printed(told)) if spot.y < FOOT_MM]
    places = frames(form_of(told))
    assert ["".join(sign for sign, spot in found if not any(holds(place, spot, 0.2) for place in places))] == [""]
    assert list(overlapping(found)) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", ["one", "limit", "one over", "sixty"])
def test_any_number_of_goods_prints_without_loss_or_overlap(form: str, count: str) -> None:
    limit = form_of(issued(form)).item_limit or 20
    number = {"one": 1, "limit": limit, "one over": limit + 1, "sixty": 60}[count]
    told = lines(issued(form), number)
    made = printed(told)
    text = ink(by_pdfium(made))
    assert [text.count(f"Q{n:03d}Z") for n in range(number)] == [1] * number
    assert text.count("***") == 1
    for page in range(page_count(made)):
        goods = [place for _, place in columns(form_of(told), page)]
        body = Place(goods[0].x, goods[0].y, sum(place.width for place in goods), goods[0].height)
        found = [(sign, spot) for sign, spot in characters(made, page) if holds(body, spot, 1)]
        assert all(sum(holds(place, spot) for place in goods) == 1 for _, spot in found)
        assert list(overlapping(found)) == []


def overlapping(found: list[tuple[str, Place]]) -> Iterator[tuple[str, str]]:
    """Pairs of characters of which one covers a good part of the other."""
    rows: dict[int, list[tuple[str, Place]]] = {}
    for sign, spot in found:
        if spot.width * spot.height > 0.3:  # dots and dashes cover nothing
            rows.setdefault(int(spot.y // 4), []).append((sign, spot))
    for band, signs in rows.items():
        near = sorted([*signs, *rows.get(band + 1, [])], key=lambda each: each[1].x)
        for (one, here), (other, there) in combinations_nearby(near):
            width = min(here.x + here.width, there.x + there.width) - max(here.x, there.x)
            height = min(here.y + here.height, there.y + there.height) - max(here.y, there.y)
            smaller = min(here.width * here.height, there.width * there.height)
            if width > 0 and height > 0 and width * height > 0.3 * smaller:
                yield one, other


def combinations_nearby(
    near: list[tuple[str, Place]],
) -> Iterator[tuple[tuple[str, Place], tuple[str, Place]]]:
    """Neighbours from left to right: no character is wider than the next eight are apart."""
    for at in range(len(near)):
        yield from ((near[at], other) for other in near[at + 1 : at + 9])
