"""The shipped form types hold together."""

import pytest
from pydantic import ValidationError

from coo_desktop.domain.forms.form_type import Words
from tests.domain.given import rules

FORMS = list(rules().book.forms.values())
CERTIFICATES = rules().book.family("certificate")
ENGLISH = [form for form in CERTIFICATES if form.language == "en"]


def ids(forms):
    return [form.id for form in forms]


@pytest.mark.parametrize("form", FORMS, ids=ids(FORMS))
def test_lists_are_fed_from_fields_that_exist(form):
    for column, path in form.summary:
        name, _, part = path.partition("/")
        assert not path or name in form.by_id, column
        assert not part or part in form.by_id[name].item_type.by_id


@pytest.mark.parametrize("form", FORMS, ids=ids(FORMS))
def test_copies_clear_fields_that_exist(form):
    assert set(form.copy_clears) <= set(form.stored)
    for spec in form.fields:
        assert spec.item_type is None or set(spec.item_type.copy_clears) <= set(spec.item_type.by_id)


@pytest.mark.parametrize("form", FORMS, ids=ids(FORMS))
def test_rows_hold_at_most_three_fields(form):
    rows = [row for section in form.sections for row in section.rows]
    rows += [row for spec in form.fields if spec.item_type for row in spec.item_type.rows]
    assert all(1 <= len(row) <= 3 for row in rows)


@pytest.mark.parametrize("form", FORMS, ids=ids(FORMS))
def test_defaults_are_what_their_kind_accepts(form):
    from coo_desktop.domain.forms.kinds import KINDS

    fields = [*form.fields, *(part for spec in form.fields if spec.item_type for part in spec.item_type.fields)]
    for spec in fields:
        if spec.default is not None:
            assert KINDS[spec.kind].clean(spec.default, spec) == spec.default
            assert not list(KINDS[spec.kind].faults(spec.default, spec))


@pytest.mark.parametrize("form", ENGLISH, ids=ids(ENGLISH))
def test_english_certificates_take_no_chinese_into_their_boxes(form):
    """What has a box is printed; the signatory signs by hand, and Chinese names stay on the screen."""
    screen_only = {"name_zh", "signatory", "remarks"}
    fields = [*form.fields, *(part for spec in form.fields if spec.item_type for part in spec.item_type.fields)]
    texts = [spec for spec in fields if spec.box and spec.kind in ("text", "lines", "marks")]
    assert not [spec.id for spec in texts if spec.script != "latin" and spec.id not in screen_only]


@pytest.mark.parametrize(
    ("form_id", "boxes"),
    [("rcep_2022", {1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17}), ("co_general", set(range(1, 12)))],
)
def test_every_box_that_the_applicant_fills_has_a_field(form_id, boxes):
    form = rules().form(form_id)
    fields = [*form.fields, *(part for spec in form.fields if spec.item_type for part in spec.item_type.fields)]
    assert {int(spec.box) for spec in fields if spec.box} == boxes


def test_a_computed_field_is_not_stored():
    form = rules().form("rcep_2022")
    assert "route_text" in form.by_id
    assert "route_text" not in form.stored


def test_words_come_in_the_language_of_the_screen():
    words = Words(zh_CN="唛头", en="Marks")
    assert (words.in_("zh_CN"), words.in_("en")) == ("唛头", "Marks")


def test_a_declaration_cannot_be_changed():
    with pytest.raises(ValidationError):
        rules().form("rcep_2022").id = "other"
