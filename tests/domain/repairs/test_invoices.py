"""One invoice number for all rows; a doubled invoice and an empty line go only when nothing is lost with them."""

from tests.domain.given import RCEP, values_of
from tests.domain.repairs.test_repair import offered


def lines(*numbers):
    first = values_of(RCEP)["goods"][0]
    return [{**first, "id": str(at), "invoice_number": number} for at, number in enumerate(numbers)]


def invoices(*numbers):
    first = values_of(RCEP)["invoices"][0]
    return [{**first, "id": f"i{at}", "number": number} for at, number in enumerate(numbers)]


def test_with_one_invoice_every_line_gets_its_number_also_the_ones_without():
    _values, _found, repairs = offered(RCEP, invoices=invoices("NEW-1"), goods=lines("OLD-1", "", "NEW-1", "OLD-2"))
    (repair,) = [each for each in repairs if each.solves[0].code == "invoice_unknown"]
    assert [row["invoice_number"] for row in repair.fills["goods"]] == ["NEW-1"] * 4
    assert "3" in repair.said.en
    assert len(repair.solves) == 2


def test_with_several_invoices_a_person_chooses_and_only_wrong_lines_change():
    _values, _found, repairs = offered(RCEP, invoices=invoices("A-1", "B-1"), goods=lines("OLD", "", "B-1"))
    numbers = [[row["invoice_number"] for row in each.fills["goods"]] for each in repairs if "goods" in each.fills]
    assert numbers == [["A-1", "A-1", "B-1"], ["B-1", "B-1", "B-1"]]


def test_an_invoice_listed_twice_alike_goes_once_and_one_that_differs_stays():
    twice = invoices("A-1", "A-1")
    (repair,) = [each for each in offered(RCEP, invoices=twice, goods=lines("A-1"))[2] if "invoices" in each.fills]
    assert [row["id"] for row in repair.fills["invoices"]] == ["i0"]
    differing = [twice[0], {**twice[1], "amount": "1"}]
    assert not [each for each in offered(RCEP, invoices=differing, goods=lines("A-1"))[2] if "invoices" in each.fills]


def test_a_line_goes_only_when_nothing_was_typed_in_it():
    first = values_of(RCEP)["goods"][0]
    (repair,) = [
        each for each in offered(RCEP, goods=[first, {"id": "e"}])[2] if each.solves[0].code == "line_is_empty"
    ]
    assert repair.fills["goods"] == [first]
    typed = [first, {"id": "e", "quantity": "5"}]
    assert not [each for each in offered(RCEP, goods=typed)[2] if each.solves[0].code == "line_is_empty"]
