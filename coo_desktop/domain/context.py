"""The facts outside a document that filling and checking it may read: the day, who acts, what else is stored."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.language.phrases import Phrases
from coo_desktop.domain.origin.determination import Determination


@dataclass(frozen=True, slots=True)
class InvoiceUse:
    """A certificate that takes an invoice number: `key` is the number as `invoice_key` spells it, `amends` the id of
    the certificate that this one replaces, or ""."""

    key: str
    document: str
    label: str
    amends: str = ""


class Facts(Protocol):
    """What a store of one company's documents has to answer so that a context can be built over it."""

    def company(self) -> Company: ...
    def person(self) -> Person: ...
    def documents(self, ids: Collection[str]) -> Mapping[str, Document]:
        """The stored documents among these ids, deleted ones included."""

    def invoice_uses(self, keys: Collection[str]) -> Sequence[InvoiceUse]:
        """Who takes these invoice numbers, all of them, in the order of the documents' ids."""


@dataclass(frozen=True, slots=True)
class Context:
    """The facts outside the document's values that checks may read.

    `links` are the document's own; `product` finds a living pre-review by id, `original` the document that this one
    replaces; `unprintable` names the characters of a text that no font can print; `invoice_used` tells the label of
    another valid certificate that carries an invoice number, or "".
    `hs_current` tells whether a code is in the HS edition in force, None while no list here knows.
    `determine` gives the origin determination of a pre-review under an agreement for a destination; the rulebook puts
    itself there before it asks the checks, and the `phrases` that texts are searched for.
    """

    today: dt.date
    company: Company = dataclasses.field(default_factory=Company)
    person: Person = dataclasses.field(default_factory=Person)
    links: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    product: Callable[[str], Document | None] = lambda _: None
    original: Callable[[str], Document | None] = lambda _: None
    unprintable: Callable[[str], str] = lambda _: ""
    invoice_used: Callable[[str], str] = lambda _: ""
    hs_current: Callable[[str], bool | None] = lambda _: None
    determine: Callable[[Document, str, str], Determination | None] = lambda *_: None
    phrases: Phrases = dataclasses.field(default_factory=Phrases)
