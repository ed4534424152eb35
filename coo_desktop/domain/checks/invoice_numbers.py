"""Which invoice numbers a certificate takes, and the one spelling by which two of them are the same.

Every index of used numbers (store, backend, tests) is made of `taken`, so that all answer alike.
"""

import unicodedata
from collections.abc import Iterator

from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.domain.forms.form_type import FormType

#: A typed text may be of any length, an index entry may not.
KEY_LIMIT = 10_000
#: Stages that take no number: of a past certificate the office that decides knows nothing.
_FREE = frozenset({"voided", PAST, "deleted"})
_NO_CHARACTERS = frozenset({"Cc", "Cs", "Cn"})


def invoice_key(number: str) -> str:
    """One spelling for a number however it was typed: width and case made one, blanks around it dropped."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", number).casefold())
    kept = (character if unicodedata.category(character) not in _NO_CHARACTERS else " " for character in plain)
    return "".join(kept)[:KEY_LIMIT].strip()


def numbers(form: FormType, document: Document) -> tuple[str, ...]:
    """The invoice numbers as typed, each once, in order; the form's summary says where they stand."""
    return tuple(dict.fromkeys(_numbers(form, document)))


def taken(form: FormType, document: Document) -> frozenset[str]:
    """The keys of the numbers that the document takes: a certificate's, unless it is voided, past or deleted."""
    if document.family != CERTIFICATE or document.deleted or document.stage in _FREE:
        return frozenset()
    return frozenset(key for number in _numbers(form, document) if (key := invoice_key(number)))


def _numbers(form: FormType, document: Document) -> Iterator[str]:
    name, _, part = form.summary.invoice.partition("/")
    value = document.values.get(name)
    for row in value if isinstance(value, list) else [value]:
        number = row.get(part) if isinstance(row, dict) else row
        if isinstance(number, str) and number.strip():
            yield number.strip()
