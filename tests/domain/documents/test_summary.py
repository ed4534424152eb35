"""The list columns of a document."""

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.summary import search_text, summary
from tests.domain.given import PRE_REVIEW, RCEP, TWENTY, rules, sample, values_of


def document(name: str, **more) -> Document:
    form = rules().form(sample(name)["form"])
    return Document(id="d", form=form.id, family=form.family, values=values_of(name), **more)


def columns(name: str, **more) -> dict[str, str]:
    held = document(name, **more)
    return summary(rules().form(held.form), held)


def test_a_certificate_shows_goods_partner_invoice_and_day():
    assert columns(RCEP, facts={"number": "26C3302/00017"}) == {
        "title": "STAINLESS STEEL VACUUM FLASKS",
        "hs_code": "961700",
        "destination": "JP",
        "partner": "SAKURA TABLEWARE TRADING K.K.",
        "invoice": "LF2026-1015",
        "made_on": "2026-10-16",
        "number": "26C3302/00017",
    }


def test_several_rows_are_joined_each_once():
    found = columns(TWENTY)
    assert found["invoice"] == "LF2026-1101, LF2026-1102"
    assert found["hs_code"] == "961700, 732393"


def test_a_document_without_values_still_has_a_title_and_a_day():
    form = rules().form("rcep_2022")
    empty = Document(id="d", form=form.id, family=form.family, values={}, created_at="2026-10-16T08:00:00.000+00:00")
    assert summary(form, empty)["title"] == form.short.zh_CN
    assert summary(form, empty)["made_on"] == "2026-10-16"


def test_wrong_shapes_leave_a_column_empty():
    form = rules().form("rcep_2022")
    for wrong in (None, 5, [None], "  ", {"a": 1}):
        held = Document(id="d", form=form.id, family=form.family, values={"goods": wrong, "consignee_name": wrong})
        assert summary(form, held)["partner"] == ""
        assert summary(form, held)["hs_code"] == ""


def test_a_search_looks_through_every_column_in_lower_case():
    held = document(PRE_REVIEW, facts={"printNumber": "CCPIT001"})
    text = search_text(rules().form("pre_review"), held)
    assert all(part in text for part in ("不锈钢真空保温杯", "961700", "ccpit001"))
