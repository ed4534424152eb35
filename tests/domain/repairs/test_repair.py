"""What every repair does: it answers all problems of its kind at once, and afterwards they are gone."""

import pytest

from coo_desktop.domain.repairs.offered import REPAIRS, repair_for
from coo_desktop.domain.repairs.repair import RepairContext, by_field, row_at, with_rows
from tests.domain.given import CO, EVERYTHING, PRE_REVIEW, RCEP, context_of, problems_of, rules, sample, values_of


def offered(name, successor=lambda _: None, around=None, **changes):
    """(values, problems, repairs) of a sample after the changes."""
    form, values = rules().form(sample(name)["form"]), values_of(name, **changes)
    context = context_of(name, **(around or {}))
    found = rules().problems(form, values, context)
    asked = RepairContext(rules(), form, values, context, successor)
    return values, found, rules().repairs(asked, found)


def after(name, repair, around=None, **changes):
    """The codes that are left once a repair was put in."""
    form, values = rules().form(sample(name)["form"]), {**values_of(name, **changes), **repair.fills}
    return {problem.code for problem in rules().problems(form, values, context_of(name, **(around or {})))}


def test_every_code_with_a_repair_has_words_and_every_word_a_repair():
    assert {code for code, told in rules().words.items() if told.repair} == set(REPAIRS)


MENDED = [
    (RCEP, "invoice_unknown", {"goods__invoice_number": "LAST-MONTH"}),
    (RCEP, "package_text_differs", {"goods__description": "NINE (9) CARTONS OF FLASKS"}),
    (RCEP, "packing_unworded", {"goods__package_kind": "nude", "goods__description": "FLASKS"}),
    (RCEP, "unprintable", {"remarks": "A\x01B"}),
    (RCEP, "not_latin", {"remarks": "Ａ ｎｏｔｅ，１２"}),
    (RCEP, "exporter_not_filed", {"exporter_name": "SOMEBODY ELSE"}),
    (RCEP, "exporter_address_without_china", {"exporter_address": "1 ROAD, NINGBO"}),
    (RCEP, "wrong_hs_length", {"goods__hs_code": "96170011"}),
    (EVERYTHING, "finishing_typed", {"goods__description": "200 CARTONS ***"}),
    (EVERYTHING, "page_foot_typed", {"remarks": "URGENT\nPage 1 of 2"}),
    (EVERYTHING, "total_typed", {"goods__description": "250 CARTONS OF FLASKS\nTotal: 7 CARTONS"}),
    (EVERYTHING, "sub_rule_idle", {"goods__criterion": "WO", "goods__sub_rule": "RVC"}),
    (EVERYTHING, "departure_not_certain", {"departure_prefix": "on", "departure_date": "2027-03-01"}),
    (EVERYTHING, "picture_marks_unannounced", {"marks": {"form": "picture", "sha256": "ab" * 32, "name": "m.png"}}),
    (EVERYTHING, "description_gap", {"goods__description": "ONE\n \nTWO"}),
]


@pytest.mark.parametrize(("name", "code", "changes"), MENDED, ids=[code for _, code, _ in MENDED])
def test_a_repair_makes_an_end_of_its_problem(name, code, changes):
    _values, found, repairs = offered(name, **changes)
    problem = next(each for each in found if each.code == code)
    repair = next(repair_for(problem, repairs))
    assert repair.said.zh_CN
    assert repair.said.en
    assert code not in after(name, repair, **changes)


def test_a_clean_document_has_nothing_to_repair():
    for name in (RCEP, CO, PRE_REVIEW):
        assert offered(name)[2] == ()


def test_rows_are_found_and_replaced_by_their_id():
    values = {"goods": [{"id": "1", "n": "a"}, {"id": "2", "n": "b"}]}
    assert with_rows(values, "goods", {"2": {"id": "2", "n": "c"}}) == {
        "goods": [{"id": "1", "n": "a"}, {"id": "2", "n": "c"}]
    }
    found = problems_of(RCEP, goods__invoice_number="OLD")
    assert list(by_field(found)) == ["goods"]
    assert row_at(values_of(RCEP), found[0])["id"] == found[0].row
