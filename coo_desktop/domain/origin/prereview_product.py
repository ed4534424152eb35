"""A filed pre-review as the product whose origin is asked; half-typed values count as not told."""

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, rows_of, text_of
from coo_desktop.domain.origin.product import UNKNOWN, Cost, Material, Product, role_of
from coo_desktop.domain.origin.ranges import digits
from coo_desktop.domain.origin.rules import ProductRule, typed_rule
from coo_desktop.domain.origin.values import amount

#: How a process line says that a chemical reaction made the good.
REACTIONS = ("化学反应", "CHEMICAL REACTION")


def product_of(values: Values, importer: str = "") -> Product:
    """The product that a pre-review's values describe."""
    return Product(
        hs_code=digits(text_of(values, "hs_code")) or "",
        name_en=text_of(values, "name_en"),
        name_zh=text_of(values, "name_zh"),
        importer=importer,
        currency=text_of(values, "currency"),
        ex_works_price=amount(values.get("ex_works_price")) or None,
        fob_price=amount(values.get("fob_price")) or None,
        net_weight_kg=amount(values.get("net_weight")),
        wholly_obtained=values.get("wholly_obtained") is True,
        processes=_processes(values),
        cost=Cost(
            direct_labour=amount(values.get("direct_labour")),
            direct_overhead=amount(values.get("direct_overhead")),
            profit=amount(values.get("profit")),
            other=amount(values.get("other_cost")),
        ),
        materials=tuple(_material(row) for row in rows_of(values, "materials")),
    )


def rule_of(values: Values) -> ProductRule | None:
    """The rule typed into the pre-review, None when there is none; raises Unreadable when it cannot be read."""
    text = text_of(values, "product_rule")
    return typed_rule(text) if text else None


def _material(row: Row) -> Material:
    origin = text_of(row, "origin").upper()
    return Material(
        name=text_of(row, "name_en") or text_of(row, "name_zh"),
        hs_code=digits(text_of(row, "hs_code")) or "",
        origin=UNKNOWN if origin in ("", UNKNOWN.upper()) else origin,
        quantity=amount(row.get("quantity")),
        unit_price=amount(row.get("unit_price")),
        weight_kg=amount(row.get("weight_kg")),
        cumulated=row.get("cumulated") is True,
        role=role_of(row.get("role")),
        fungible=row.get("fungible") is True,
    )


def _processes(values: Values) -> tuple[str, ...] | None:
    """The steps as the engine reads them; only a line that names the reaction answers the question for one."""
    text = text_of(values, "processes")
    if any(word in text.upper() for word in REACTIONS):
        return (*text.splitlines(), "CR")
    return None
