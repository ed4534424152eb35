"""The product file: what it tells, and how what it does not know or cannot be is refused."""

from copy import deepcopy
from decimal import Decimal

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.product import UNKNOWN, read_product
from tests.domain.origin.goods import FLASK_FILE


def changed(path: str, value: object) -> dict:
    """The flask's file with one key changed, added, or (None) left out."""
    whole = deepcopy(FLASK_FILE)
    *places, key = path.split(".")
    target: object = whole
    for place in places:
        target = target[int(place)] if place.isdigit() else target[place]
    if value is None:
        target.pop(key)
    else:
        target[key] = value
    return whole


def test_the_file_becomes_a_product():
    product = read_product(FLASK_FILE)
    assert (product.hs_code, product.exporter, product.importer) == ("961700", "CN", "JP")
    assert product.fob_price == Decimal("5.95")
    assert [material.origin for material in product.materials] == ["JP", "CN"]
    assert product.materials[0].value == Decimal("0.735")
    assert product.cost.profit == Decimal("0.60")


def test_full_width_digits_and_whole_numbers_are_amounts():
    assert read_product(changed("fob_price", "５.95")).fob_price == Decimal("5.95")
    assert read_product(changed("fob_price", 6)).fob_price == 6


@pytest.mark.parametrize("origin", ["unknown", "UNKNOWN", ""])
def test_an_origin_not_told_is_unknown(origin):
    assert read_product(changed("materials.0.origin", origin)).materials[0].origin == UNKNOWN


def test_what_is_not_told_is_not_made_up():
    product = read_product({"product": {"hs_code": "9617.00"}})
    assert product.hs_code == "961700"
    assert product.materials == ()
    assert (product.fob_price, product.wholly_obtained, product.processes) == (None, None, None)


@pytest.mark.parametrize(
    ("path", "value", "reason", "key"),
    [
        ("colour", "red", "unknown_key", "colour"),
        ("product.colour", "red", "unknown_key", "product.colour"),
        ("materials.1.colour", "red", "unknown_key", "materials[1].colour"),
        ("cost.rent", "1", "unknown_key", "cost.rent"),
        ("product.hs_code", None, "missing", "product.hs_code"),
        ("product", None, "missing", "product"),
        ("product.hs_code", "flask", "not_an_hs_code", "product.hs_code"),
        ("fob_price", 5.95, "not_a_decimal", "fob_price"),
        ("fob_price", "NaN", "not_a_decimal", "fob_price"),
        ("fob_price", "-1", "not_a_decimal", "fob_price"),
        ("fob_price", "1e5", "not_a_decimal", "fob_price"),
        ("fob_price", "0.00", "not_positive", "fob_price"),
        ("fob_price", True, "not_a_decimal", "fob_price"),
        ("materials.0.unit_price", "2,10", "not_a_decimal", "materials[0].unit_price"),
        ("materials.0.unit_price", "9" * 40, "not_a_decimal", "materials[0].unit_price"),
        ("materials.0.origin", "Japan", "not_a_country_code", "materials[0].origin"),
        ("to", "JAPAN", "not_a_country_code", "to"),
        ("materials", "none", "not_a_list", "materials"),
        ("materials.0", "strip", "not_an_object", "materials[0]"),
        ("processes", [1], "not_text", "processes"),
        ("wholly_obtained", "no", "not_true_or_false", "wholly_obtained"),
        ("currency", 1, "not_text", "currency"),
    ],
)
def test_a_fault_is_refused_by_its_key(path, value, reason, key):
    file = changed(path, value) if path != "materials.0" else FLASK_FILE | {"materials": [value]}
    with pytest.raises(Unreadable) as refused:
        read_product(file)
    assert (refused.value.facts["reason"], refused.value.facts["key"]) == (reason, key)


@pytest.mark.parametrize("value", [None, [], "flask", 1])
def test_something_else_than_a_product_file_is_refused(value):
    with pytest.raises(Unreadable):
        read_product(value)
