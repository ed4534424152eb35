"""What needs attention, line by line: what is counted, how, and which list shows exactly those."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from coo_desktop.domain.documents import lifecycle, todo
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Concern, Query
from coo_desktop.domain.office.intent_reasons import PERHAPS_HELD, needs_person
from coo_desktop.domain.operations import recoding, settings
from coo_desktop.environment.words import N_, _
from coo_desktop.views.lists.filters import CONCERN_WORDS
from coo_desktop.views.session import Session
from coo_desktop.views.target import DUE_ONLY, OPEN_ONLY, STUCK_ONLY, UNREAD_ONLY, Target


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
    target, is_returned = Target(family, filters=(("concern", concern),)), concern is Concern.EVIDENCE
    return Line(target, CONCERN_WORDS[concern], sign, "bad" if is_returned else meaning, part)


def _stage(family: str, stage: str, words: str, meaning: str, part: str) -> Line:
    return Line(Target(family, filters=(("stage", stage),)), words, stage, meaning, part)


FAMILIES = (PRE_REVIEW, CERTIFICATE, RECORD)
_CERTIFICATES, _PRODUCTS = N_("Certificates"), N_("Product pre-review")
LINES = (
    _stage(CERTIFICATE, "returned", N_("Returned"), "bad", _CERTIFICATES),
    _stage(PRE_REVIEW, "returned", N_("Returned"), "bad", _PRODUCTS),
    Line(Target("outbox", filters=(STUCK_ONLY,)), N_("Held up in the outbox"), "attention", "bad"),
    Line(
        Target("cases", filters=(DUE_ONLY,)),
        N_("Verifications from abroad: the deadline is near"),
        "attention",
        "bad",
    ),
    _concern(CERTIFICATE, Concern.EVIDENCE, "returned", _CERTIFICATES),
    _concern(PRE_REVIEW, Concern.EVIDENCE, "returned", _PRODUCTS),
    Line(Target("cases", filters=(OPEN_ONLY,)), N_("Verifications from abroad to answer"), "attention"),
    _concern(CERTIFICATE, Concern.TO_CHECK, "in_review", _CERTIFICATES),
    _concern(PRE_REVIEW, Concern.TO_CHECK, "in_review", _PRODUCTS),
    _concern(CERTIFICATE, Concern.GIVEN_BACK, "returned", _CERTIFICATES),
    _concern(PRE_REVIEW, Concern.GIVEN_BACK, "returned", _PRODUCTS),
    _concern(CERTIFICATE, Concern.DEPARTING, "submitted", _CERTIFICATES),
    *(
        _stage(family, "withdrawn", N_("Withdrawn"), "wait", part)
        for family, part in ((CERTIFICATE, _CERTIFICATES), (PRE_REVIEW, _PRODUCTS))
        if "withdrawn" in lifecycle.STAGES[family]
    ),
    _concern(CERTIFICATE, Concern.UNPRINTED, "print", _CERTIFICATES),
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


@dataclass(frozen=True, slots=True)
class Counts:
    """What each line counts, by its target, and how much waits for a person: a document once, in however many lines."""

    of: Mapping[Target, int]
    pressing: int = 0


def counted(session: Session, wanted: tuple[Line, ...]) -> Counts:
    """Walks through lists: belongs on a worker.

    A company that wants no second pair of eyes has nothing to check, whatever was asked while it did.
    """
    read = session.read
    silent = set() if read.company().release_needed else {("concern", concern) for concern in todo.OF_RELEASE}
    heard = [line for line in wanted if not silent & set(line.target.filters)]
    held = [intent.document for intent in read.intents(states=PERHAPS_HELD) if needs_person(intent)]
    others: dict[str, Callable[[Target], int]] = {
        "outbox": lambda _target: len(held),
        "cases": partial(_cases, session),
        "recoding": lambda _target: int(read.setting(recoding.FOUND, {}).get("count", 0)),
        "notices": lambda _target: read.notices.unread(),
    }
    documents = partial(_documents, session)
    counts = {line.target: 0 for line in wanted}
    counts |= {line.target: others.get(line.target.place, documents)(line.target) for line in heard}
    return Counts(counts, _pressing(session, [line for line in heard if line.meaning != "calm"], held))


def _pressing(session: Session, waiting: list[Line], held: list[str]) -> int:
    """How many documents and cases wait for a person; a wish that is held up stands for its document."""
    read = session.read
    named = {*held, *read.setting(recoding.FOUND, {}).get("documents", ())}
    lists = [_query(session, line.target) for line in waiting if line.target.place in FAMILIES]
    lists += [Query(family=family, documents=tuple(named)) for family in FAMILIES if named]
    gone = sum((found := read.document(document)) is None or found.deleted for document in {*held})
    return read.count(*lists) + gone + len(settings.known_cases(read))


def _cases(session: Session, target: Target) -> int:
    waiting = settings.known_cases(session.read)
    near = todo.near(session.today())
    return sum(bool(day) and day <= near for day in waiting.values()) if DUE_ONLY in target.filters else len(waiting)


def _documents(session: Session, target: Target) -> int:
    return session.read.count(_query(session, target))


def _query(session: Session, target: Target) -> Query:
    chosen = dict(target.filters)
    stage, concern = chosen.get("stage"), todo.concern_named(chosen.get("concern", ""))
    forms, me = (target.form,) if target.form else (), session.read.person().account
    narrowed = todo.narrowed(concern, session.today(), me)
    return Query(family=target.place, forms=forms, stages=(stage,) if stage else (), **narrowed)
