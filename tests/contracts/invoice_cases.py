"""Who has used an invoice number: a table of cases that screen, store, fake store and backend answer alike."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coo_desktop.domain.documents.document import CERTIFICATE, Document


@dataclass(frozen=True)
class Case:
    """`answer` is the label that `me` gets for `number`, whose company holds `others`; `elsewhere` is another's."""

    answer: str
    others: tuple[Document, ...] = ()
    number: str = "LF-1"
    links: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[Document, ...] = ()

    @property
    def me(self) -> Document:
        return dataclasses.replace(carrying("me", self.number), links=dict(self.links))


def carrying(name: str, *numbers: str, **more: Any) -> Document:
    """A toy certificate of this id and title with these invoice numbers."""
    rows = [{"id": f"i{at}", "number": number} for at, number in enumerate(numbers)]
    values = {"consignee": name, "invoices": rows}
    return Document(**{"id": name, "form": "toy_certificate", "family": CERTIFICATE, "values": values, **more})


_MANY = tuple(carrying(f"a{at:02}", f"LF-1{at:02}") for at in range(70))
_SAME = tuple(carrying(f"s{at:02}", "LF-1", stage="voided") for at in range(70))

CASES: Mapping[str, Case] = {
    "as it was typed": Case("tea", (carrying("tea", "LF-1"),)),
    "in other case": Case("tea", (carrying("tea", "lf-1"),)),
    "in full width": Case("tea", (carrying("tea", "ＬＦ－１"),)),
    "sharp s": Case("tea", (carrying("tea", "STRASSE 1"),), number="straße 1"),
    "with blanks around": Case("tea", (carrying("tea", "LF-1"),), number="\u3000LF-1 "),
    "second of several": Case("tea", (carrying("tea", "LF-0", "LF-1"),)),
    "of several, the first by id": Case("b", (carrying("c", "LF-1"), carrying("b", "LF-1"))),
    "with the number of the issued one": Case("C26/1", (carrying("tea", "LF-1", facts={"number": "C26/1"}),)),
    "not with a part of it": Case("", (carrying("tea", "LF-12"),)),
    "behind many that only begin so": Case("tea", (*_MANY, carrying("tea", "LF-1"))),
    "behind many that are void": Case("tea", (*_SAME, carrying("tea", "LF-1"))),
    "not a blank number": Case("", (carrying("tea", " "),), number=" "),
    "not its own": Case("", (carrying("me", "LF-1"),)),
    "not the one it amends": Case("", (carrying("tea", "LF-1", stage="approved"),), links={"amends": "tea"}),
    "not another that amends the same": Case(
        "",
        (carrying("tea", "LF-1", stage="approved"), carrying("cup", "LF-1", links={"amends": "tea"})),
        links={"amends": "tea"},
    ),
    "not the one that amends it": Case("", (carrying("tea", "LF-1", links={"amends": "me"}),)),
    "of a draft": Case("tea", (carrying("tea", "LF-1", stage="draft"),)),
    "of a sent one": Case("tea", (carrying("tea", "LF-1", stage="submitted"),)),
    "of a returned one": Case("tea", (carrying("tea", "LF-1", stage="returned"),)),
    "of a withdrawn one": Case("tea", (carrying("tea", "LF-1", stage="withdrawn"),)),
    "not of a voided one": Case("", (carrying("tea", "LF-1", stage="voided"),)),
    "not of a deleted one": Case("", (carrying("tea", "LF-1", deleted=True),)),
    "not of another company": Case("", elsewhere=(carrying("tea", "LF-1"),)),
}
