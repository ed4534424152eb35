"""Invoices from elsewhere, back-to-back proofs, amendments and who signs; row numbers as in the examiners' list."""

import re
from collections.abc import Iterator

from coo_desktop.domain.documents import Values
from coo_desktop.domain.forms import FormType
from coo_desktop.domain.problems import Context, Finding
from coo_desktop.domain.reading import country_name, rows_of, text_of, words_in
from coo_desktop.domain.spelling import date_of

_ELSEWHERE = re.compile(r"\bVIA\b|\bO/B\b|\bON BEHALF OF\b|\bTHIRD[ -]?PARTY\b|\bNON[ -]?PARTY\b")


def third_party_is_named(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 47, verified: who invoices from elsewhere has a name and a country."""
    if values.get("third_party_invoice") is True:
        for field in ("third_party_name", "third_party_country"):
            if not text_of(values, field):
                yield Finding("needed", field)


def unticked_third_party_is_absent(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 48, inferred: without the tick no text speaks of a company elsewhere."""
    if values.get("third_party_invoice") is True:
        return
    name = text_of(values, "third_party_name")
    if name:
        yield Finding("third_party_unticked", "third_party_invoice", facts={"words": name})
    for field in ("remarks", "special_clause", "producer_text"):
        found = _ELSEWHERE.search(words_in(text_of(values, field)))
        if found:
            yield Finding("third_party_unticked", field, facts={"words": found[0]})


def back_to_back_is_complete(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 50, from general knowledge: number, day and party of the original proof, which is not China's own."""
    if values.get("back_to_back") is not True:
        return
    for field in ("original_number", "original_date", "original_country"):
        if not text_of(values, field):
            yield Finding("needed", field)
    country = text_of(values, "original_country")
    if country and (country == "CN" or country not in form.members):
        facts = {"country": country_name(form, country), "members": ", ".join(form.members)}
        yield Finding("not_a_member", "original_country", facts=facts)
    issued, applied = date_of(values.get("original_date")), date_of(values.get("application_date"))
    if issued is not None and applied is not None and issued > applied:
        yield Finding("original_ahead", "original_date", facts={"date": applied.isoformat()})


def signatory_is_active(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 64, verified: only an active signatory signs."""
    if not context.person.active:
        yield Finding("signatory_disabled", "signatory", facts={"name": context.person.name})


def amendment_keeps_invoices_and_type(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 17, verified: an amendment has the invoice numbers and the type of its original."""
    link = str(context.document.links.get("amends") or "") if context.document else ""
    original = context.product(link) if link else None
    if original is None:
        return
    if original.form != form.id:
        yield Finding("amendment_changes_type", facts={"form": original.form})
    before, now = ([text_of(row, "number") for row in rows_of(held, "invoices")] for held in (original.values, values))
    if sorted(before) != sorted(now):
        yield Finding("amendment_changes_invoices", "invoices", facts={"numbers": ", ".join(before)})


def amendment_has_a_reason(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 61, verified: an amendment says why."""
    links = context.document.links if context.document else {}
    if links.get("amends") and not str(links.get("reason") or "").strip():
        yield Finding("reason_missing")


RULES = (
    third_party_is_named,
    unticked_third_party_is_absent,
    back_to_back_is_complete,
    signatory_is_active,
    amendment_keeps_invoices_and_type,
    amendment_has_a_reason,
)
