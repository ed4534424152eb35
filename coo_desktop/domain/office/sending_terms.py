"""发送时的承诺和领取方式: what an office may ask when a certificate is sent, the same questions on both sides.

The fields are declared once for every certificate type (resources/shared/sending.toml) and stored with the document.
`Company.sending_asked` tells whether the company's office asks; the backend refuses what lacks an answer then.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from coo_desktop.domain.documents.document import Company, Values
from coo_desktop.domain.forms.form_type import FormType

#: The section and the fields of shared/sending.toml.
SECTION, COLLECTION, UNDERTAKING = "sending", "collection", "undertaking"
#: Preference: the way to collect that was chosen last.
LAST = "sending_collection"


class Collection(StrEnum):
    """How an issued certificate is collected; the words are those of the field's choices."""

    SELF_PRINT = "self_print"
    OFFICE = "office"


class SelfPrinted(StrEnum):
    """What is known of a destination's customs and a certificate that the exporter printed."""

    TAKEN = "taken"
    #: Said so, by no source that could be checked.
    UNCHECKED = "unchecked"
    UNKNOWN = "unknown"


def self_printed(form: FormType, destination: str) -> SelfPrinted:
    """Whether the customs of a destination take a certificate of this type that the exporter printed."""
    if destination not in form.issuing.self_print:
        return SelfPrinted.UNKNOWN
    return SelfPrinted.UNCHECKED if "issuing.self_print" in form.unverified else SelfPrinted.TAKEN


def is_asked(form: FormType, company: Company) -> bool:
    """Whether a document of this type needs answers before this company may send it."""
    return company.sending_asked and COLLECTION in form.by_id


def lacking(form: FormType, values: Values, company: Company) -> tuple[str, ...]:
    """The fields that still need an answer; nothing is lacking where the office does not ask."""
    if not is_asked(form, company):
        return ()
    given = {
        COLLECTION: values.get(COLLECTION) in set(Collection),
        UNDERTAKING: values.get(UNDERTAKING) is True,
    }
    return tuple(name for name, is_given in given.items() if not is_given)


def begun(values: Values) -> dict[str, Any]:
    """The values of a new document that takes another's: what was undertaken for that one is not undertaken for it."""
    return {name: value for name, value in values.items() if name != UNDERTAKING}


def collection_words(form: FormType, values: Values, language: str) -> str:
    """The way to collect that was chosen; "" while none was."""
    spec, chosen = form.by_id.get(COLLECTION), values.get(COLLECTION)
    return next((one.label.in_(language) for one in spec.choices if one.id == chosen), "") if spec is not None else ""


def answers(given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers alone, of whatever else stands beside them."""
    return {name: given[name] for name in (COLLECTION, UNDERTAKING) if name in given}
