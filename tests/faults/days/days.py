"""Random days at three desks with a line that loses, disks that fail and a backend that is restored.

A seed reproduces a day, in whichever world it takes place. Every value typed is a token of its own; afterwards each
must be somewhere a person can find it: in a document, in a conflict, or knowingly overwritten or discarded by somebody
who saw it. What the backend did, somebody asked for, once, and what it was sent, its sender saw.
"""

import contextlib
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from coo_desktop.domain.documents.document import Change, Document, Resolution
from coo_desktop.domain.documents.succession import LINKS
from coo_desktop.domain.errors import Offline, Refused, SignatoryDisabled, SignInNeeded, StoreFull, Unanswered
from coo_desktop.domain.operations import conflicts, deletions, drafts, sending
from coo_desktop.domain.operations.succession import why_not_sent
from coo_desktop.domain.ports import Reader, Store, Unit
from coo_desktop.sync.client.backoff import Backoff
from coo_desktop.sync.client.calls import Caller, Reply
from coo_desktop.sync.engine import Engine
from tests.backend.errands import PNG
from tests.faults.days.worlds import Computer, World
from tests.resolving import resolve_by

FIELDS = ("goods_name", "hs_code", "remark")
CLERKS = ("clerk0", "clerk1", "clerk2")
BATCH = "/v1/batch"
#: Short days find less: what has to come about first takes its time.
STEPS = 140
#: So many times everybody syncs at the end of a day before it counts as not ending.
MOST_ROUNDS = 6


class Line:
    """A desk's way to the backend: loses requests and answers, delivers some twice, and some long after."""

    def __init__(self, caller: Caller, dice: random.Random) -> None:
        self.caller, self.dice, self.is_bad = caller, dice, True
        self._late: list[tuple[Any, ...]] = []

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        signed: bool = True,
    ) -> Reply:
        asked = (method, path, body, headers)
        if self.is_bad:
            self._cut_before(asked)
        reply = self.caller.call(*asked, signed=signed)
        if self.is_bad and self.dice.random() < 0.15:
            raise Unanswered(cause="cut")
        return reply

    def deliver(self) -> None:
        """What was held up on the way arrives, in any order; nobody hears the answer."""
        self.dice.shuffle(self._late)
        while self._late:
            with contextlib.suppress(Refused, SignInNeeded, SignatoryDisabled):  # its session may be over by then
                self.caller.call(*self._late.pop())

    def _cut_before(self, asked: tuple[Any, ...]) -> None:
        if self.dice.random() < 0.15:
            raise Offline(cause="refused")
        if self.dice.random() < 0.1:
            raise Unanswered(cause="cut")
        if asked[1] != BATCH:
            return
        if self.dice.random() < 0.1:
            self.caller.call(*asked)
        elif self.dice.random() < 0.05:
            self._late.append(asked)
            raise Unanswered(cause="timeout")
        elif self._late and self.dice.random() < 0.2:
            self.deliver()


class Disk:
    """A store that sometimes fails before a commit."""

    def __init__(self, computer: Computer, dice: random.Random) -> None:
        self.store, self.dice, self.is_bad = computer.store, dice, False
        self.reader, self.blobs = self.store.reader, self.store.blobs

    def unit(self) -> contextlib.AbstractContextManager[Unit]:
        return self.store.unit() if not (self.is_bad and self.dice.random() < 0.05) else Full(self.store.unit())

    def close(self) -> None:
        """It is the computer that ends it."""


class Full:
    """A unit whose commit finds no room."""

    def __init__(self, unit: contextlib.AbstractContextManager[Unit]) -> None:
        self.unit = unit

    def __enter__(self) -> Unit:
        return self.unit.__enter__()

    def __exit__(self, *_how: object) -> None:
        full = StoreFull()
        with contextlib.suppress(StoreFull):
            self.unit.__exit__(StoreFull, full, None)
        raise full


class Desk:
    """A clerk at a computer, whose line and disk fail."""

    def __init__(self, computer: Computer, name: str, dice: random.Random) -> None:
        self.computer, self.name, self.dice = computer, name, dice
        self.line = Line(computer.caller, dice)
        self._begin()

    @property
    def store(self) -> Store:
        return self.computer.store

    def start(self) -> None:
        """A program that was killed and started again knows what its store knows."""
        self.computer.kill()
        self._begin()

    def documents(self) -> Sequence[Document]:
        return self.computer.documents()

    def sync(self) -> Change | None:
        """One pass with every back-off over; None when the disk was full and the program began anew."""
        self.computer.clock.pass_s(4000)
        self.computer.sign_in()
        self.disk.is_bad = self.line.is_bad
        before = self._kinds()
        try:
            return self.engine.run_pass()[0]
        except StoreFull:
            self.start()
            return None
        finally:
            self.disk.is_bad = False
            self._check_kinds(before)

    def _begin(self) -> None:
        self.disk = Disk(self.computer, self.dice)
        account = self.computer.account(self.disk, self.line)
        self.engine = Engine(self.disk, self.line, self.computer.clock, account, Backoff(self.computer.clock))

    def _kinds(self) -> dict[str, dict[str, Any]]:
        """Id -> the links that make each document here what it is."""
        known = self.computer.links().items()
        return {found: {name: link for name, link in links.items() if name in LINKS} for found, links in known}

    def _check_kinds(self, before: dict[str, dict[str, Any]]) -> None:
        """A pass changes no document's kind of link, and what it keeps of a document that goes is of the same kind."""
        after = self._kinds()
        assert {found: after[found] for found in before if found in after} == {
            found: kind for found, kind in before.items() if found in after
        }
        for found in after.keys() - before.keys():
            kept = self.store.reader.document(found)
            assert kept is not None
            assert after[found] == before.get(kept.links.get("copied_from", ""), after[found])


class Day:
    """What happened to everything that was typed and asked for."""

    def __init__(self, seed: int, world: World) -> None:
        self.dice = random.Random(seed)
        self.world, self.office = world, world.office
        self.tokens: dict[str, str] = {}  # each with the document it was typed into
        self.settled: set[str] = set()
        self.wishes: Counter[tuple[str, str]] = Counter()  # document, event: how often somebody asked for it
        self.shown: dict[str, list[object]] = {}  # what a document held when somebody sent it
        self.disabled: set[str] = set()
        self.backup: tuple[object, set[str]] | None = None
        self.desks = [Desk(world.computer(name), name, self.dice) for name in CLERKS]

    def run(self, weights: "Weights") -> None:
        for _ in range(STEPS):
            desk = self.dice.choice(self.desks)
            step = self.dice.choices(list(weights), list(weights.values()))[0]
            try:
                step(self, desk)
            except (Refused, SignatoryDisabled):
                continue
        self.end()
        self.check()

    # -- what people do -----------------------------------------------------------------------------------------------

    def write(self, desk: Desk) -> None:
        token = f"{desk.name}-{len(self.tokens)}"
        with desk.store.unit() as unit:
            made = drafts.start(unit, "toy_certificate", {"goods_name": token}).document
        assert made is not None
        self.tokens[token] = made.id

    def edit(self, desk: Desk) -> None:
        for document in self.some(desk):
            field = self.dice.choice(FIELDS)
            token = f"{desk.name}-{len(self.tokens)}"
            with desk.store.unit() as unit:
                drafts.save(unit, document.id, {field: token}, document.revision)
            self.tokens[token] = document.id
            self.saw(document.values.get(field))

    def attach(self, desk: Desk) -> None:
        """The name of the file is the token."""
        for document in self.some(desk):
            token = f"{desk.name}-{len(self.tokens)}"
            kept = desk.store.blobs.take_bytes(PNG, f"{token}.png", "image/png")
            item = {"id": kept.id, "sha256": kept.sha256, "name": token, "mime": kept.mime}
            papers = [*document.values.get("papers", ()), item]
            with desk.store.unit() as unit:
                drafts.attach(unit, kept)
                drafts.save(unit, document.id, {"papers": papers}, document.revision)
            self.tokens[token] = document.id

    def submit(self, desk: Desk) -> None:
        for document in self.some(desk):
            with desk.store.unit() as unit:
                sending.submit(unit, document.id, document.revision)
            self.wishes[document.id, "submit"] += 1
            self.shown.setdefault(document.id, []).append(dict(document.values))

    def look(self, desk: Desk) -> None:
        for document in desk.documents():
            if document.needs_review:
                with desk.store.unit() as unit:
                    conflicts.looked_at(unit, document.id)

    def resolve(self, desk: Desk) -> None:
        waiting = [document for document in desk.documents() if document.conflicts]
        for document in self.dice.sample(waiting, min(len(waiting), 1)):
            asked: list[Any] = []

            def choose(line: Any, asked: list[Any] = asked) -> Resolution:
                asked.append(line)
                return self.dice.choice((Resolution.MINE, Resolution.THEIRS))

            with desk.store.unit() as unit:
                resolve_by(unit, document.id, choose)
            for value in (value for line in asked for value in (*line.mine, line.stands)):
                self.saw(value)

    def withdraw(self, desk: Desk) -> None:
        for document in self.some(desk):
            with desk.store.unit() as unit:
                sending.withdraw(unit, document.id)
            self.wishes[document.id, "withdraw"] += 1

    def amend(self, desk: Desk) -> None:
        """Several may begin before one hears of the other."""
        for document in self.some(desk, "approved"):
            with desk.store.unit() as unit:
                sending.amend(unit, document.id, "consignee")
            self.saw(document.values.get("remark"))

    def print(self, desk: Desk) -> None:
        """The original once, then copies, each of which is told by itself."""
        for document in self.some(desk, "approved"):
            is_first = document.print_state == "not_printed"
            with desk.store.unit() as unit:
                if is_first:
                    sending.report_printed(unit, document.id)
                else:
                    sending.report_copies(unit, document.id, 1)
            self.wishes[document.id, "print" if is_first else "print_copy"] += 1

    def lose(self, desk: Desk) -> None:
        for document in self.some(desk, "approved"):
            with desk.store.unit() as unit:
                sending.report_lost(unit, document.id, "by the courier")
            self.wishes[document.id, "report_lost"] += 1

    def discard(self, desk: Desk) -> None:
        for document in self.some(desk):
            conflicts = desk.store.reader.conflicts(document.id)
            with desk.store.unit() as unit:
                drafts.discard(unit, document.id)
            for value in (*document.values.values(), *(conflict.mine for conflict in conflicts)):
                self.saw(value)

    def sync(self, desk: Desk) -> None:
        desk.sync()

    def kill(self, desk: Desk) -> None:
        desk.start()

    # -- what the office does -----------------------------------------------------------------------------------------

    def examine(self, _desk: Desk) -> None:
        waiting = [told for told in self.office.told().values() if waits(told)]
        for told in self.dice.sample(waiting, min(len(waiting), 1)):
            if told["printState"] == "lost_requested":
                self.office.examine(told["id"], self.dice.choice(("grant_lost", "refuse_lost")))
            elif told["stage"] == "submitted":
                self.office.examine(told["id"], "take_up")
            else:
                self.office.examine(told["id"], self.dice.choice(("approve", "return", "put_back")))

    def disable(self, desk: Desk) -> None:
        """Somebody is disabled, or enabled again."""
        self.office.set_active(desk.name, active=desk.name in self.disabled)
        self.disabled ^= {desk.name}

    def restore(self, _desk: Desk) -> None:
        """The backend goes back to an older state of itself, in a new epoch; what it did since is undone."""
        if self.backup is None or self.dice.random() < 0.6:
            self.backup = self.office.back_up(), set(self.disabled)
            return
        copy, self.disabled = self.backup[0], set(self.backup[1])
        self.office.restore(copy)

    # -- and what must be so ------------------------------------------------------------------------------------------

    def some(self, desk: Desk, *stages: str) -> list[Document]:
        found = [document for document in desk.documents() if not stages or document.stage in stages]
        return self.dice.sample(found, min(len(found), 1))

    def saw(self, value: object) -> None:
        self.settled |= set(texts(value))

    def end(self) -> None:
        """The line is good again and everybody syncs until nothing moves."""
        for name in sorted(self.disabled):
            self.office.set_active(name, active=True)
        for desk in self.desks:
            desk.line.is_bad = False
            desk.line.deliver()
        for _ in range(MOST_ROUNDS):
            if not sum(map(self._settle, self.desks)):
                return
        raise AssertionError("it never ends")

    def _settle(self, desk: Desk) -> bool:
        """Whether anything moved."""
        held = deletions.held_ids(desk.store.reader)
        if held:
            with desk.store.unit() as unit:
                deletions.delete_here(unit, held)
        told = desk.sync()
        return told is None or bool(told.ids) or bool(held)

    def check(self) -> None:
        found = set(self.settled)
        for desk in self.desks:
            for document in desk.documents():
                found |= set(texts(dict(document.values)))
                for conflict in desk.store.reader.conflicts(document.id):
                    found |= {*texts(conflict.mine), *texts(conflict.theirs)}
        lost = set(self.tokens) - found
        assert not lost, f"typed and nowhere to be found: {lost}"
        for desk in self.desks:
            self.check_desk(desk)
        self.check_effects()
        assert not (broken := self.office.broken()), broken

    def check_effects(self) -> None:
        """The backend did nothing that nobody asked for, nothing twice, and sent nothing that its sender never saw."""
        moves = self.office.moves()
        done = Counter((move.document, move.event) for move in moves)
        assert not {move: count for move, count in done.items() if count > self.wishes[move]}
        assert not {key: count for key, count in Counter(self.office.effects()).items() if count > 1}
        for move in moves:
            is_seen = move.event != "submit" or move.values in self.shown[move.document]
            assert is_seen, (move.values, self.shown[move.document])

    def check_desk(self, desk: Desk) -> None:
        for intent in desk.store.reader.intents():
            if intent.kind == "submit" and is_held_up(desk.store.reader, intent.document):
                continue
            assert intent.state in ("refused", "waiting"), intent
            assert (intent.problem or {}).get("type"), intent
            assert (intent.problem or {}).get("type") != "key-reused", intent
        there = self.office.told()
        held_back = {intent.document for intent in desk.store.reader.intents()}
        here = {document.id: document for document in desk.documents()}
        second = {found for found, document in here.items() if is_second(desk.store.reader, document)}
        assert set(here) == set(there) | second
        for document in (document for found, document in here.items() if found not in second):
            if document.id not in held_back:
                assert dict(document.values) == there[document.id]["values"], document
            assert document.rev == there[document.id]["rev"]
            assert document.stage == there[document.id]["stage"]
        waiting = desk.store.reader.evidence_waiting()
        assert not waiting, waiting


Weights = Mapping[Callable[[Day, Desk], None], int]


def texts(value: object) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def waits(told: Mapping[str, Any]) -> bool:
    """Whether an examiner has something to decide on the backend's document."""
    return told["stage"] in ("submitted", "in_review") or told["printState"] == "lost_requested"


def is_held_up(reader: Reader, document_id: str) -> bool:
    """Whether the content of a document waits or was refused for a reason: so long its sending stands behind it."""
    puts = [intent for intent in reader.intents(document_id) if intent.kind == "put"]
    return any(intent.state in ("refused", "waiting") and (intent.problem or {}).get("type") for intent in puts)


def is_second(reader: Reader, document: Document) -> bool:
    """Whether the document came second where one may stand, or is to take the place of one that did: it is here alone,
    held up for a reason, and not sent."""
    problems = {intent.kind: (intent.problem or {}).get("type") for intent in reader.intents(document.id)}
    if document.rev is None and problems.get("put") == "dependency-missing":
        originals = (reader.document(str(document.links.get(name, ""))) for name in LINKS)
        return any(original is not None and is_second(reader, original) for original in originals)
    is_kept = document.rev is None and problems.get("put") == "state-locked" and document.delivery == "refused"
    return is_kept and why_not_sent(reader, document) is not None


WEIGHTS: Weights = MappingProxyType({
    Day.write: 8,
    Day.edit: 25,
    Day.submit: 8,
    Day.look: 5,
    Day.resolve: 4,
    Day.withdraw: 2,
    Day.discard: 2,
    Day.sync: 40,
    Day.kill: 3,
    Day.examine: 6,
    Day.restore: 2,
})  # fmt: skip
#: Days on which much is approved, amended by several at once, printed, and lost.
SUCCESSIONS: Weights = {
    **WEIGHTS,
    Day.submit: 20,
    Day.examine: 30,
    Day.amend: 20,
    Day.print: 15,
    Day.lose: 6,
    Day.restore: 1,
}
#: Days on which all write into a few documents, and choose between what is mine and theirs.
CLASHES: Weights = {**WEIGHTS, Day.write: 4, Day.edit: 50, Day.look: 10, Day.resolve: 30, Day.restore: 1}
#: Days on which people send and take back, one after the other and against each other.
RACES: Weights = {**WEIGHTS, Day.submit: 30, Day.withdraw: 30, Day.edit: 10, Day.look: 15, Day.restore: 1}
#: Days on which files go along, and people are disabled and enabled again.
PEOPLE: Weights = {**WEIGHTS, Day.attach: 15, Day.disable: 4, Day.submit: 15}
KINDS: Mapping[str, Weights] = {
    "usual": WEIGHTS,
    "successions": SUCCESSIONS,
    "clashes": CLASHES,
    "races": RACES,
}
#: The real world has a place for people and their files; a day of people has all of a usual one.
REAL_KINDS: Mapping[str, Weights] = {
    "people": PEOPLE,
    "successions": SUCCESSIONS,
    "clashes": CLASHES,
    "races": RACES,
}
