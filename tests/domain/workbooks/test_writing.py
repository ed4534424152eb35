"""Documents become workbooks and come back as they were, whatever stands in them; an empty one helps to fill it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.kinds import KINDS, clean, is_blank
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.workbooks.columns import DOCUMENT, ISSUED, KEY
from coo_desktop.domain.workbooks.writing import filled_book, has_files
from tests.domain.workbooks.books import CERTIFICATES, PRODUCTS, TODAY, bare, read

ODD = st.sampled_from(
    [
        "=1+1",
        "+86 574 1",
        "@a",
        "'x",
        "#N/A",
        "12345678901234567890",
        "007",
        "1e5",
        "a\nb",
        "- ",
        "合计",
        "Total",
        "同上",
    ]
)
WORDS = ODD | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12)
BY_KIND = {
    "decimal": st.decimals(-(10**9), 10**9, places=5).map(lambda number: f"{number:f}") | st.just("38.00"),
    "integer": st.integers(0, 10**9).map(str),
    "date": st.dates().map(str),
    "flag": st.booleans(),
    "hs_code": st.sampled_from(["961700", "0901210000", "09011100"]),
    "marks": WORDS.map(lambda text: {"form": "text", "text": text}),
}


def value_of(spec):
    if spec.choices:
        return st.sampled_from([choice.id for choice in spec.choices])
    if spec.code_list is not None:
        return st.sampled_from([code.code for code in spec.code_list.codes[:60]])
    return BY_KIND.get(spec.kind, WORDS)


def told_by(columns):
    specs = {spec.id: spec for spec in columns if spec.id not in (KEY, ISSUED, DOCUMENT)}
    chosen = st.lists(st.sampled_from(sorted(specs)), max_size=5, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: value_of(specs[name]) for name in names})).map(
        lambda values: {name: value for name, value in clean(values, specs).items() if is_stored(value, specs[name])}
    )


def is_stored(value, spec):
    """Whether a value is as it would be stored: what is written otherwise was understood before it was kept."""
    text = value.get("text", "") if isinstance(value, dict) else value
    if is_blank(text):
        return False
    kind = KINDS[spec.kind]
    return isinstance(value, bool) or kind.clean(kind.read(text, spec, TODAY).value, spec) == value


def documents(layout):
    head, *lists = layout.sheets
    rows = {one.items: st.lists(told_by(one.columns).filter(bool), max_size=3) for one in lists}
    values = st.builds(lambda own, more: {**own, **more}, told_by(head.columns), st.fixed_dictionaries(rows))
    return st.lists(values.filter(lambda each: any(each.values())), min_size=1, max_size=3)


def issued(number):
    return {"number": f"=C/{number}", "approvedAt": "2024-03-05"}


@pytest.mark.parametrize("layout", [PRODUCTS, CERTIFICATES], ids=["products", "certificates"])
@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(["zh_CN", "en"]))
def test_what_is_exported_is_imported_as_it_was(layout, data, language):
    given_values = data.draw(documents(layout))
    form = layout.form
    kept = [
        Document(id=f"d{number}", form=form.id, family=form.family, values=values, facts=issued(number))
        for number, values in enumerate(given_values)
    ]
    sheets = [sheet.page for sheet in filled_book(layout, kept, language)]
    book = read(layout, *sheets)
    assert [(one.document, one.key, bare(one.values)) for one in book.entries] == [
        (one.id, one.facts["number"], bare(one.values)) for one in kept
    ]
    assert (book.aside, book.unknown, book.passed_over) == ((), {}, ())
    assert not any(entry.is_faulty for entry in book.entries)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_template_offers_what_may_be_chosen_and_means_it(language):
    head, materials = filled_book(PRODUCTS, (), language)
    assert [len(sheet.page.rows) for sheet in (head, materials)] == [1, 1]
    for filled, sheet in zip((head, materials), PRODUCTS.sheets, strict=True):
        for column, spec in zip(filled.columns, sheet.columns, strict=True):
            meant = [KINDS[spec.kind].read(option, spec, TODAY).value for option in column.options]
            if spec.code_list is not None and meant:
                assert meant == [code.code for code in spec.code_list.codes]
            elif spec.kind == "flag":
                assert meant == [True, False]
    by_id = dict(zip([spec.id for spec in PRODUCTS.sheets[1].columns], materials.columns, strict=True))
    assert by_id["origin"].options
    assert by_id["quantity"].note


def test_what_a_file_holds_is_in_no_workbook():
    picture = {"marks": {"form": "picture", "sha256": "a"}}
    for values, is_lost in ((picture, True), ({"marks": {"form": "text", "text": "N/M"}}, False), ({}, False)):
        document = Document(id="a", form="rcep_2022", family="certificate", values=values)
        assert has_files(CERTIFICATES, document) is is_lost


def test_a_product_has_its_place_for_a_number():
    kept = [Document(id=name, form="pre_review", family="pre_review", values={"name_zh": name}) for name in "ab"]
    assert [row[0] for row in filled_book(PRODUCTS, kept, "en")[0].page.rows[1:]] == ["1", "2"]
    assert isinstance(filled_book(PRODUCTS, kept, "en")[0].page, Page)
