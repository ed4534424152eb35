"""What a new document already knows: defaults of its fields, then the named fills of its form type."""

from collections.abc import Callable, Mapping
from typing import Any

from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Company, Values
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import is_blank

Fill = Callable[[FormType, Values, Context], Mapping[str, Any]]


def exporter_from_company(form: FormType, values: Values, context: Context) -> Mapping[str, Any]:
    """The exporter is the company as filed; its address may be changed afterwards, its name may not."""
    company = context.company
    if form.language == "en":
        return {"exporter_name": company.name_en, "exporter_address": company.address_en}
    return {
        "exporter_name": company.name_zh,
        "exporter_address": company.address_zh,
        "exporter_phone": company.phone,
    }


def application_today(form: FormType, values: Values, context: Context) -> Mapping[str, Any]:
    """Applied for on the day the document is started."""
    return {"application_date": context.today.isoformat()}


def application_place(form: FormType, values: Values, context: Context) -> Mapping[str, Any]:
    """The filed city of the company: NINGBO, CHINA. It is filed in English alone."""
    return {"application_place": filed_place(context.company)} if form.language == "en" else {}


def filed_place(company: Company) -> str:
    """The place where the company is filed, which is its office's too: papers name it as the place of both."""
    city = company.city_en.strip()
    return city if not city or city.endswith("CHINA") else f"{city}, CHINA"


def signatory_signed_in(form: FormType, values: Values, context: Context) -> Mapping[str, Any]:
    """Who is signed in signs."""
    return {"signatory": context.person.name}


def producer_from_company(form: FormType, values: Values, context: Context) -> Mapping[str, Any]:
    """A company that produces is the producer of its own products."""
    company = context.company
    if company.kind == "trading":
        return {}
    return {"producer_name": company.name_zh or company.name_en, "producer_code": company.credit_code}


FILLS: dict[str, Fill] = {
    fill.__name__: fill
    for fill in (
        exporter_from_company,
        application_today,
        application_place,
        signatory_signed_in,
        producer_from_company,
    )
}


#: The fills that the company's filing at an office decides.
_FROM_FILING = frozenset({"application_place"})


def is_filled_from_filing(form: FormType) -> bool:
    """Whether a move to another office changes what documents of this type are filled with."""
    return not _FROM_FILING.isdisjoint(form.fills)


def filled(form: FormType, given: Values, context: Context) -> dict[str, Any]:
    """The given values with what is known added; nothing given is overwritten, except what the program alone fills."""
    values = dict(given)
    for name, spec in form.stored.items():
        if is_blank(values.get(name)) and spec.default is not None:
            values[name] = spec.default
    for fill in form.fills:
        for name, value in FILLS[fill](form, values, context).items():
            if name in form.stored and not is_blank(value) and _may_fill(form.stored[name], values, context):
                values[name] = value
    return values


def refilled(form: FormType, values: Values, before: Context, after: Context) -> dict[str, Any]:
    """The fields that change because what is known has: those that still hold what `before` filled in. What a person
    typed instead stays, and what neither knows is not emptied."""
    changed: dict[str, Any] = {}
    for fill in form.fills:
        old, new = FILLS[fill](form, values, before), FILLS[fill](form, values, after)
        for name, value in new.items():
            is_filled = name in form.stored and values.get(name) == old.get(name) and not is_blank(old.get(name))
            if is_filled and value != old.get(name) and not is_blank(value):
                changed[name] = value
    return changed


def filled_row(spec: FieldSpec, given: Values) -> dict[str, Any]:
    """A new row of an `items` field with the defaults of its parts."""
    row = dict(given)
    for part in spec.item_type.fields if spec.item_type else ():
        if is_blank(row.get(part.id)) and part.default is not None:
            row[part.id] = part.default
    return row


def _may_fill(spec: FieldSpec, values: Values, context: Context) -> bool:
    return is_blank(values.get(spec.id)) or (spec.locked and context.company.kind == "trading")
