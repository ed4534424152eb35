"""A void product's successor: what came from the product follows, what the clerk typed stays, origins are named."""

import dataclasses

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.repairs.products import successor_of
from tests.domain.given import PRE_REVIEW, PRODUCT, RCEP, product_document, values_of
from tests.domain.repairs.test_repair import offered

NEW = "0199e5a0-0000-7000-8000-00000000fff1"


class Kept:
    """A reader of a few pre-reviews."""

    def __init__(self, *documents):
        self.documents = {each.id: each for each in documents}

    def document(self, document_id):
        return self.documents.get(document_id)

    def redeclared(self, document_id):
        return next((each for each in self.documents.values() if each.links.get("redeclares") == document_id), None)


def product(name, stage="approved", replaced_by="", **more):
    facts = {"replacedBy": replaced_by} if replaced_by else {}
    return Document(id=name, form="pre_review", family="pre_review", values={}, stage=stage, facts=facts, **more)


def test_the_successor_is_the_approved_end_of_the_chain():
    chain = Kept(product("b", "voided", "c"), product("c"))
    assert successor_of(chain, product("a", "voided", "b")).id == "c"


def test_one_that_is_declared_again_is_found_and_a_draft_of_one_is_no_successor():
    assert successor_of(Kept(product("b", links={"redeclares": "a"})), product("a", "voided")).id == "b"
    assert successor_of(Kept(product("b", "draft", links={"redeclares": "a"})), product("a", "voided")) is None


def test_a_circle_or_an_end_without_approval_has_no_successor():
    assert successor_of(Kept(product("b", "voided", "a")), product("a", "voided", "b")) is None
    assert successor_of(Kept(), product("a", "voided")) is None


def put(goods, new=None, old=None):
    """The repair of lines of the void flask whose successor has these values changed."""
    void = dataclasses.replace(product_document(PRODUCT, values_of(PRE_REVIEW, **(old or {}))), stage="voided")
    facts = {"number": "Y26-2"}
    fresh = dataclasses.replace(product_document(NEW, values_of(PRE_REVIEW, **(new or {}))), facts=facts)
    around = {"product": {PRODUCT: void, NEW: fresh}.get}
    _values, _found, repairs = offered(RCEP, lambda _: fresh, around, goods=goods)
    (repair,) = [each for each in repairs if each.solves[0].code == "product_voided"]
    return repair


def lines(*changes):
    first = {**values_of(RCEP)["goods"][0], "product": PRODUCT}
    return [{**first, "id": str(at), **change} for at, change in enumerate(changes)]


def test_every_line_of_the_void_product_gets_the_successor_in_one_step():
    repair = put(lines({}, {}, {}))
    assert [row["product"] for row in repair.fills["goods"]] == [NEW] * 3
    assert "3" in repair.said.zh_CN
    assert "Y26-2" in repair.said.zh_CN
    assert len(repair.solves) == 3
    assert repair.notes == ()


def test_what_came_from_the_product_follows_and_what_was_typed_stays():
    old = values_of(PRE_REVIEW)
    brought = {"name_en": old["name_en"], "name_zh": old["name_zh"]}
    typed = {**brought, "name_en": "MY OWN FLASK"}
    repair = put(lines(brought, typed), {"name_en": "STEEL FLASK", "name_zh": "钢杯"})
    assert [row["name_en"] for row in repair.fills["goods"]] == ["STEEL FLASK", "MY OWN FLASK"]
    assert [row["name_zh"] for row in repair.fills["goods"]] == ["钢杯", "钢杯"]
    assert [row["quantity"] for row in repair.fills["goods"]] == [values_of(RCEP)["goods"][0]["quantity"]] * 2


def test_a_line_whose_origin_answer_changes_is_named():
    foreign = [{**row, "origin": "US", "hs_code": "961700"} for row in values_of(PRE_REVIEW)["materials"]]
    repair = put(lines({}, {}), {"materials": foreign})
    (note,) = repair.notes
    assert note.zh_CN.startswith("第 1、2 行：")
    assert "现在不成立" in note.zh_CN
    assert note.en.startswith("Check rows 1, 2: ")
    assert note.en.endswith("held before and does not hold now.")
    assert repair.fills["goods"][0]["criterion"] == values_of(RCEP)["goods"][0]["criterion"]
