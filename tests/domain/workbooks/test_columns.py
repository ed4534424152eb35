"""The sheets of a form's workbooks, and what titles mean."""

import pytest

from coo_desktop.domain.documents.document import RECORD
from coo_desktop.domain.workbooks.columns import DOCUMENT, ISSUED, KEY, BookLayout, join_key, title_key
from tests.domain.workbooks.books import CERTIFICATES, PRODUCTS
from tests.rulebooks import shipped

FORMS = [form for form in shipped().book.forms.values() if form.family != RECORD]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_title_of_a_sheet_means_its_own_column(form, language):
    layout = BookLayout(form, shipped().sheet_words)
    for sheet in layout.sheets:
        titles = sheet.titles(language)
        assert len(set(map(title_key, titles))) == len(titles)
        for title, spec in zip(titles, sheet.columns, strict=True):
            items = "" if spec.id in (KEY, ISSUED, DOCUMENT) else sheet.items
            assert (items, spec) in layout.meant(title), title


def meant(layout, title):
    return [(items, spec.id) for items, spec in layout.meant(title)]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("货号", ("", KEY)),
        ("Item No.", ("", KEY)),
        ("SKU", ("", KEY)),
        ("HS 编码", ("", "hs_code")),
        ("原材料 · HS 编码", ("materials", "hs_code")),
        ("Raw materials: Origin", ("materials", "origin")),
        ("用料比例 *", ("materials", "quantity")),
        ("Ex-works price", ("", "ex_works_price")),
    ],
)
def test_a_title_of_products_is_understood(title, wanted):
    assert meant(PRODUCTS, title)[0] == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("证书编号", ("", KEY)),
        ("C/O No.", ("", KEY)),
        ("发证日期", ("", ISSUED)),
        ("Invoice No.", ("invoices", "number")),
        ("Description of goods", ("goods", "name_en")),
        ("Qty", ("goods", "quantity")),
        ("G.W. (KGS)", ("goods", "gross_weight")),
        ("Consignee's name", ("", "consignee_name")),
    ],
)
def test_a_title_of_past_certificates_is_understood_as_the_trade_writes_it(title, wanted):
    assert wanted in meant(CERTIFICATES, title)


def test_of_a_past_certificate_its_number_alone_is_needed():
    for sheet in CERTIFICATES.sheets:
        assert [title for title in sheet.titles("en") if title.endswith("*")] == ["Certificate number *"]


def test_numbers_are_the_same_however_they_were_typed():
    assert join_key("ｃ24 / 0001 ") == join_key("C24/0001")
