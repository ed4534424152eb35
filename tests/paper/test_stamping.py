"""Where seal and signature stand on every form's declaration; nothing of them leaves its box or hides a word."""

import pytest

from coo_desktop.domain.documents.document import CERTIFICATE
from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.stamping import NOTHING, Printed, Stamping, declaration, stamped
from tests.backend.stamp_pictures import seal_png, signature_png
from tests.rulebooks import shipped

FORMS = [form.id for form in shipped().book.forms.values() if form.family == CERTIFICATE]
BOTH = Stamping(Printed(seal_png(), 45), Printed(signature_png(), 35))


@pytest.mark.parametrize("form_id", FORMS)
def test_every_form_has_a_declaration_that_holds_both_at_their_size(form_id):
    paper = geometry(shipped().form(form_id))
    found = declaration(paper)
    assert found is not None
    (box,) = (box for box in paper.boxes if box.place == found.frame)
    assert "declaration" in box.title.lower() or "声明" in box.title
    for page in ("first", "next"):
        signature, seal = stamped(paper, BOTH, page)
        assert (round(signature.place.width), round(seal.place.width)) == (35, 45)
        for image in (signature, seal):
            assert found.frame.x <= image.place.x
            assert image.place.x + image.place.width <= found.frame.x + found.frame.width + 0.01
            assert found.frame.y <= image.place.y
            assert image.place.y + image.place.height <= found.frame.y + found.frame.height


def test_nothing_filed_prints_nothing_and_a_plain_form_has_no_place():
    assert stamped(geometry(shipped().form(FORMS[0])), NOTHING, "first") == ()
    assert declaration(geometry(shipped().form("pre_review"))) is None


def test_a_picture_too_high_for_the_box_is_printed_smaller_and_inside():
    paper = geometry(shipped().form("rcep_2022"))
    (seal,) = stamped(paper, Stamping(Printed(seal_png(), 90)), "first")
    frame = declaration(paper).frame
    assert seal.place.width < 90
    assert seal.place.y >= frame.y - 0.01
