"""查验: what is asked about a paper in somebody's hands, and what the issuing side answers."""

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.rulebook import Rulebook

LONGEST = 100


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What stands on the paper; an empty invoice is not compared."""

    number: str
    print_number: str
    invoice: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`status` is valid, copy, replaced or voided; all but `is_authentic` is empty for a paper that is not.

    `destination` is its English name, as the paper prints it. `document`, `company` and `paper` (a PDF) are for the
    customs alone.
    """

    is_authentic: bool
    status: str = ""
    issued_on: str = ""
    destination: str = ""
    document: Document | None = None
    company: Company = field(default_factory=Company)
    paper: bytes = b""


class Checking(Protocol):
    """Asks the issuing side about papers; called on a worker.

    Every call raises Offline, Unanswered, Untrusted, or Busy(after_s) when this network has asked too often.
    """

    def check(self, asked: PaperFacts, rules: Rulebook) -> Verdict:
        """Authentic or not, for anybody; with the whole certificate, read by the rules, for somebody of the customs.

        A session that ended raises SignInNeeded, and the next question is anybody's again.
        """

    def visitor(self) -> Person | None:
        """Who of the customs is signed in; nothing of it is kept on this computer."""

    def sign_in(self, account: str, password: str) -> Person:
        """Raises SignInFailed, or Refused(why="not_customs") for an account that is none of the customs."""

    def sign_out(self) -> None: ...


def asked_of(link: str) -> PaperFacts | None:
    """What the link of a certificate's QR code asks; None for any other text."""
    try:
        query = parse_qs(urlsplit(link.strip()).query, max_num_fields=20)
    except ValueError:
        return None
    number, printed, invoice = (query.get(name, [""])[0].strip() for name in ("number", "printNumber", "invoice"))
    if not number or not printed or max(map(len, (number, printed, invoice))) > LONGEST:
        return None
    return PaperFacts(number, printed, invoice)
