"""The facts outside a document that filling and checking it may read: the day, who acts, what else is stored."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.origin.determination import Determination


@dataclass(frozen=True, slots=True)
class Context:
    """The facts outside the document that checks may read.

    `product` finds an approved or other pre-review by id, `original` the document that this one replaces;
    `unprintable` names the characters of a text that no font can print; `invoice_used` tells the label of another valid
    certificate that carries an invoice number, or "".
    `hs_current` tells whether a code is in the HS edition in force, None while no list here knows.
    `determine` gives the origin determination of a pre-review under an agreement for a destination; the rulebook puts
    itself there before it asks the checks.
    """

    today: dt.date
    company: Company = dataclasses.field(default_factory=Company)
    person: Person = dataclasses.field(default_factory=Person)
    document: Document | None = None
    product: Callable[[str], Document | None] = lambda _: None
    original: Callable[[str], Document | None] = lambda _: None
    unprintable: Callable[[str], str] = lambda _: ""
    invoice_used: Callable[[str], str] = lambda _: ""
    hs_current: Callable[[str], bool | None] = lambda _: None
    determine: Callable[[Document, str, str], Determination | None] = lambda *_: None
