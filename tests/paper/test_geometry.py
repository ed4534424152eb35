"""A form's paper is read once, and a slip in it is named."""

from itertools import combinations
from typing import Any

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.paper.geometry import Geometry, geometry
from tests.paper.printing import TOY_PAPER, toy_rules
from tests.rulebooks import shipped

BOX: dict[str, Any] = {"x": 10, "y": 10, "width": 50, "height": 20}


def of(paper: dict[str, Any]) -> Geometry:
    return geometry(toy_rules().form("toy").model_copy(update={"paper": paper}))


@pytest.mark.parametrize("form", list(shipped().book.forms))
def test_every_form_has_paper_that_can_be_read(form: str) -> None:
    declared = shipped().form(form)
    assert geometry(declared) is geometry(declared)


@pytest.mark.parametrize("form", [form.id for form in shipped().book.forms.values() if form.paper])
def test_boxes_stand_on_the_sheet_and_do_not_overlap(form: str) -> None:
    paper = geometry(shipped().form(form))
    places = [box.place for box in paper.boxes if box.frame and box.pages != "next"]
    if paper.goods:
        places.append(paper.goods.place)
    for place in places:
        assert 5 <= place.x < place.x + place.width <= 205
        assert 5 <= place.y < place.y + place.height <= 287  # the page number stands below
    for one, other in combinations(places, 2):
        apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
        apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart_x or apart_y, (one, other)


@pytest.mark.parametrize("form", [form.id for form in shipped().book.forms.values() if form.paper])
def test_printed_titles_leave_room_in_their_box(form: str) -> None:
    paper = geometry(shipped().form(form))
    for box in paper.boxes:
        assert box.inside.height > 0
        assert box.inside.y >= max((text.bottom for text in box.heading), default=0)


@pytest.mark.parametrize(
    ("paper", "key"),
    [
        ({"boxes": [{**BOX, "colour": "red"}]}, "paper/boxes/0/colour"),
        ({"boxes": [{"x": 10}]}, "paper/boxes/0/y"),
        ({"boxes": [{**BOX, "show": ["sails"]}]}, "sails"),
        ({"boxes": [{**BOX, "show": [{"block": "sing"}]}]}, "sing"),
        ({"boxes": [BOX], "ticks": [{"x": 1, "y": 1, "label": "A", "when": "sails"}]}, "sails"),
        ({"goods": {"field": "goods", "x": 1, "y": 1, "height": 9, "head": 8, "columns": []}}, "paper/goods/columns"),
    ],
)
def test_a_slip_in_a_paper_is_named(paper: dict[str, Any], key: str) -> None:
    with pytest.raises(Unreadable) as refused:
        of(paper)
    assert refused.value.facts["key"] == key
    assert refused.value.facts["file"] == "toy"


def test_a_table_without_room_for_a_line_is_refused() -> None:
    column = {"title": "Goods", "width": 50, "show": ["name_en"]}
    with pytest.raises(Unreadable, match="no room"):
        of({"boxes": [BOX], "goods": {"field": "goods", "x": 1, "y": 1, "height": 9, "head": 8, "columns": [column]}})


def test_a_form_may_word_its_own_sayings() -> None:
    assert of({"boxes": [BOX], "sayings": {"see_attachment": "SEE ANNEX"}}).sayings.see_attachment == "SEE ANNEX"
    assert of({"boxes": [BOX]}).sayings.see_attachment == "SEE ATTACHMENT"
    assert geometry(shipped().form("pre_review")).sayings.page == "第 {page} 页，共 {pages} 页"


def test_a_toy_form_may_declare_paper() -> None:
    assert not geometry(toy_rules(TOY_PAPER).form("toy")).is_plain
    assert geometry(toy_rules().form("toy")).is_plain
