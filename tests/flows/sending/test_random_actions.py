"""Hundreds of legal actions of two desks and their examiners on a few documents, over lines that are cut.

Whatever comes of the races: what a document is linked to stays what it was, nobody's document appears or goes without
an action that explains it, what was refused says why in words on the outbox page, and both sides agree at the end. A
seed reproduces the actions (COO_RANDOM_ACTIONS of them, the gate takes 500); which of two requests of one moment wins
is the backend's.
"""

import random
from collections import Counter

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Document, Intent, Query, Resolution
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.office.intent_reasons import IntentCause, needs_person, reason_of
from coo_desktop.domain.operations import conflicts, drafts, sending
from coo_desktop.views.words.intents import reason_lines, remedy_text
from tests.backend.process import BackendProcess
from tests.console.pages import Visit
from tests.flows.office import effects, same_on_both
from tests.lengths import IS_WHOLE, times
from tests.resolving import resolve_by
from tests.sync.desk import COMPLETE, Desk
from tests.sync.proxy import ChaosProxy

ACTIONS = times(60, 500)
DOCUMENTS = 10
CUTS = ("cut_answer", "cut_request", "double_request")
#: The links that say what a document is for the one it came from.
KINDS_OF_LINK = ("amends", "adjusts", "redeclares", "copied_from")
OFFICES = {"3302": "examiner", "4405": "examiner2"}

#: What is rare on the way of a document, or brings it to where rare things happen, is chosen so much more often.
OFTEN = {"submit": 3, "approve": 6, "take_up": 2, "amend": 4, "adjust": 4, "withdraw": 2, "print": 4, "report_lost": 4}
#: Every one of these has happened at the end of a whole run.
WANTED = {"amend", "adjust", "report_lost", "withdraw", "void", "move", "disable", "redeclare", "return", "approve"}

SUCCESSORS = {"amend": sending.amend, "adjust": sending.adjust, "redeclare": sending.redeclare}
WISHES = {
    "withdraw": lambda unit, found: sending.withdraw(unit, found.id),
    "print": lambda unit, found: sending.report_printed(unit, found.id),
    "ask_reprint": lambda unit, found: sending.ask_reprint(unit, found.id, "smudged"),
    "report_lost": lambda unit, found: sending.report_lost(unit, found.id, "lost in the post"),
}


@pytest.fixture
def backend_process(tmp_path):
    """A backend of this test's own: its company moves and its people are disabled."""
    process = BackendProcess(tmp_path / "backend").start()
    yield process
    process.stop()


class Days:
    """Two desks behind a line of their own each, the examiners of both offices, the administrator, and the dice."""

    def __init__(self, seed: int, backend: BackendProcess, desks, lines: list[ChaosProxy]) -> None:
        self.dice, self.backend, self.lines = random.Random(seed), backend, lines
        self.desks = [desks(account, url=line.url) for account, line in zip(("demo", "clerk2"), lines, strict=True)]
        self.examiners = {office: backend.client(account) for office, account in OFFICES.items()}
        self.consoles = {office: Visit(backend.url, account) for office, account in OFFICES.items()}
        self.admin = backend.client("admin")
        self.links: dict[str, dict[str, str]] = {}
        self.made: set[str] = set()
        self.discarded: set[str] = set()
        self.taken: Counter[str] = Counter()
        self.office = "3302"

    def run(self) -> None:
        while self.taken.total() < ACTIONS:
            actor = self.dice.choices((self.clerk, self.examine, self.administer), (60, 38, 2))[0]
            if (name := actor()) is not None:
                self.taken[name] += 1
            if self.dice.random() < 0.35:
                self.sync(self.dice.choice(range(2)))
        self.end()

    def clerk(self) -> str | None:
        """One legal action of a clerk; None when the chosen document allows none."""
        desk = self.dice.choice(self.desks)
        here = documents(desk)
        if len([one for one in here if one.stage != "voided"]) < DOCUMENTS:
            return self.write(desk)
        found = self.dice.choice(here)
        events = sorted(lifecycle.events(found.family, found.stage, "clerk"))
        events += ["look"] if found.needs_review or found.conflicts else []
        event = self.dice.choices(events, [OFTEN.get(one, 1) for one in events])[0] if events else "none"
        return event if self.perform(desk, found, event) else None

    def write(self, desk: Desk) -> str:
        form = self.dice.choice(("toy_certificate", "toy_product"))
        values = COMPLETE if form == "toy_certificate" else {"name": "FLASK"}
        self.made.add(desk.perform(drafts.start, form, values).id)
        return "write"

    def perform(self, desk: Desk, found, event: str) -> bool:
        """Whether the operation did it: what a desk refuses by itself is no legal action."""
        try:
            with desk.store.unit() as unit:
                if event == "submit":
                    sending.submit(unit, found.id, found.revision)
                elif event in WISHES:
                    WISHES[event](unit, found)
                elif event in SUCCESSORS:
                    more = ("moved",) if event == "amend" else ()
                    self.made.add(SUCCESSORS[event](unit, found.id, *more).document.id)
                elif event == "save_complete":
                    field = "consignee" if found.family == CERTIFICATE else "name"
                    drafts.save(unit, found.id, {field: f"N{self.taken.total()}"}, found.revision)
                elif event == "discard" and found.stage != "voided" and self.dice.random() < 0.2:
                    drafts.discard(unit, found.id)
                    self.discarded.add(found.id)
                elif event == "look":
                    resolve_by(unit, found.id, lambda _line: self.dice.choice((Resolution.MINE, Resolution.THEIRS)))
                    conflicts.looked_at(unit, found.id)
                else:
                    return False
        except ProgramError:
            return False
        return True

    def examine(self) -> str | None:
        """One step of an examiner on a document that waits there, or on an approved one."""
        examiner = self.dice.choice(list(self.examiners.values()))
        waiting = examiner.get("/v1/exam/queue").json()["items"]
        known = self.dice.sample(sorted(self.made), min(3, len(self.made)))
        found = [*waiting, *(told.json() for one in known if (told := examiner.get(f"/v1/docs/{one}")).ok)]
        if not found:
            return None
        document = self.dice.choice(found)
        family = document.get("family", PRE_REVIEW)
        events = {*lifecycle.events(family, document["stage"], "examiner")}
        events |= lifecycle.print_events(document.get("printState") or "not_printed", "examiner")
        if not events or (events == {"void"} and self.dice.random() < 0.8):
            return None
        event = self.dice.choices(sorted(events), [OFTEN.get(one, 1) for one in sorted(events)])[0]
        return event if examiner.exam(document["id"], event, reason="as the rules say").ok else None

    def administer(self) -> str | None:
        """A clerk is disabled or enabled again, or the company moves to the other office."""
        if self.dice.random() < 0.5:
            account, event = self.dice.choice(("demo", "clerk2")), self.dice.choice(("disable", "enable", "enable"))
            answer = self.admin.call("POST", f"/v1/signatories/{account}/{event}", {}, Idempotency_Key=new_id())
            return event if answer.ok else None
        target = next(one for one in OFFICES if one != self.office)
        asked = self.admin.call("POST", "/v1/moves", {"office": target, "reason": "new seat"}, Idempotency_Key=new_id())
        assert asked.ok, asked.text
        page = self.consoles[target]
        page.open("/console/moves")
        page.send(f"/console/moves/{asked.json()['id']}", verdict="approved", reason="")
        self.office = target
        return "move"

    def sync(self, at: int) -> None:
        """A pass of one desk; in a third of them the line breaks somewhere."""
        desk, line = self.desks[at], self.lines[at]
        if self.dice.random() < 0.33:
            line.order(self.dice.choice(CUTS), at=self.dice.randrange(2000))
        desk.sync()
        line.calm()
        self.check_links(desk)

    def check_links(self, desk: Desk) -> None:
        """Whose successor or copy a document is never changes, and nothing is here that no action made."""
        for document in documents(desk):
            linked = {name: document.links[name] for name in KINDS_OF_LINK if document.links.get(name)}
            known = self.links.setdefault(document.id, dict(linked))
            assert linked == known, (document.id, document.stage)
            if document.id not in self.made:
                copied = linked.pop("copied_from", "")
                before = {name: linked_to for name, linked_to in self.links[copied].items() if name != "copied_from"}
                assert linked == before, document
                assert document.needs_review, document
                self.made.add(document.id)

    def end(self) -> None:
        """Everybody is enabled, the lines are whole, and both desks sync until nothing moves."""
        for account in ("demo", "clerk2"):
            self.admin.call("POST", f"/v1/signatories/{account}/enable", {}, Idempotency_Key=new_id())
        for _ in range(4):
            for at, desk in enumerate(self.desks):
                self.lines[at].calm()
                desk.sync()
                self.check_links(desk)


def documents(desk: Desk) -> list[Document]:
    """What is on a desk, those that the backend has never seen among it."""
    rows = [
        row for family in (CERTIFICATE, PRE_REVIEW) for row in desk.store.reader.rows(Query(family=family, limit=1000))
    ]
    return [desk.document(row.id) for row in sorted(rows, key=lambda row: row.id)]


@pytest.mark.machinery
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1])
def test_nothing_is_relinked_lost_or_refused_without_a_word(seed, backend_process, desks):
    with ChaosProxy(backend_process.port) as one, ChaosProxy(backend_process.port) as other:
        days = Days(seed, backend_process, desks, [one, other])
        days.run()
    assert not IS_WHOLE or days.taken.keys() >= WANTED, days.taken
    mine, theirs = ({found.id for found in documents(desk)} for desk in days.desks)
    held = set().union(*(held_here(desk) for desk in days.desks))
    assert mine - held == theirs - held
    kept_as_copies = {linked["copied_from"] for linked in days.links.values() if "copied_from" in linked}
    gone = days.made - days.discarded - kept_as_copies - mine - theirs
    assert not gone, [(one, days.links.get(one), effects(backend_process, one)) for one in gone]
    client = backend_process.client("admin")
    for desk in days.desks:
        for document in documents(desk):
            assert document.id in held or same_on_both(desk, client, document.id), document
        for intent in desk.outbox():
            assert_is_told(desk, intent)


def held_here(desk: Desk) -> set[str]:
    """Documents of which this desk keeps something that the backend does not take, or has not been given."""
    new = {found.id for found in documents(desk) if found.rev is None}
    return new | {intent.document for intent in desk.outbox()}


def assert_is_told(desk: Desk, intent: Intent) -> None:
    """What is left in the outbox needs a person, and says why and what to do in both languages."""
    reason = reason_of(intent.problem)
    assert reason is not None, intent
    assert needs_person(intent), intent
    assert reason.cause is not IntentCause.UNKNOWN, intent
    for language in ("zh_CN", "en"):
        assert "".join(reason_lines(reason, language, str)).strip(), intent
        assert remedy_text(reason), intent
