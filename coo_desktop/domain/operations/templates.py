"""Templates of certificates: what stays the same from one shipment to the next is kept as a record, and begins a draft.

What a template holds is what its declaration (resources/records/template.toml) names: a field of a certificate under
its own id, and by `params.rows` parts of the first row of a list. Nothing else of the certificate is taken over.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from coo_desktop.domain.documents.document import CERTIFICATE, RECORD, Change, Values
from coo_desktop.domain.documents.field_access import code_of, rows_of, text_of
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.filling.fills import filled
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import KINDS, TextContext, clean, is_blank
from coo_desktop.domain.operations.drafts import existing, store_new
from coo_desktop.domain.ports import Unit
from coo_desktop.domain.records.uses import same_text
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.rulebook import Rulebook

TEMPLATE = "template"


def keep(unit: Unit, form_id: str, values: Values, name: str) -> Change:
    """Keeps what a certificate with these values shares with the next one as a template of this name.

    Raises Refused(why="template_name") where another template of the company has the name.
    """
    record, form = unit.rules.form(TEMPLATE), unit.rules.form(form_id)
    if same_text(name) in {same_text(text_of(each.values, "name")) for each in unit.whole.of(RECORD, TEMPLATE)}:
        raise Refused(why=Rule.TEMPLATE_NAME, name=name)
    held = {**kept(record, form, values), "name": name, "form": form.id}
    return store_new(unit, record, clean(held, record.stored), {})


def begin(unit: Unit, template_id: str) -> Change:
    """A new certificate with what the template holds, filled beyond that as any new one.

    Raises NotFound, and Refused(why="template_type") where certificates of its type cannot be made here.
    """
    template = existing(unit, template_id)
    form = offered_form(unit.rules, template.values)
    if form is None:
        raise Refused(why=Rule.TEMPLATE_TYPE, form=text_of(template.values, "form"))
    given = clean(given_by(unit.rules.form(TEMPLATE), form, template.values), form.stored)
    return store_new(unit, form, filled(form, given, unit.context()), {})


def offered_form(rules: Rulebook, template: Values) -> FormType | None:
    """The type of certificate that a template begins; None where this program does not know or offer it."""
    wanted = text_of(template, "form")
    return next((form for form in rules.book.family(CERTIFICATE) if form.id == wanted), None)


def kept(record: FormType, form: FormType, values: Values) -> dict[str, Any]:
    """What a template holds of a certificate's values, nothing blank."""
    told = {name: _as_held(form, name, values) for name in shared(record, form)}
    for name, parts in _rows(record, form):
        first = next(iter(rows_of(values, name)), {})
        told |= {field: first.get(part) for part, field in parts.items()}
    return {name: value for name, value in told.items() if not is_blank(value)}


def given_by(record: FormType, form: FormType, template: Values) -> dict[str, Any]:
    """What a template puts into a new certificate: fields, and the first row of a list that has none."""
    given = {name: template[name] for name in shared(record, form) if not is_blank(template.get(name))}
    for name, parts in _rows(record, form):
        row = {part: template[field] for part, field in parts.items() if not is_blank(template.get(field))}
        if row:
            given[name] = [row]
    return given


def shared(record: FormType, form: FormType) -> tuple[str, ...]:
    """The fields that a template keeps of certificates of this type."""
    about = record.params["about"]
    return tuple(name for name in record.stored if name in form.stored and name not in about)


def proposed_name(form: FormType, values: Values, language: str) -> str:
    """Buyer · destination, as far as the certificate tells them; else the name of its type."""
    buyer = text_of(values, form.summary.partner).split("\n")[0]
    place = code_of(form, values, form.summary.destination)
    told = filter(None, (buyer, place.name(language) if place is not None else ""))
    return " · ".join(told) or form.short.in_(language)


def _as_held(form: FormType, name: str, values: Values) -> Any:
    """A value as the template holds it: of marks their text, a picture belongs to its shipment."""
    spec, value = form.stored[name], values.get(name)
    if not KINDS[spec.kind].holds_files or is_blank(value):
        return value
    return KINDS[spec.kind].paper(value, spec, TextContext(form.language))


def _rows(record: FormType, form: FormType) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, parts in record.params["rows"].items():
        if name in form.stored:
            yield name, parts
