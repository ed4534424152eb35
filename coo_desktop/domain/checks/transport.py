"""Ports, vessel and the order of the days; row numbers are those of the examiners' list of checks."""

from collections.abc import Iterator
from difflib import get_close_matches

from coo_desktop.domain.checks.problems import Finding, Severity
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import code_of, country_name, port_country, rows_of, text_of, words_in
from coo_desktop.domain.filling.computed import is_retroactive, last_day, place, route_text
from coo_desktop.domain.forms.code_lists import Code
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.spelling import date_of


def loading_port_in_china(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 9, verified: goods leave from a port of mainland China."""
    country = port_country(form, values, "load_port")
    if country and country != "CN":
        yield Finding("load_port_abroad", "load_port", facts={"country": country_name(form, country)})


def discharge_port_in_destination(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 8, verified: the port of discharge is one of the importing country, as far as that has ports."""
    country, destination = port_country(form, values, "discharge_port"), text_of(values, "destination_country")
    if country and destination and country != destination:
        facts = {"country": country_name(form, country), "destination": country_name(form, destination)}
        inland = code_of(form, values, "destination_country")
        severity: Severity = "warn" if inland is not None and inland.more.get("landlocked") else "block"
        yield Finding("discharge_port_elsewhere", "discharge_port", facts=facts, severity=severity)


def ports_are_known(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 8, verified: a port is chosen from the list; one that the list lacks is written whole, with its country."""
    for field in ("load_port", "via_port", "discharge_port"):
        port, text = code_of(form, values, field), text_of(values, field)
        if port is None and text and not _names_a_country(form, text):
            nearest = ", ".join(near.en for near in near_ports(form, values, field))
            yield Finding("port_unknown", field, facts={"text": text[:40], "nearest": nearest or "—"})


def route_through_hong_kong(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Section 2.0, from practice: goods that pass Hong Kong or Macao are certified there to be as they left."""
    if port_country(form, values, "via_port") in ("HK", "MO"):
        yield Finding("route_through_hong_kong", "via_port", facts={"port": place(form, values, "via_port")})


def destination_is_a_member(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 4, verified: the importing country is one of the agreement's."""
    country = text_of(values, "destination_country")
    if country and country not in form.members:
        facts = {"country": country_name(form, country), "members": ", ".join(form.members)}
        yield Finding("not_a_member", "destination_country", facts=facts)


def destination_is_abroad(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 7, verified: the destination is a country or region outside mainland China."""
    country = text_of(values, "destination_country")
    if country and (country in ("CN", "UNKNOWN") or code_of(form, values, "destination_country") is None):
        yield Finding("not_a_destination", "destination_country", facts={"text": country[:40]})


def route_is_given(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 10, verified: a general certificate tells the route."""
    if not route_text(form, values, None)[0]:
        yield Finding("route_missing", "load_port")


def vessel_needed_after_sailing(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 11, verified: BY SEA or *** will do before sailing, afterwards the vessel or flight has a name."""
    departure = date_of(values.get("departure_date"))
    if departure is not None and departure < context.today:
        vessel = words_in(text_of(values, "vessel")).strip("*")
        if not vessel or context.phrases["no_vessel"].found(vessel):
            severity: Severity = "block" if form.agreement else "warn"
            yield Finding("vessel_missing", "vessel", facts={"date": departure.isoformat()}, severity=severity)


def departure_is_given(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Section 2.0, verified: the departure date stands in the transport box as far as it is known."""
    if not text_of(values, "departure_date"):
        yield Finding("departure_missing", "departure_date")


def expected_departure_is_ahead(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Section 2.0, verified: ON/AFTER announces a day; once it is past, the date of the bill of lading is certain."""
    departure = date_of(values.get("departure_date"))
    if departure is not None and departure < context.today and text_of(values, "departure_prefix") != "on":
        yield Finding("departure_no_longer_expected", "departure_prefix", facts={"date": departure.isoformat()})


def certain_departure_has_happened(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 11 and 51, verified for the cross-strait form: a day ahead is an expected one and says so."""
    departure = date_of(values.get("departure_date"))
    if departure is not None and departure > context.today and text_of(values, "departure_prefix") == "on":
        severity: Severity = "block" if form.params.get("chinese_text") else "warn"
        facts = {"date": departure.isoformat()}
        yield Finding("departure_not_certain", "departure_prefix", facts=facts, severity=severity)


def transhipment_is_on_the_way(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 8, inferred: a port of transhipment is neither where the goods are loaded nor where they are discharged."""
    via = text_of(values, "via_port")
    if via and via in (text_of(values, "load_port"), text_of(values, "discharge_port")):
        yield Finding("via_is_an_end", "via_port", facts={"port": place(form, values, "via_port")})


def departure_not_before_invoice(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 12, verified: goods do not leave before they are invoiced."""
    departure = date_of(values.get("departure_date"))
    for row in rows_of(values, "invoices"):
        invoiced = date_of(row.get("date"))
        if departure is not None and invoiced is not None and departure < invoiced:
            facts = {"invoice": text_of(row, "number"), "date": invoiced.isoformat()}
            yield Finding("departure_before_invoice", "departure_date", facts=facts)


def dates_in_order(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 14, verified: application not before any invoice, and not in the future."""
    applied = date_of(values.get("application_date"))
    if applied is None:
        return
    for row in rows_of(values, "invoices"):
        invoiced = date_of(row.get("date"))
        if invoiced is not None and applied < invoiced:
            facts = {"invoice": text_of(row, "number"), "date": invoiced.isoformat()}
            yield Finding("application_before_invoice", "application_date", facts=facts)
    if applied > context.today:
        yield Finding("application_ahead", "application_date", facts={"today": context.today.isoformat()})


def retroactive_in_time(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 13, verified per form: after the free days the form says so by itself, after a year it is too late."""
    applied, last = date_of(values.get("application_date")), last_day(form, values)
    if applied is None or not is_retroactive(form, values):
        return
    if last is not None and applied > last:
        yield Finding("too_late", "application_date", facts={"date": last.isoformat()})
    else:
        yield Finding("issued_retroactively", "departure_date", facts={"text": form.params["retro"]["text"]})


def retroactive_has_a_reason(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 13, verified for some forms: a late application tells the examiner why: force majeure, error, omission."""
    if is_retroactive(form, values) and not text_of(values, "application_remark"):
        yield Finding("retroactive_unexplained", "application_remark")


def applied_before_export_declaration(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 56, verified: the export declaration names this form's number, so the form is applied for before it.

    Goods that have left were declared before; an `export_declaration_date` tells the day itself where a form has it.
    """
    if not form.issuing.before_export_declaration:
        return
    applied = date_of(values.get("application_date"))
    declared = date_of(values.get("export_declaration_date")) or date_of(values.get("departure_date"))
    if applied is not None and declared is not None and applied > declared:
        yield Finding("applied_after_declaration", "application_date", facts={"date": declared.isoformat()})


def near_ports(form: FormType, values: Values, field: str) -> list[Code]:
    """The listed ports whose names are likest what was typed, of the country where the port has to be."""
    spec = form.by_id.get(field)
    country = {"load_port": "CN", "discharge_port": text_of(values, "destination_country")}.get(field, "")
    codes = spec.code_list.codes if spec is not None and spec.code_list else ()
    named = {code.en.upper(): code for code in codes if not country or code.more.get("country") == country}
    return [named[name] for name in get_close_matches(words_in(text_of(values, field)), named, n=2)]


def _names_a_country(form: FormType, text: str) -> bool:
    spec = form.by_id.get("destination_country")
    countries = spec.code_list if spec is not None else None
    return "," in text and countries is not None and countries.meant(text.rsplit(",", 1)[1]) != ""


RULES = (
    loading_port_in_china,
    discharge_port_in_destination,
    ports_are_known,
    route_through_hong_kong,
    destination_is_a_member,
    destination_is_abroad,
    route_is_given,
    vessel_needed_after_sailing,
    departure_is_given,
    expected_departure_is_ahead,
    certain_departure_has_happened,
    transhipment_is_on_the_way,
    departure_not_before_invoice,
    dates_in_order,
    retroactive_in_time,
    retroactive_has_a_reason,
    applied_before_export_declaration,
)
