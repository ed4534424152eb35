"""The product whose origin is in question, read from a product file that refuses what it does not know."""

import enum
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import partial
from typing import Any

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.ranges import digits

UNKNOWN = "unknown"
_DECIMAL = re.compile(r"\d{1,15}(\.\d{1,10})?\Z", re.ASCII)
_MATERIAL_KEYS = "name name_en name_zh hs_code origin quantity unit_price weight_kg cumulated role fungible"
_COUNTRY = re.compile(r"[A-Z]{2}\Z", re.ASCII)


class Role(enum.StrEnum):
    """What a material is to the good: origin rules ask other things of packing, accessories and the goods of a set."""

    MATERIAL = "material"
    RETAIL_PACKING = "retail_packing"
    SHIPPING_PACKING = "shipping_packing"
    ACCESSORY = "accessory"
    SET_PART = "set_part"


def role_of(value: object) -> Role:
    """The role as a form holds it; a row that tells none, or none that is known, is of a plain material."""
    return next((role for role in Role if role == value), Role.MATERIAL)


@dataclass(frozen=True, slots=True)
class Material:
    """One material of one unit of the good; `origin` is an ISO code or "unknown".

    That of a `fungible` one, kept in stock with others that nobody can tell from it, is what a stock method says.
    """

    name: str
    hs_code: str
    origin: str
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    weight_kg: Decimal | None = None
    cumulated: bool = False
    role: Role = Role.MATERIAL
    fungible: bool = False

    @property
    def value(self) -> Decimal | None:
        """Quantity per unit of the good × unit price, as RCEP Art. 3.5.3 values materials."""
        return None if self.quantity is None or self.unit_price is None else self.quantity * self.unit_price


#: A material with its place in the product file, by which what it lacks is named.
Placed = tuple[str, Material]


@dataclass(frozen=True, slots=True)
class Cost:
    """The parts of the price that a build-up counts besides originating materials, per unit of the good."""

    direct_labour: Decimal | None = None
    direct_overhead: Decimal | None = None
    profit: Decimal | None = None
    other: Decimal | None = None

    def parts(self) -> dict[str, Decimal | None]:
        return {
            "direct_labour": self.direct_labour,
            "direct_overhead": self.direct_overhead,
            "profit": self.profit,
            "other": self.other,
        }


@dataclass(frozen=True, slots=True)
class Product:
    """A good, its prices per unit, and what it is made of; None means not told.

    `abroad` has the origins of materials outside the exporting country, `declared` of those declared cumulated;
    `placed` has the materials with their places; `is_set` tells that it is a set of goods, `fungible` that some
    materials are. `splits` keeps how materials divide into own and foreign ones, and which of them stay in their place
    of the tariff: most agreements ask for the same.
    """

    hs_code: str
    hs_edition: str = "2022"
    name_en: str = ""
    name_zh: str = ""
    exporter: str = "CN"
    importer: str = ""
    currency: str = ""
    ex_works_price: Decimal | None = None
    fob_price: Decimal | None = None
    net_weight_kg: Decimal | None = None
    wholly_obtained: bool | None = None
    minimal_operations: bool = False
    processes: tuple[str, ...] | None = None
    cost: Cost = Cost()
    materials: tuple[Material, ...] = ()
    abroad: frozenset[str] = field(init=False, repr=False, compare=False)
    declared: frozenset[str] = field(init=False, repr=False, compare=False)
    placed: tuple[Placed, ...] = field(init=False, repr=False, compare=False)
    is_set: bool = field(init=False, repr=False, compare=False)
    fungible: bool = field(init=False, repr=False, compare=False)
    splits: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        home = {self.exporter, UNKNOWN}
        origins = frozenset(material.origin for material in self.materials) - home
        declared = frozenset(material.origin for material in self.materials if material.cumulated) - {self.exporter}
        object.__setattr__(self, "abroad", origins)
        object.__setattr__(self, "declared", declared)
        placed = tuple([(f"materials[{at}]", material) for at, material in enumerate(self.materials)])
        object.__setattr__(self, "placed", placed)
        object.__setattr__(self, "is_set", any(material.role is Role.SET_PART for material in self.materials))
        object.__setattr__(self, "fungible", any(material.fungible for material in self.materials))


def read_product(value: object) -> Product:
    """The product of a parsed product file; Unreadable names the key that is unknown, missing or ill-formed."""
    keys = (
        "product from to currency ex_works_price fob_price net_weight_kg wholly_obtained minimal_operations "
        "processes cost materials"
    )
    whole = _mapping(value, "", keys)
    good = _mapping(whole.get("product"), "product", "name name_en name_zh hs_code hs_edition")
    amount = partial(_decimal, whole, "")
    return Product(
        hs_code=_code(good, "product"),
        hs_edition=_text(good, "product", "hs_edition") or "2022",
        name_en=_text(good, "product", "name_en") or _text(good, "product", "name"),
        name_zh=_text(good, "product", "name_zh"),
        exporter=_country(whole, "", "from") or "CN",
        importer=_country(whole, "", "to"),
        currency=_text(whole, "", "currency"),
        ex_works_price=_price(amount("ex_works_price"), "ex_works_price"),
        fob_price=_price(amount("fob_price"), "fob_price"),
        net_weight_kg=amount("net_weight_kg"),
        wholly_obtained=_flag(whole, "", "wholly_obtained"),
        minimal_operations=_flag(whole, "", "minimal_operations") or False,
        processes=_processes(whole),
        cost=_cost(whole),
        materials=tuple(_material(row, f"materials[{at}]") for at, row in enumerate(_rows(whole, "materials") or ())),
    )


def _cost(whole: Mapping[str, object]) -> Cost:
    row = _mapping(whole.get("cost", {}), "cost", " ".join(field.name for field in fields(Cost)))
    return Cost(**{field.name: _decimal(row, "cost", field.name) for field in fields(Cost)})


def _material(value: object, place: str) -> Material:
    row = _mapping(value, place, _MATERIAL_KEYS)
    name = next((text for key in ("name", "name_en", "name_zh") if (text := _text(row, place, key))), "")
    origin = _text(row, place, "origin")
    return Material(
        name=name,
        hs_code=_code(row, place) if row.get("hs_code") not in (None, "") else "",
        origin=UNKNOWN if origin.lower() in ("", UNKNOWN) else _country(row, place, "origin"),
        quantity=_decimal(row, place, "quantity"),
        unit_price=_decimal(row, place, "unit_price"),
        weight_kg=_decimal(row, place, "weight_kg"),
        cumulated=_flag(row, place, "cumulated") or False,
        role=_role(row, place),
        fungible=_flag(row, place, "fungible") or False,
    )


def _role(row: Mapping[str, object], place: str) -> Role:
    written = _text(row, place, "role")
    try:
        return Role(written or Role.MATERIAL)
    except ValueError:
        raise Unreadable(reason="unknown_choice", key=_where(place, "role"), value=written) from None


def _processes(whole: Mapping[str, object]) -> tuple[str, ...] | None:
    rows = _rows(whole, "processes")
    if rows is None:
        return None
    if not all(isinstance(row, str) for row in rows):
        raise Unreadable(reason="not_text", key="processes")
    return tuple(str(row).strip() for row in rows)


def _where(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _mapping(value: object, place: str, known: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise Unreadable(reason="missing" if value is None else "not_an_object", key=place or "product file")
    for key in value:
        if key not in known.split():
            raise Unreadable(reason="unknown_key", key=_where(place, str(key)))
    return value


def _rows(row: Mapping[str, object], key: str) -> Sequence[object] | None:
    value = row.get(key)
    if value is not None and not isinstance(value, list | tuple):
        raise Unreadable(reason="not_a_list", key=key)
    return value


def _text(row: Mapping[str, object], place: str, key: str) -> str:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise Unreadable(reason="not_text", key=_where(place, key))
    return (value or "").strip()


def _flag(row: Mapping[str, object], place: str, key: str) -> bool | None:
    value = row.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise Unreadable(reason="not_true_or_false", key=_where(place, key))


def _code(row: Mapping[str, object], place: str) -> str:
    written = _text(row, place, "hs_code")
    code = digits(written)
    if code is None:
        raise Unreadable(reason="not_an_hs_code" if written else "missing", key=_where(place, "hs_code"), value=written)
    return code


def _country(row: Mapping[str, object], place: str, key: str) -> str:
    country = _text(row, place, key).upper()
    if country and not _COUNTRY.match(country):
        raise Unreadable(reason="not_a_country_code", key=_where(place, key), value=country)
    return country


def _decimal(row: Mapping[str, object], place: str, key: str) -> Decimal | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unreadable(reason="not_a_decimal", key=_where(place, key), value=str(value))
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if not _DECIMAL.match(text):
        raise Unreadable(reason="not_a_decimal", key=_where(place, key), value=text)
    return Decimal(text)


def _price(price: Decimal | None, key: str) -> Decimal | None:
    if price is not None and price == 0:
        raise Unreadable(reason="not_positive", key=key, value=str(price))
    return price
