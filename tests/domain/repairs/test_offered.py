"""Which repairs a problem list has: in its order, each once, each found again from its problem."""

from coo_desktop.domain.repairs.offered import repair_for
from tests.domain.given import RCEP
from tests.domain.repairs.test_repair import offered


def test_repairs_stand_in_the_order_of_their_problems_each_once():
    changes = {"exporter_name": "OTHER", "goods__invoice_number": "OLD", "remarks": "Ａ"}
    _values, found, repairs = offered(RCEP, **changes)
    first = [found.index(each.solves[0]) for each in repairs]
    assert first == sorted(first)
    assert len(repairs) == 3


def test_a_problem_finds_its_repair_and_one_without_finds_none():
    _values, found, repairs = offered(RCEP, goods__invoice_number="OLD", consignee_name="")
    by_code = {each.code: list(repair_for(each, repairs)) for each in found}
    assert len(by_code["invoice_unknown"]) == 1
    assert by_code["needed"] == []
