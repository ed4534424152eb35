"""What needs attention, line by line: what is counted, how, and which list shows exactly those."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from coo_desktop.domain.documents import todo
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Change, Concern, Query
from coo_desktop.domain.office.correspondence import CaseState, VerificationCase
from coo_desktop.domain.operations import recoding, settings
from coo_desktop.domain.ports import Unit
from coo_desktop.environment.words import N_, _
from coo_desktop.views.lists.filters import CONCERN_WORDS
from coo_desktop.views.session import Session
from coo_desktop.views.target import STUCK_ONLY, UNREAD_ONLY, Target

#: Setting: the open cases of verification as the office told them last, and when.
CASES = "cases.known"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the list or page that shows exactly what it counts, and how it is told."""

    target: Target
    words: str
    sign: str
    meaning: str = "wait"
    part: str = ""

    def text(self) -> str:
        return _("{part}: {what}").format(part=_(self.part), what=_(self.words)) if self.part else _(self.words)


def _concern(family: str, concern: Concern, sign: str, part: str) -> Line:
    meaning = "calm" if concern is Concern.UNSENT else "wait"
    return Line(Target(family, filters=(("concern", concern),)), CONCERN_WORDS[concern], sign, meaning, part)


def _stage(family: str, stage: str, words: str, meaning: str, part: str) -> Line:
    return Line(Target(family, filters=(("stage", stage),)), words, stage, meaning, part)


_CERTIFICATES, _PRODUCTS = N_("Certificates"), N_("Product pre-review")
LINES = (
    _stage(CERTIFICATE, "returned", N_("Returned"), "bad", _CERTIFICATES),
    _stage(PRE_REVIEW, "returned", N_("Returned"), "bad", _PRODUCTS),
    Line(Target("outbox", filters=(STUCK_ONLY,)), N_("Held up in the outbox"), "attention", "bad"),
    Line(Target("cases"), N_("Verifications from abroad to answer"), "attention", "bad"),
    _concern(CERTIFICATE, Concern.DEPARTING, "submitted", _CERTIFICATES),
    _stage(CERTIFICATE, "withdrawn", N_("Withdrawn"), "wait", _CERTIFICATES),
    _concern(CERTIFICATE, Concern.CONFLICTS, "compare", _CERTIFICATES),
    _concern(PRE_REVIEW, Concern.CONFLICTS, "compare", _PRODUCTS),
    Line(Target("recoding"), N_("HS codes that changed or ended"), "amend"),
    _concern(CERTIFICATE, Concern.UNSENT, "ready", _CERTIFICATES),
    _concern(PRE_REVIEW, Concern.UNSENT, "ready", _PRODUCTS),
    Line(Target("notices", filters=(UNREAD_ONLY,)), N_("Unread notices"), "bell", "calm"),
)


def lines(session: Session) -> tuple[Line, ...]:
    """The lines in the order of their weight; records have one for each kind."""
    conflicts = _concern(RECORD, Concern.CONFLICTS, "compare", "")
    kinds = (
        replace(conflicts, target=replace(conflicts.target, form=form.id), part=form.title.in_(session.language))
        for form in session.rules.book.family(RECORD)
    )
    return (*LINES, *kinds)


def counted(session: Session, wanted: tuple[Line, ...]) -> dict[Target, int]:
    """Target of each line -> how many there are. Walks through lists: belongs on a worker."""
    read = session.read
    others: dict[str, Callable[[], int]] = {
        "outbox": lambda: sum(read.outbox_states().get(state, 0) for state in todo.STUCK),
        "cases": lambda: len(read.setting(CASES, {}).get("open", [])),
        "recoding": lambda: int(read.setting(recoding.FOUND, {}).get("count", 0)),
        "notices": read.notices.unread,
    }
    targets = [line.target for line in wanted]
    return {target: (others.get(target.place) or partial(read.count, _query(session, target)))() for target in targets}


def note_cases(unit: Unit, cases: tuple[VerificationCase, ...], at: str) -> Change:
    """Keeps which cases wait for an answer, for the days without a network."""
    return settings.keep_preference(
        unit, CASES, {"open": [case.id for case in cases if case.state == CaseState.OPEN], "at": at}
    )


def _query(session: Session, target: Target) -> Query:
    chosen = dict(target.filters)
    stage, concern = chosen.get("stage"), todo.concern_named(chosen.get("concern", ""))
    forms, narrowed = (target.form,) if target.form else (), todo.narrowed(concern, session.today())
    return Query(family=target.place, forms=forms, stages=(stage,) if stage else (), **narrowed)
