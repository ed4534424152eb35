"""Criteria that are declared: wholly obtained, originating materials only, processes."""

import pytest

from coo_desktop.domain.origin.case import case
from coo_desktop.domain.origin.criteria import judge
from coo_desktop.domain.origin.notation import parse
from tests.domain.origin.goods import ON, agreement, good, material

OWN, FOREIGN = material("3923", "CN"), material("7219", "JP")


def holds(rule: str, product, **agreed: object) -> bool | None:
    return judge(parse(rule), case(product, agreement(**agreed), ON)).holds


@pytest.mark.parametrize(
    ("declared", "materials", "answer"),
    [
        (True, (), True),
        (True, (OWN,), True),
        (True, (FOREIGN,), False),
        (False, (), False),
        (None, (), None),
        (None, (FOREIGN,), False),
    ],
)
def test_wholly_obtained_is_declared_and_not_contradicted(declared, materials, answer):
    assert holds("WO", good(*materials, wholly_obtained=declared)) is answer


@pytest.mark.parametrize(("materials", "answer"), [((OWN,), True), ((OWN, FOREIGN), False), ((), None)])
def test_exclusively_originating_means_no_foreign_material(materials, answer):
    assert holds("PE", good(*materials)) is answer


def test_originating_materials_meet_a_wo_rule_where_the_agreement_says_so():
    assert holds("WO", good(OWN)) is False
    assert holds("WO", good(OWN), pe_satisfies_wo=True)


@pytest.mark.parametrize(
    ("rule", "process"),
    [("CR", "chemical_reaction"), ("DR", "distillation"), ("PUR", "purification"), ("SP(Weaving)", "weaving")],
)
def test_a_process_holds_when_it_is_declared(rule, process):
    assert holds(rule, good(FOREIGN, processes=(process,)))
    assert holds(rule, good(FOREIGN, processes=())) is False
    untold = judge(parse(rule), case(good(FOREIGN), agreement(), ON))
    assert (untold.holds, untold.missing) == (None, ("processes",))


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("CR", "化学反应", "chemical reaction"),
        ("SP(listed process)", "规定清单所列的加工工序", "listed process"),
        ("SP(Weaving)", "Weaving", "Weaving"),
    ],
)
def test_a_process_is_told_in_words(rule, zh, en):
    (why,) = judge(parse(rule), case(good(FOREIGN), agreement(), ON)).because
    assert why.text_zh.endswith(f"：{zh}。")
    assert why.text_en.endswith(f": {en}.")


def test_all_accepts_materials_of_any_heading():
    assert holds("ALL", good(material("961700", "JP")))
