"""What a person may be asked in a dialog: one frozen question per dialog, each with the type of its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from coo_desktop.domain.documents.document import Query, Values
from coo_desktop.domain.forms.form_type import FieldSpec, FormType

A = TypeVar("A")


class Question(Generic[A]):
    """A question that an `A` answers. Cancelling is no answer, so `A` has no member for it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ConfirmQuestion(Question[bool]):
    """A yes, answered with True; `accept` is the word on the button."""

    title: str
    text: str
    accept: str = ""


@dataclass(frozen=True, slots=True)
class SendQuestion(Question[Values]):
    """A yes to sending, with the answers that the office asks for: `fields` name what is asked and its words, `values`
    are those chosen at first, `self_printing` are sentences of what is known of it, each with whether no
    source could be checked. See sending_terms."""

    title: str
    text: str
    accept: str
    fields: Mapping[str, FieldSpec]
    values: Values
    self_printing: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class TextQuestion(Question[str]):
    """A text without spaces around it; an empty one is an answer unless the text `is_needed`."""

    title: str
    text: str = ""
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class NameQuestion(Question[str]):
    """A name of one line, not empty; `value` is proposed."""

    title: str
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class PasswordQuestion(Question[str]):
    """The password of who is signed in."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class OptionQuestion(Question[str]):
    """One of `options`, which are (id, words), answered with its id; `value` is the id chosen at first."""

    title: str
    options: Sequence[tuple[str, str]]
    value: str = ""


@dataclass(frozen=True, slots=True)
class DocumentQuestion(Question[str]):
    """One of the documents that a query finds, answered with its id; `value` is the id chosen at first."""

    title: str
    query: Query
    value: str = ""


@dataclass(frozen=True, slots=True)
class ItemQuestion(Question[dict[str, Any]]):
    """One row of the items field `spec` of a form, answered with the row as it is then.

    `values` are the whole document's, `document` its id. The cursor goes to `part`; the parts in `fixed` stay as they
    are, and so does everything when it is `locked`.
    """

    spec: FieldSpec
    form: FormType
    row: Values
    values: Values
    document: str = ""
    part: str = ""
    locked: bool = False
    fixed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MarksQuestion(Question[Mapping[str, Any]]):
    """Shipping marks, as kinds.py describes them; {} for none."""

    spec: FieldSpec
    value: Values


@dataclass(frozen=True, slots=True)
class EvidenceQuestion(Question[Sequence[Values]]):
    """Files, as the rows of an evidence field; a `locked` field's are only shown."""

    spec: FieldSpec
    value: Sequence[Values]
    locked: bool = False


@dataclass(frozen=True, slots=True)
class HsCodeQuestion(Question[str]):
    """An HS code: the text to begin with, and how many digits it may have, () for any number."""

    text: str
    digits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificatePlan:
    """The certificate that a person wants of approved products; see certificates.start_from_products."""

    form: str
    products: tuple[str, ...]
    destination: str
    criterion: str


@dataclass(frozen=True, slots=True)
class SmartCreateQuestion(Question[CertificatePlan]):
    """Which certificate for which products; `products` are the ids of those chosen at first."""

    products: tuple[str, ...] = ()
