"""An office that answers from memory, for tests of the pages that ask it; `trouble` is what it raises instead."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from coo_desktop.domain.documents.document import Company, Evidence, Person
from coo_desktop.domain.errors import Offline, ProgramError, Refused, SignInFailed
from coo_desktop.domain.office.certificate_check import PaperFacts, Verdict
from coo_desktop.domain.office.correspondence import (
    CaseFile,
    CaseState,
    MoveState,
    OfficeMove,
    OfficePlace,
    Survey,
    VerificationCase,
)
from coo_desktop.domain.office.people import CodeSent, Contact, Signatory
from coo_desktop.domain.office.stamps import StampKind, StampPicture
from coo_desktop.domain.packs.catalog import TRUSTED, Offers, PackOffer, Progress, Stopped
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.domain.ports import Store
from coo_desktop.domain.rulebook import Rulebook

T = TypeVar("T")

PASSWORD = "right"
AT = "2026-11-20T08:00:00Z"
PLACES = (
    OfficePlace("3302", "浙江省宁波市", "贸促会宁波", "CCPIT NINGBO"),
    OfficePlace("4405", "广东省潮州市", "贸促会潮州", ""),
)


class FakeOffice:
    """Implements the Office, People and Letters ports."""

    def __init__(self, store: Store | None = None) -> None:
        self.trouble: ProgramError | None = None
        self.signed = {
            "admin": Signatory("admin", "陈枫", "admin", True, "138******01", AT),
            "demo": Signatory("demo", "王晓明", "clerk", True, "138******02", AT),
        }
        self.moved: list[OfficeMove] = []
        self.asked: dict[str, VerificationCase] = {}
        self.surveyed: dict[str, Survey] = {}
        self.codes: list[str] = []
        self.order: Any = {"account": "demo"}
        self.passwords: dict[str, str] = {}
        self.stamping = FakeStamps()
        self.sent: dict[str, bytes] = {}
        self._store = store

    @property
    def people(self) -> "FakeOffice":
        return self

    @property
    def letters(self) -> "FakeOffice":
        return self

    @property
    def stamps(self) -> "FakeStamps":
        return self.stamping

    @property
    def evidence(self) -> "FakeOffice":
        return self

    def fetch(
        self, file: Evidence, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> Evidence | None:
        """Keeps the file of `sent` under this id, as the one that answers at the backend does."""
        self._answer()
        if self._store is None or file.sha256 not in self.sent:
            raise Refused(why="not-found")
        progress(1, 2)
        taken = self._store.blobs.take_bytes(self.sent[file.sha256], file.name, file.mime)
        kept = dataclasses.replace(taken, id=file.id, state="there")
        with self._store.unit() as unit:
            unit.put_evidence(kept)
        return kept

    @property
    def checking(self) -> "NoChecking":
        return NoChecking()

    @property
    def packs(self) -> "NoOffers":
        return NoOffers()

    def company(self) -> Company:
        self._answer()
        if self._store is None:
            return Company()
        person = self._store.reader.person()
        if person.account in self.signed:
            with self._store.unit() as unit:
                unit.put_person(dataclasses.replace(person, role=self.signed[person.account].role))
        return self._store.reader.company()

    def signatories(self) -> tuple[Signatory, ...]:
        self._answer()
        return tuple(self.signed.values())

    def arrange(self, account: str, event: str, password: str = "") -> Signatory:
        self._answer()
        person = self.signed[account]
        if event == "hand_over":
            if password != PASSWORD:
                raise SignInFailed()
            self.signed = {name: dataclasses.replace(each, role="clerk") for name, each in self.signed.items()}
            person = dataclasses.replace(person, role="admin")
        active = {"disable": False, "enable": True}.get(event, person.active)
        self.signed[account] = dataclasses.replace(person, active=active)
        if event == "delete":
            return self.signed.pop(account)
        return self.signed[account]

    def cancel(self, password: str) -> Any:
        self._answer()
        if password != PASSWORD:
            raise SignInFailed()
        self.signed.pop("demo")
        return self.order

    def contact(self) -> Contact:
        self._answer()
        return Contact("010-6000 0000", "9:00-17:00")

    def send_code(self, account: str, device: str = "") -> CodeSent:
        self._answer()
        self.codes.append(account)
        return CodeSent("r1", 300, 60)

    def set_password(self, request: str, code: str, password: str) -> None:
        self._answer()
        if code != "123456":
            raise Refused(why="code-wrong")
        self.passwords[request] = password

    def offices(self) -> tuple[OfficePlace, ...]:
        self._answer()
        return PLACES

    def moves(self) -> tuple[OfficeMove, ...]:
        self._answer()
        return tuple(reversed(self.moved))

    def move(self, office: str, reason: str) -> OfficeMove:
        self._answer()
        if any(move.state == MoveState.OPEN for move in self.moved):
            raise Refused(why="state-locked")
        made = OfficeMove(str(len(self.moved)), "3302", office, reason, MoveState.OPEN, AT, "陈枫", "", "", "")
        self.moved.append(made)
        return self.moved[-1]

    def want_release(self, needed: bool) -> None:
        self._answer()
        assert self._store is not None
        with self._store.unit() as unit:
            unit.put_company(dataclasses.replace(unit.company(), release_needed=needed))

    def stay(self, move_id: str) -> OfficeMove:
        self._answer()
        number = int(move_id)
        self.moved[number] = dataclasses.replace(self.moved[number], state=MoveState.TAKEN_BACK)
        return self.moved[number]

    def cases(self) -> tuple[VerificationCase, ...]:
        self._answer()
        return tuple(self.asked.values())

    def prove(self, case_id: str, text: str, evidence: Sequence[str]) -> VerificationCase:
        self._answer()
        case = _known(self.asked, case_id)
        if case.state != CaseState.OPEN:
            raise Refused(why="state-locked")
        files = tuple(CaseFile(each, f"{each}.png", "image/png") for each in evidence)
        told = {"answer": text, "answered_at": AT, "answered_by": "王晓明"}
        self.asked[case_id] = dataclasses.replace(case, evidence=files, state=CaseState.ANSWERED, **told)
        return self.asked[case_id]

    def surveys(self) -> tuple[Survey, ...]:
        self._answer()
        return tuple(self.surveyed.values())

    def fill_in(self, survey_id: str, values: Mapping[str, Any]) -> None:
        self._answer()
        survey = _known(self.surveyed, survey_id)
        if survey.values is not None:
            raise Refused(why="state-locked")
        answered = dataclasses.replace(survey, values=dict(values), answered_at=AT, answered_by="王晓明")
        self.surveyed[survey_id] = answered

    def _answer(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def _known(kept: Mapping[str, T], name: str) -> T:
    if name not in kept:
        raise Refused(why="not-found")
    return kept[name]


class NoChecking:
    """Implements the Checking port without a network."""

    def check(self, asked: PaperFacts, rules: Rulebook) -> Verdict:
        raise Offline(cause="dns")

    def visitor(self) -> Person | None:
        return None

    def sign_in(self, account: str, password: str) -> Person:
        raise Offline(cause="dns")

    def sign_out(self) -> None:
        """Nobody was signed in."""


class NoOffers:
    """Implements the OfferedPacks port of an office that offers nothing."""

    def look(self) -> Offers:
        return Offers("", TRUSTED, ())

    def trust(self, public_key: str) -> None:
        """Its key is trusted."""

    def fetch(self, offer: PackOffer, progress: Progress, cancelled: Stopped) -> Manifest | None:
        raise Refused(why=PackFault.GONE, name=offer.name)


class FakeStamps:
    """Implements the StampRequests port: any file is a picture of one pixel, and what is filed is remembered."""

    def __init__(self) -> None:
        self.filed: dict[StampKind, tuple[StampPicture, Decimal]] = {}

    def read_picture(self, file: Path) -> StampPicture:
        """What the file holds, believed."""
        return StampPicture(file.read_bytes(), "image/png", 1, 1)

    def put(self, kind: StampKind, picture: StampPicture, width_mm: Decimal) -> None:
        self.filed[kind] = (picture, width_mm)

    def remove(self, kind: StampKind) -> None:
        self.filed.pop(kind, None)
