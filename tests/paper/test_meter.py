"""The meter says full exactly when the paper goes on to an attachment or a continuation sheet, for any text."""

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from coo_desktop.domain.documents.document import Document
from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.ink import Text
from coo_desktop.paper.layout import Laid, lay_out
from coo_desktop.paper.render import fill
from coo_desktop.paper.subject import Subject
from tests.golden.paper.issued import FORMS, form_of, issued
from tests.golden.paper.test_random_documents import documents


def laid(told: Document, pictures: Any = None) -> Laid:
    form = form_of(told)
    return lay_out(geometry(form), Subject(form, told), pictures, is_final=False)


def said(page: Any) -> list[str]:
    return [line for ink in page if isinstance(ink, Text) for line in ink.lines]


def headed(found: Laid, words: str) -> bool:
    """Whether a sheet after the first has this headline; see `says_itself`."""
    return any(
        isinstance(ink, Text) and ink.lines == (words,) and ink.size == 10 for page in found.pages[1:] for ink in page
    )


def says_itself(told: Document, words: str) -> bool:
    """Whether the form prints these words in a box of its own on every further sheet."""
    return any(part.options.get("text") == words for box in geometry(form_of(told)).boxes for part in box.show)


def agree(told: Document, found: Laid) -> None:
    """Whether meter and paper say the same, as a whole and box by box."""
    full = [each for each in found.fills if not each.fits]
    assert bool(full) is (len(found.pages) > 1), found.fills
    assert all((each.used <= each.room) is each.fits for each in found.fills)
    first, rest = said(found.pages[0]), [line for page in found.pages[1:] for line in said(page)]
    sayings = geometry(form_of(told)).sayings
    for each in full:
        if not each.continues and each.box:
            assert sayings.box.format(no=each.box) in rest
    if not says_itself(told, sayings.continued):
        assert any(each.continues for each in full) is headed(found, sayings.continued)
    attaches = any(not each.continues for each in full)
    assert attaches is (sayings.see_attachment in first)
    assert attaches is headed(found, sayings.attachment)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_the_meter_is_full_exactly_when_the_paper_goes_on(form: str, data: st.DataObject) -> None:
    told, _words = data.draw(documents(form))
    found = laid(told)
    agree(told, found)
    assert fill(form_of(told), told) == found.fills


@pytest.mark.parametrize("form", FORMS)
def test_line_by_line_a_box_fills_up_to_the_attachment(form: str) -> None:
    states = []
    for count in range(1, 40):
        told = issued(form, consignee_name="A", consignee_address="\n".join("B" * count))
        (meter,) = [each for each in laid(told).fills if "consignee_address" in each.fields]
        states.append((meter.used, meter.fits, len(laid(told).pages) == 1))
        agree(told, laid(told))
    used = [number for number, _fits, _whole in states]
    assert used == sorted(used)
    assert [fits for _, fits, _ in states] == [whole for _, _, whole in states]
    assert states[0][1]
    assert not states[-1][1]


@pytest.mark.parametrize(("height", "is_attached"), [(40, False), (400, True)])
def test_a_picture_that_goes_to_a_sheet_of_its_own_fills_its_column(height: int, is_attached: bool) -> None:
    marks = {"form": "picture", "sha256": "ab", "width_mm": "20", "name": "m.png"}
    told = issued("rcep_2022", marks=marks)
    content = png(40, height)
    found = laid(told, lambda _sha256: content)
    agree(told, found)
    (meter,) = [each for each in found.fills if "marks" in each.fields]
    assert meter.fits is not is_attached
    assert fill(form_of(told), told, lambda _sha256: content) == found.fills


def test_every_meter_names_the_fields_that_stand_in_its_box() -> None:
    by_box = {each.box: each.fields for each in laid(issued("rcep_2022")).fills if each.box}
    assert {"exporter_name", "exporter_address"} <= set(by_box["1"])
    assert {"goods", "goods/description", "special_clause"} <= set(by_box["8"])
    assert "invoices" not in by_box["8"]
    assert by_box["7"] == ("marks",)


def png(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height)).save(target, "PNG")
    return target.getvalue()
