"""Fields that follow from others: each function gives the text shown and the sum or reason that explains it.

`form` is the document's form type, `values` all its values, `row` the item row a computed part stands in.
What cannot be computed yet is an empty text, never an error: the screen computes on every key press.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, code_of, country_name, row_code, rows_of, text_of
from coo_desktop.domain.filling.line_sums import LINES, LineSums, sums_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.language import chinese, english
from coo_desktop.domain.language.english import BULK, Wording
from coo_desktop.domain.language.spelling import date_of, decimal_of
from coo_desktop.domain.origin.product import Role, role_of
from coo_desktop.domain.origin.values import EXACT, Components, amount_text, components, percent_text

MaybeRow = Row | None
Computed = tuple[str, str]
NOTHING: Computed = ("", "")

#: What each way of packing is called; regular packing is called by its package unit.
PACKINGS = {"bulk": BULK, "nude": "NUDE CARGO", "hanging": "HANGING GARMENTS"}
CHINESE_PACKINGS = {"bulk": chinese.BULK, "nude": chinese.NUDE, "hanging": chinese.HANGING}


def exw_component(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """EXW 价值成分: (EXW − VNM) ÷ EXW × 100."""
    found = components(values)
    return _percent(found.exw_component_percent, found.exw_sum)


def fob_component(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """FOB 价值成分: (FOB − VNM) ÷ FOB × 100."""
    found = components(values)
    return _percent(found.fob_component_percent, found.fob_sum)


def vnm(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """The value of materials that do not originate, or whose origin is unknown, in one unit of the product."""
    return _material_sum(values, components(values), own=False)


def vom(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """The value of originating materials in one unit of the product, cumulated ones included."""
    return _material_sum(values, components(values), own=True)


def material_amount(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """Unit price × 用料比例."""
    value = _row_amount(row or {})
    if value is None or row is None:
        return NOTHING
    return amount_text(value) or "", f"{row['unit_price']} × {row['quantity']}"


def item_number(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """1, 2, 3… in the order of the lines: there is never a gap."""
    ids = [line.get("id") for line in rows_of(values, "goods")]
    if row is None or row.get("id") not in ids:
        return NOTHING
    return str(ids.index(row.get("id")) + 1), ""


def package_text(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """The opening of the goods description, which auto-fill proposes: TWO HUNDRED (200) CARTONS OF PRUNING SHEARS."""
    if row is None or not (text_of(row, "name_en") or (form.language != "en" and text_of(row, "name_zh"))):
        return NOTHING
    kind, count = text_of(row, "package_kind") or "regular", package_count(row)
    unit = packings(form).get(kind) or package_unit(form, row)
    if not unit or (kind == "regular" and count is None):
        return NOTHING
    if form.language == "en":
        return english.packages_text(count, unit, text_of(row, "name_en"), wording(form)), ""
    said = unit if count is None or kind == "bulk" else chinese.counted(count, unit)
    return chinese.packed_goods(text_of(row, "name_zh"), text_of(row, "name_en"), said), ""


def total_packages(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """The total line under the goods, and the counts it adds up."""
    counted = [
        (count, unit)
        for line in rows_of(values, "goods")
        if (unit := packed_unit(form, line)) and (count := package_count(line))
    ]
    text = english.total_line(counted, wording(form)) if form.language == "en" else chinese.total_line(counted)
    return text, " + ".join(f"{count} {unit}" for count, unit in counted)


def total_amount(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """The sum of the goods' amounts, for comparison with the invoices."""
    amounts = [number for line in rows_of(values, "goods") if (number := decimal_of(line.get("amount"))) is not None]
    if not amounts:
        return NOTHING
    with localcontext(EXACT):
        return f"{sum(amounts, Decimal(0)):,f}", " + ".join(f"{number:f}" for number in amounts)


def route_text(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """FROM NINGBO, CHINA TO TOKYO, JAPAN VIA BUSAN, KOREA BY SEA.

    `params.route = "thence"` words a transhipment as two legs with the day of departure before them, as letters of
    credit ask of some certificates.
    """
    start, end = place(form, values, "load_port"), place(form, values, "discharge_port")
    end = end or country_name(form, text_of(values, "destination_country"))
    if not start or not end:
        return NOTHING
    via = [text for text in [place(form, values, "via_port")] if text]
    chosen = text_of(values, "transport_mode") or "sea"
    if form.language != "en":
        return chinese.route_text(start, end, chosen, via), ""
    mode = chosen.replace("_", " ").upper()
    if form.params.get("route") == "thence" and via:
        return english.two_leg_route(start, end, mode, via, departure(values)), ""
    return english.route_text(start, end, mode, via), ""


def departure(values: Values) -> str:
    """ON the certain day, ON/AFTER an expected one; empty without a day."""
    day = date_of(values.get("departure_date"))
    return english.departure_text(day, sailed=text_of(values, "departure_prefix") == "on") if day else ""


def retroactive_text(form: FormType, values: Values, row: MaybeRow) -> Computed:
    """The form's retroactive remark when the goods left before the application, else empty."""
    if not is_retroactive(form, values):
        return NOTHING
    departure, applied = date_of(values.get("departure_date")), date_of(values.get("application_date"))
    return str(form.params["retro"]["text"]), f"{departure} < {applied}"


def package_count(row: Row) -> int | None:
    """The line's package count when it is a whole number that has words."""
    number = decimal_of(row.get("package_count"))
    if number is None or number != number.to_integral_value() or not 1 <= number <= 999_999:
        return None
    return int(number)


def packings(form: FormType) -> Mapping[str, str]:
    """The form's words for each way of packing that is no kind of package."""
    return PACKINGS if form.language == "en" else CHINESE_PACKINGS


def package_unit(form: FormType, row: Row) -> str:
    """The kind of packages in the form's language: CARTON, 纸箱; one that no list has as it was typed."""
    known = row_code(form, row, "package_unit") if form.language != "en" else None
    return known.zh if known is not None and known.zh else text_of(row, "package_unit")


def packed_unit(form: FormType, row: Row) -> str:
    """What the line's packages are called on the total line; empty for goods that have none."""
    kind = text_of(row, "package_kind") or "regular"
    return "" if kind == "bulk" else packings(form).get(kind) or package_unit(form, row)


def wording(form: FormType) -> Wording:
    """How this form type words counts and totals."""
    return Wording(**form.params.get("wording", {}))


def place(form: FormType, values: Values, field: str) -> str:
    """A port as certificates print it: NINGBO, CHINA, in Chinese its name alone; one that no list has as typed."""
    port = code_of(form, values, field)
    if port is None:
        return text_of(values, field)
    if form.language != "en":
        return port.zh or port.en
    country = country_name(form, port.more.get("country", ""))
    return f"{port.en}, {country}" if country and country != port.en else port.en


def _percent(percent: Decimal | None, explanation: str | None) -> Computed:
    text = percent_text(percent)
    return (f"{text} %", explanation or "") if text is not None else NOTHING


def _material_sum(values: Values, found: Components, own: bool) -> Computed:
    total = found.vom if own else found.vnm
    if total is None:
        return NOTHING
    counted = (row for row in rows_of(values, "materials") if role_of(row.get("role")) is not Role.SHIPPING_PACKING)
    parts = [
        amount_text(value)
        for row in counted
        if is_own(row) is own
        and role_of(row.get("role")) is not Role.SHIPPING_PACKING
        and (value := _row_amount(row)) is not None
    ]
    return amount_text(total) or "", " + ".join(part for part in parts if part)


def is_own(material: Row) -> bool:
    """Whether a material row counts as originating: Chinese, or declared cumulated."""
    origin = str(material.get("origin") or "")
    return origin == "CN" or (material.get("cumulated") is True and origin not in ("", "UNKNOWN"))


def is_part(material: Row) -> bool:
    """Whether a material row is a part of the good, not packing or an accessory that comes with it."""
    return role_of(material.get("role")) in (Role.MATERIAL, Role.SET_PART)


def _row_amount(row: Row) -> Decimal | None:
    price, quantity = decimal_of(row.get("unit_price")), decimal_of(row.get("quantity"))
    if price is None or quantity is None:
        return None
    with localcontext(EXACT):
        return price * quantity


COMPUTED: dict[str, Callable[[FormType, Values, MaybeRow], Computed]] = {
    function.__name__: function
    for function in (
        exw_component,
        fob_component,
        vnm,
        vom,
        material_amount,
        item_number,
        package_text,
        total_packages,
        total_amount,
        route_text,
        retroactive_text,
    )
}


def value_of(form: FormType, values: Values, spec: FieldSpec, row: MaybeRow = None) -> Any:
    """The computed text of a field, or its stored value in `values`, in `row` when the field is a part of it."""
    if spec.is_computed:
        return COMPUTED[spec.compute](form, values, row)[0]
    return (values if row is None else row).get(spec.id)


@dataclass(frozen=True, slots=True)
class Worked:
    """What follows from values: each computed field by its id, and what the goods add up to where there are any."""

    texts: Mapping[str, Computed]
    sums: LineSums | None = None

    def of(self, spec: FieldSpec) -> Computed:
        """The text of a computed field, and the sum or reason that gives it."""
        return self.texts.get(spec.id, NOTHING)


def worked_out(form: FormType, specs: Iterable[FieldSpec], values: Values, row: MaybeRow = None) -> Worked:
    """What these fields follow to: those of a form, or those of one `row` of a document; on any thread."""
    listed = tuple(specs)
    texts = {spec.id: COMPUTED[spec.compute](form, values, row) for spec in listed if spec.is_computed}
    return Worked(texts, sums_of(values) if any(spec.id == LINES for spec in listed) else None)


def is_retroactive(form: FormType, values: Values) -> bool:
    """Whether the application comes later than the form's free days after departure."""
    free_end = _after_departure(form, values, "free_days")
    applied = date_of(values.get("application_date"))
    return free_end is not None and applied is not None and applied > free_end


def last_day(form: FormType, values: Values) -> dt.date | None:
    """The last day on which the form may still be applied for; None without a limit or a departure date."""
    return _after_departure(form, values, "max_days")


def _after_departure(form: FormType, values: Values, setting: str) -> dt.date | None:
    departure, retro = date_of(values.get("departure_date")), form.params.get("retro", {})
    if departure is None or setting not in retro:
        return None
    days = int(retro[setting])
    if setting == "free_days" and retro.get("free_days_kind") == "working":
        return _after_working_days(departure, days)
    return departure + dt.timedelta(days=days)


def _after_working_days(start: dt.date, days: int) -> dt.date:
    """Mondays to Fridays; public holidays are not known here, so around one the remark comes a little early."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return day
