"""A declared form is laid out: nothing typed is lost, and what does not fit is attached and said to be."""

from io import BytesIO
from typing import Any

from PIL import Image as Pictures

from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.ink import Code, Image, Square, texts
from coo_desktop.paper.layout import Laid, lay_out
from coo_desktop.paper.subject import Subject
from tests.paper.printing import changed, sample
from tests.rulebooks import shipped


def laid(values: dict[str, Any], picture: tuple[int, int] = (40, 20), is_final: bool = False) -> Laid:
    file = BytesIO()
    Pictures.new("L", picture).save(file, "PNG")
    form = shipped().form("rcep_2022")
    subject = Subject(form, changed(sample("rcep_6_1"), **values))
    return lay_out(geometry(form), subject, lambda sha256: file.getvalue(), is_final=is_final)


def lines(found: Laid, page: int) -> list[str]:
    return [line for text in texts(found.pages[page]) for line in text.lines]


def images(found: Laid) -> list[list[Image]]:
    return [[ink for ink in page if isinstance(ink, Image)] for page in found.pages]


def test_an_over_full_box_ends_with_a_reference_and_its_rest_is_attached() -> None:
    found = laid({"consignee_address": " ".join(f"STREET{number}" for number in range(200))})
    assert "SEE ATTACHMENT" in lines(found, 0)
    assert "ATTACHMENT" in lines(found, 1)
    assert "Box 2 (continued)" in lines(found, 1)
    fills = {fill.box: fill for fill in found.fills}
    assert not fills["2"].fits
    assert fills["2"].used > fills["2"].room
    assert fills["1"].fits


def test_ticks_follow_their_fields() -> None:
    def ticked(**values: Any) -> list[bool]:
        return [ink.ticked for ink in laid(values).pages[0] if isinstance(ink, Square)][2:]

    assert ticked() == [False, False, False]
    assert ticked(back_to_back=True, third_party_invoice=True) == [True, True, False]
    assert ticked(departure_date="2026-10-01", application_date="2026-10-16") == [False, False, True]


def test_a_code_stands_on_the_first_page_of_a_final_certificate_only() -> None:
    def codes(is_final: bool) -> list[str]:
        return [ink.content for page in laid({}, is_final=is_final).pages for ink in page if isinstance(ink, Code)]

    assert codes(is_final=True) == ["RC26330200010001 PN0000012345"]
    assert codes(is_final=False) == []


def test_picture_marks_are_drawn_at_their_printed_size() -> None:
    found = laid({"marks": {"form": "picture", "sha256": "ab", "width_mm": "20"}})
    ((image,),) = images(found)
    assert (image.place.width, image.place.height) == (20, 10)
    assert "SEE ATTACHMENT" not in lines(found, 0)


def test_picture_marks_too_large_for_their_box_are_attached() -> None:
    for width in ("120", "1E+400", "-4", "nonsense"):
        found = laid({"marks": {"form": "picture", "sha256": "ab", "width_mm": width}}, picture=(40, 400))
        assert "SEE ATTACHMENT" in lines(found, 0)
        assert [len(page) for page in images(found)] == [0, 1]
        assert "Box 7 (continued)" in lines(found, 1)
