"""The sums under the goods, beside the invoices."""

from decimal import Decimal

import pytest

from coo_desktop.domain.filling.line_sums import sums_of

LINES = [
    {"package_count": "250", "package_unit": "CARTON", "quantity": "6000", "quantity_unit": "PIECE", "amount": "35700"},
    {"package_count": "96", "package_unit": "CARTON", "quantity": "12.5", "quantity_unit": "KG", "amount": "300.50"},
    {"package_count": "4", "package_unit": "PALLET", "quantity": "x", "gross_weight": "10.5", "amount": "1"},
]


def test_packages_and_quantities_are_added_per_unit():
    sums = sums_of({"goods": LINES})
    assert sums.packages == {"CARTON": Decimal(346), "PALLET": Decimal(4)}
    assert sums.quantities == {"PIECE": Decimal(6000), "KG": Decimal("12.5")}
    assert (sums.gross, sums.net, sums.amount) == (Decimal("10.5"), None, Decimal("36001.50"))


@pytest.mark.parametrize(
    ("invoices", "agrees", "currency"),
    [
        ([{"amount": "36001.5", "currency": "USD"}], True, "USD"),
        ([{"amount": "36001", "currency": "USD"}, {"amount": "0.5", "currency": "USD"}], True, "USD"),
        ([{"amount": "1", "currency": "USD"}], False, "USD"),
        ([{"amount": "", "currency": "USD"}], None, "USD"),
        ([{"amount": "36001", "currency": "USD"}, {"amount": "0.5", "currency": "EUR"}], None, ""),
        ([], False, ""),
    ],
)
def test_the_amounts_are_compared_with_the_invoices_once_all_are_there(invoices, agrees, currency):
    sums = sums_of({"goods": LINES, "invoices": invoices})
    assert (sums.agrees, sums.currency) == (agrees, currency)


def test_a_line_without_an_amount_leaves_the_comparison_open():
    assert sums_of({"goods": [*LINES, {}], "invoices": [{"amount": "1"}]}).agrees is None
    assert sums_of({}).agrees is None
