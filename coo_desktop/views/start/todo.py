"""What needs attention, line by line: what is counted, how, and which list shows exactly those."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from coo_desktop.domain.documents import todo
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Change, Query
from coo_desktop.domain.office.correspondence import Case
from coo_desktop.domain.operations import preferences, recoding
from coo_desktop.domain.ports import Unit
from coo_desktop.environment.words import N_, _
from coo_desktop.views.lists.filters import CONCERN_WORDS
from coo_desktop.views.session import Session

#: Setting: the open cases of verification as the office told them last, and when.
CASES = "cases.known"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `where` is an area (a kind of record after a slash) or a page, `chosen` what its filters hold then."""

    where: str
    chosen: Mapping[str, str]
    words: str
    sign: str
    meaning: str = "wait"
    part: str = ""

    @property
    def wanted(self) -> str:
        """The line as `found.show_found` takes it."""
        return f"{self.where}?{urlencode(dict(self.chosen))}"

    def text(self) -> str:
        return _("{part}: {what}").format(part=_(self.part), what=_(self.words)) if self.part else _(self.words)


def _concern(family: str, name: str, sign: str, part: str) -> Line:
    meaning = "calm" if name == todo.UNSENT else "wait"
    return Line(family, {"concern": name}, CONCERN_WORDS[name], sign, meaning, part)


_CERTIFICATES, _PRODUCTS = N_("Certificates"), N_("Product pre-review")
LINES = (
    Line(CERTIFICATE, {"stage": "returned"}, N_("Returned"), "returned", "bad", _CERTIFICATES),
    Line(PRE_REVIEW, {"stage": "returned"}, N_("Returned"), "returned", "bad", _PRODUCTS),
    Line("outbox", {"stuck_only": "1"}, N_("Held up in the outbox"), "attention", "bad"),
    Line("cases", {}, N_("Verifications from abroad to answer"), "attention", "bad"),
    _concern(CERTIFICATE, todo.DEPARTING, "submitted", _CERTIFICATES),
    Line(CERTIFICATE, {"stage": "withdrawn"}, N_("Withdrawn"), "withdrawn", "wait", _CERTIFICATES),
    _concern(CERTIFICATE, todo.CONFLICTS, "compare", _CERTIFICATES),
    _concern(PRE_REVIEW, todo.CONFLICTS, "compare", _PRODUCTS),
    Line("recoding", {}, N_("HS codes that changed or ended"), "amend"),
    _concern(CERTIFICATE, todo.UNSENT, "ready", _CERTIFICATES),
    _concern(PRE_REVIEW, todo.UNSENT, "ready", _PRODUCTS),
    Line("notices", {"unread_only": "1"}, N_("Unread notices"), "bell", "calm"),
)


def lines(session: Session) -> tuple[Line, ...]:
    """The lines in the order of their weight; records have one for each kind."""
    kinds = (
        replace(_concern(f"{RECORD}/{form.id}", todo.CONFLICTS, "compare", ""), part=form.title.in_(session.language))
        for form in session.rules.book.family(RECORD)
    )
    return (*LINES, *kinds)


def counted(session: Session, wanted: tuple[Line, ...]) -> dict[str, int]:
    """Line -> how many there are. Walks through lists: belongs on a worker."""
    read = session.read
    others: dict[str, Callable[[], int]] = {
        "outbox": lambda: sum(read.outbox_states().get(state, 0) for state in todo.STUCK),
        "cases": lambda: len(read.setting(CASES, {}).get("open", [])),
        "recoding": lambda: int(read.setting(recoding.FOUND, {}).get("count", 0)),
        "notices": read.notices.unread,
    }
    return {
        line.wanted: others[line.where]() if line.where in others else read.count(_query(session, line))
        for line in wanted
    }


def note_cases(unit: Unit, cases: tuple[Case, ...], at: str) -> Change:
    """Keeps which cases wait for an answer, for the days without a network."""
    return preferences.keep(unit, CASES, {"open": [case.id for case in cases if case.state == "open"], "at": at})


def _query(session: Session, line: Line) -> Query:
    family, _slash, form = line.where.partition("/")
    stage = line.chosen.get("stage")
    concern = todo.narrowed(line.chosen.get("concern", ""), session.today())
    return Query(family=family, forms=(form,) if form else (), stages=(stage,) if stage else (), **concern)
