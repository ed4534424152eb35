"""The office's counter: what is asked of the backend while a person waits, and is never kept for later.

Every call is made on a worker and raises Offline, Unanswered, Busy, Untrusted, SignInNeeded, SignatoryDisabled, or
Refused(why).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from coo_desktop.domain.documents.document import Company
from coo_desktop.domain.evidence import EvidenceRequests
from coo_desktop.domain.office.certificate_check import Checking
from coo_desktop.domain.office.correspondence import OfficeMove, OfficePlace, Survey, VerificationCase
from coo_desktop.domain.office.people import CodeSent, Contact, Signatory
from coo_desktop.domain.office.stamps import StampKind, StampPicture
from coo_desktop.domain.packs.catalog import OfferedPacks


class People(Protocol):
    """The company's signatories, and passwords that were forgotten. Errors as of `Office`."""

    def signatories(self) -> tuple[Signatory, ...]:
        """Everybody of the company, for its administrator; anybody else is Refused(why="forbidden")."""

    def arrange(self, account: str, event: str, password: str = "") -> Signatory:
        """Does one of people.EVENTS with a signatory; a wrong password is SignInFailed."""

    def cancel(self, password: str) -> Any:
        """Ends the account for good (注销账号); gives the order to wipe this computer, for `Account.obey` to check.

        A wrong password is SignInFailed, an administrator of others Refused(why="last-admin").
        """

    def contact(self) -> Contact:
        """Whom to call; asked without a sign-in."""

    def send_code(self, account: str, device: str = "") -> CodeSent:
        """Has a code sent to the filed phone; Busy(after_s) while another one has to be waited for."""

    def set_password(self, request: str, code: str, password: str) -> None:
        """Raises Refused(why="code-wrong"), or Refused(why="validation") with what is weak about the password."""


class CompanyRequests(Protocol):
    """Correspondence with the office. Errors as of `Office`; what is not open any more is Refused("state-locked")."""

    def offices(self) -> tuple[OfficePlace, ...]: ...
    def moves(self) -> tuple[OfficeMove, ...]:
        """The company's requests, newest first."""

    def move(self, office: str, reason: str) -> OfficeMove: ...
    def stay(self, move_id: str) -> OfficeMove: ...
    def cases(self) -> tuple[VerificationCase, ...]:
        """The company's cases, open ones by deadline first."""

    def prove(self, case_id: str, text: str, evidence: Sequence[str]) -> VerificationCase:
        """Answers a case, once; Refused(why="dependency-missing") while a file is not at the backend yet."""

    def surveys(self) -> tuple[Survey, ...]: ...
    def fill_in(self, survey_id: str, values: Mapping[str, Any]) -> None:
        """Sends answers, once; Refused(why="validation") names what is wrong by question."""

    def want_release(self, needed: bool) -> None:
        """The administrator's choice whether a second person releases what is sent; else Refused("forbidden").

        Refused("validation") where the company has nobody else.
        """


class StampRequests(Protocol):
    """The company's seal and one's own signature. Errors as of `Office`; what does not fit is Refused("validation")."""

    def read_picture(self, file: Path) -> StampPicture:
        """A picture chosen on this computer, examined and written anew; raises Unreadable(reason). Asks nobody."""

    def put(self, kind: StampKind, picture: StampPicture, width_mm: Decimal) -> None:
        """Files a picture in place of the one before; the seal is the administrator's, else Refused("forbidden")."""

    def remove(self, kind: StampKind) -> None: ...


class Office(Protocol):
    """What is asked of the backend while a person waits and is never kept for later; called on a worker.

    Every call raises Offline, Unanswered, Busy, Untrusted, SignInNeeded, SignatoryDisabled, or Refused(why).
    """

    @property
    def checking(self) -> Checking: ...
    @property
    def people(self) -> People: ...
    @property
    def letters(self) -> CompanyRequests: ...
    @property
    def stamps(self) -> StampRequests: ...
    @property
    def evidence(self) -> EvidenceRequests: ...
    def company(self) -> Company:
        """The company as the backend files it now; stored, with what the person may do."""

    @property
    def packs(self) -> OfferedPacks:
        """The reference packs that the office offers."""
