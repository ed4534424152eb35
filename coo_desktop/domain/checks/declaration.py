"""Invoices from elsewhere, back-to-back proofs, amendments and who signs; row numbers as in the examiners' list."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from coo_desktop.domain.checks.printed_texts import Place, of_each_text
from coo_desktop.domain.checks.problems import Finding
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import country_name, rows_of, text_of, words_in
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.party_names import same_party
from coo_desktop.domain.language.spelling import date_of, decimal_of, is_blank
from coo_desktop.domain.origin.values import EXACT

#: Proofs of origin are valid for a year.
VALID_DAYS = 366


def third_party_is_named(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 47, verified: who invoices from elsewhere has a name and a country."""
    if values.get("third_party_invoice") is True:
        for field in ("third_party_name", "third_party_country"):
            if not text_of(values, field):
                yield Finding("needed", field)


def third_party_is_abroad(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 47, inferred: who invoices from elsewhere is neither the exporter nor another company of mainland China."""
    if values.get("third_party_invoice") is not True:
        return
    if text_of(values, "third_party_country") == "CN":
        yield Finding("third_party_chinese", "third_party_country")
    elif same_party(text_of(values, "third_party_name"), text_of(values, "exporter_name")):
        yield Finding("third_party_chinese", "third_party_name")


def third_party_leaves_a_known_producer(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 47, verified per form: some forms name the producer in the originating party beside a foreign invoice."""
    asked = values.get("third_party_invoice") is True and form.params.get("third_party", {}).get("needs_producer")
    if asked and text_of(values, "producer_mode") in ("confidential", "unknown"):
        yield Finding("third_party_without_producer", "producer_mode")


def exhibition_is_given(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 49, from general knowledge: goods for an exhibition say which one, and where it is held."""
    if values.get("exhibition") is True and not text_of(values, "exhibition_place"):
        yield Finding("exhibition_untold", "exhibition_place")


def _third_party_is_unticked(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    name = text_of(values, "third_party_name")
    if name and values.get("third_party_invoice") is not True:
        yield Finding("third_party_unticked", "third_party_invoice", facts={"words": name})


@of_each_text("third_party_invoice", before=_third_party_is_unticked)
def unticked_third_party_is_absent(form: FormType, values: Values, place: Place, context: Context) -> Iterator[Finding]:
    """Row 48, inferred: without the tick no text speaks of a company elsewhere."""
    if values.get("third_party_invoice") is True:
        return
    known = "third_party" if place.field in ("remarks", "special_clause", "producer_text") else "third_party_in_full"
    found = context.phrases[known].found(words_in(place.text))
    if found and place.field != "exporter_name":
        yield Finding("third_party_unticked", facts={"words": found})


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


def back_to_back_stays_within_the_original(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 50, from general knowledge: no more leaves the country in between than the original proof covers."""
    covered = decimal_of(values.get("original_quantity"))
    if values.get("back_to_back") is not True or covered is None:
        return
    quantities = [decimal_of(row.get("quantity")) for row in rows_of(values, "goods")]
    with localcontext(EXACT):
        total = sum((quantity for quantity in quantities if quantity is not None), Decimal(0))
    if total > covered:
        facts = {"total": f"{total:,f}", "covered": f"{covered:,f}"}
        yield Finding("original_exceeded", "original_quantity", facts=facts)


def original_is_still_valid(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 50, from general knowledge: a back-to-back proof rests on an original not older than a year."""
    issued, applied = date_of(values.get("original_date")), date_of(values.get("application_date"))
    if values.get("back_to_back") is not True or issued is None or applied is None:
        return
    if (applied - issued).days > VALID_DAYS:
        yield Finding("original_expired", "original_date", facts={"date": issued.isoformat()})


def signatory_is_active(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 64, verified: only an active signatory signs."""
    if not context.person.active:
        yield Finding("signatory_disabled", "signatory", facts={"name": context.person.name})


def amendment_keeps_invoices_and_type(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 17, verified: an amendment has the invoice numbers and the type of its original, or a newer edition of it."""
    original = _amended(context)
    if original is None:
        return
    if not form.is_type_of(original.form):
        yield Finding("amendment_changes_type", facts={"form": original.form})
    before, now = ([text_of(row, "number") for row in rows_of(held, "invoices")] for held in (original.values, values))
    if sorted(before) != sorted(now):
        yield Finding("amendment_changes_invoices", "invoices", facts={"numbers": ", ".join(before)})


def amendment_has_a_reason(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 61, verified: an amendment says why."""
    links = context.links
    if links.get("amends") and not str(links.get("reason") or "").strip():
        yield Finding("reason_missing")


def amendment_changes_something(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 61, verified: the changed boxes are told, so something is changed."""
    original = _amended(context)
    if original is None or original.form != form.id:
        return
    printed = [name for name, spec in form.stored.items() if spec.box and name != "application_date"]
    if all(_said(values.get(name)) == _said(original.values.get(name)) for name in printed):
        yield Finding("amendment_changes_nothing")


def lost_original_is_settled(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 62, verified: a certificate reported as lost is amended once that is decided; the new one then says that the
    original, which cannot be handed back, is void."""
    original = _amended(context)
    if original is not None and original.print_state == "lost_requested":
        yield Finding("loss_undecided")
    elif original is not None and original.print_state == "copy_only":
        yield Finding("original_void")


def _amended(context: Context) -> Document | None:
    """The certificate that this one amends."""
    link = str(context.links.get("amends") or "")
    return context.original(link) if link else None


def _said(value: object) -> object:
    """A value without the ids of its rows, which a copy has anew, and without its empty parts."""
    if isinstance(value, list):
        return [_said(row) for row in value]
    if isinstance(value, dict):
        return {name: _said(part) for name, part in value.items() if name != "id" and not is_blank(part)}
    return "" if is_blank(value) else value


RULES = (
    third_party_is_named,
    third_party_is_abroad,
    third_party_leaves_a_known_producer,
    unticked_third_party_is_absent,
    exhibition_is_given,
    back_to_back_is_complete,
    back_to_back_stays_within_the_original,
    original_is_still_valid,
    signatory_is_active,
    amendment_keeps_invoices_and_type,
    amendment_has_a_reason,
    amendment_changes_something,
    lost_original_is_settled,
)
