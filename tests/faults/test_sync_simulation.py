"""Random days at three desks with a line that loses, disks that fail and a backend that is restored: nothing is lost.

A seed reproduces a day; `make faults` takes two million steps. Every value typed is a token of its own; afterwards each
must be somewhere a person can find it: in a document, in a conflict, or knowingly overwritten or discarded by somebody
who saw it. What the backend did, somebody asked for, once, and what it was sent, its sender saw.
"""

import contextlib
import copy
import dataclasses
import random
from collections import Counter

import pytest

from coo_desktop.domain.documents.document import Person, Resolution
from coo_desktop.domain.documents.succession import LINKS
from coo_desktop.domain.errors import Offline, Refused, StoreFull, Unanswered
from coo_desktop.domain.operations import conflicts, deletions, drafts, sending
from coo_desktop.domain.operations.succession import why_not_sent
from coo_desktop.sync.client.backoff import Backoff
from coo_desktop.sync.engine import Engine
from tests.fakes.account import QuietAccount
from tests.fakes.clock import FakeClock
from tests.fakes.remote import FakeRemote
from tests.fakes.store import FakeStore
from tests.lengths import times
from tests.resolving import resolve_by

pytestmark = pytest.mark.machinery

#: Days in one test, and tests of each kind of day: whole, all kinds together take two million steps.
SEEDS, BLOCKS = times(40, 240), times(1, 40)
STEPS = 70
FIELDS = ("goods_name", "hs_code", "remark")
DESKS = 3
#: What a backup of the backend holds: with what it did since, a restored one forgets that it did it.
REMEMBERED = ("_documents", "_feed", "_keys", "moves", "effects")


class Line:
    """A desk's way to the backend: loses requests and answers, delivers some twice."""

    def __init__(self, remote, dice):
        self.remote, self.dice, self.is_bad = remote, dice, True

    def call(self, method, path, body=None, headers=None, *, signed=True):
        if self.is_bad and self.dice.random() < 0.15:
            raise Offline(cause="refused")
        if self.is_bad and self.dice.random() < 0.1:
            raise Unanswered(cause="cut")
        if self.is_bad and self.dice.random() < 0.1 and path == "/v1/batch":
            self.remote.call(method, path, body, headers)
        reply = self.remote.call(method, path, body, headers)
        if self.is_bad and self.dice.random() < 0.15:
            raise Unanswered(cause="cut")
        return reply


class Disk:
    """A store that sometimes fails before a commit."""

    def __init__(self, store, dice):
        self.store, self.dice, self.is_bad = store, dice, False
        self.reader, self.blobs = store.reader, store.blobs

    def unit(self):
        return self.store.unit() if not (self.is_bad and self.dice.random() < 0.05) else Full(self.store.unit())


class Full:
    def __init__(self, unit):
        self.unit = unit

    def __enter__(self):
        return self.unit.__enter__()

    def __exit__(self, kind, error, trace):
        full = StoreFull()
        with contextlib.suppress(StoreFull):
            self.unit.__exit__(StoreFull, full, None)
        raise full


class Desk:
    def __init__(self, day, name):
        self.day, self.name = day, name
        self.clock = FakeClock()
        self.store = FakeStore(clock=self.clock)
        self.line, self.disk = Line(day.remote, day.dice), Disk(self.store, day.dice)
        with self.store.unit() as unit:
            unit.put_person(Person(account=name))
        self.start()

    def start(self):
        """A program that was killed and started again knows what its store knows."""
        self.engine = Engine(self.disk, self.line, self.clock, QuietAccount(), Backoff(self.clock))

    def documents(self):
        ids = [found for found in self.day.ids if self.store.reader.document(found)]
        ids += [found for found in self.copies() if found not in ids]
        return [document for found in ids if not (document := self.store.reader.document(found)).deleted]

    def copies(self):
        return [found for found in self.store._tables.documents if found not in self.day.ids]

    def sync(self):
        self.clock.pass_s(4000)
        self.disk.is_bad = self.line.is_bad
        before = self.kinds()
        try:
            return self.engine.run_pass()[1]
        except StoreFull:
            self.start()
            return None
        finally:
            self.disk.is_bad = False
            self.check_kinds(before)

    def kinds(self):
        """Id -> the links that make each document here what it is."""
        living = (one for one in self.store._tables.documents.values() if not one.deleted)
        return {one.id: {name: link for name, link in one.links.items() if name in LINKS} for one in living}

    def check_kinds(self, before):
        """A pass changes no document's kind of link, and what it keeps of a document that goes is of the same kind."""
        after = self.kinds()
        assert {found: after[found] for found in before if found in after} == {
            found: kind for found, kind in before.items() if found in after
        }
        for found in after.keys() - before.keys():
            kept_from = self.store.reader.document(found).links.get("copied_from", "")
            assert after[found] == before.get(kept_from, after[found])


class Day:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.remote = FakeRemote()
        self.ids: list[str] = []
        self.tokens: dict[str, str] = {}  # each with the document it was typed into
        self.settled: set[str] = set()
        self.wishes: Counter[tuple[str, str]] = Counter()  # document, event: how often somebody asked for it
        self.shown: dict[str, list[object]] = {}  # what a document held when somebody sent it
        self.backup = None
        self.desks = [Desk(self, f"clerk{number}") for number in range(DESKS)]

    def run(self, weights):
        for _ in range(STEPS):
            desk = self.dice.choice(self.desks)
            step = self.dice.choices(list(weights), list(weights.values()))[0]
            try:
                step(self, desk)
            except Refused:
                continue
        self.end()
        self.check()

    def write(self, desk):
        token = f"{desk.name}-{len(self.tokens)}"
        with desk.store.unit() as unit:
            made = drafts.start(unit, "toy_certificate", {"goods_name": token}).document
        self.tokens[token] = made.id
        self.ids.append(made.id)

    def edit(self, desk):
        for document in self.some(desk):
            field = self.dice.choice(FIELDS)
            token = f"{desk.name}-{len(self.tokens)}"
            with desk.store.unit() as unit:
                drafts.save(unit, document.id, {field: token}, document.revision)
            self.tokens[token] = document.id
            self.saw(document.values.get(field))

    def submit(self, desk):
        for document in self.some(desk):
            with desk.store.unit() as unit:
                sending.submit(unit, document.id, document.revision)
            self.wishes[document.id, "submit"] += 1
            self.shown.setdefault(document.id, []).append(dict(document.values))

    def look(self, desk):
        for document in desk.documents():
            if document.needs_review:
                with desk.store.unit() as unit:
                    conflicts.looked_at(unit, document.id)

    def resolve(self, desk):
        waiting = [document for document in desk.documents() if document.conflicts]
        for document in self.dice.sample(waiting, min(len(waiting), 1)):
            asked = []

            def choose(line, asked=asked):
                asked.append(line)
                return self.dice.choice((Resolution.MINE, Resolution.THEIRS))

            with desk.store.unit() as unit:
                resolve_by(unit, document.id, choose)
            for value in (value for line in asked for value in (*line.mine, line.stands)):
                self.saw(value)

    def withdraw(self, desk):
        for document in self.some(desk):
            with desk.store.unit() as unit:
                sending.withdraw(unit, document.id)
            self.wishes[document.id, "withdraw"] += 1

    def amend(self, desk):
        """Several may begin before one hears of the other."""
        for document in self.some(desk, "approved"):
            with desk.store.unit() as unit:
                made = sending.amend(unit, document.id, "consignee").document
            self.ids.append(made.id)
            self.saw(document.values.get("remark"))

    def lose(self, desk):
        for document in self.some(desk, "approved"):
            with desk.store.unit() as unit:
                unit.put(dataclasses.replace(document, print_state="printed"))
                sending.report_lost(unit, document.id, "by the courier")

    def discard(self, desk):
        for document in self.some(desk):
            conflicts = desk.store.reader.conflicts(document.id)
            with desk.store.unit() as unit:
                drafts.discard(unit, document.id)
            for value in (*document.values.values(), *(conflict.mine for conflict in conflicts)):
                self.saw(value)

    def sync(self, desk):
        desk.sync()

    def kill(self, desk):
        desk.start()

    def examine(self, desk):
        waiting = [one["id"] for one in self.remote._documents.values() if "deleted" not in one and waits(one)]
        for document_id in self.dice.sample(waiting, min(len(waiting), 1)):
            told = self.remote.told(document_id)
            if told["stage"] == "submitted":
                self.remote.change(document_id, stage=self.dice.choice(["in_review", "returned", "approved"]))
                self.replace(self.remote.told(document_id))
            else:
                self.remote.change(document_id, printState=self.dice.choice(["not_printed", "copy_only"]))

    def replace(self, approved):
        """With an amendment's approval its original is void."""
        original = self.remote._documents.get(approved["links"].get("amends"))
        if approved["stage"] == "approved" and original and "deleted" not in original:
            self.remote.change(original["id"], stage="voided", facts={"replacedBy": approved["id"]})

    def restore(self, desk):
        """The backend goes back to an older state of itself, in a new epoch; what it did since is undone."""
        remote = self.remote
        if self.backup is None or self.dice.random() < 0.6:
            self.backup = copy.deepcopy({name: getattr(remote, name) for name in REMEMBERED})
            return
        vars(remote).update(copy.deepcopy(self.backup))
        remote.epoch = f"e{int(remote.epoch[1:]) + 1}"

    def some(self, desk, *stages):
        found = [document for document in desk.documents() if not stages or document.stage in stages]
        return self.dice.sample(found, min(len(found), 1))

    def saw(self, value):
        if isinstance(value, str):
            self.settled.add(value)

    def end(self):
        """The line is good again and everybody syncs until nothing moves."""
        for desk in self.desks:
            desk.line.is_bad = False
        for _ in range(6):
            for desk in self.desks:
                with desk.store.unit() as unit:
                    deletions.delete_here(unit, deletions.held_ids(unit))
                desk.sync()

    def check(self):
        found = set(self.settled)
        for desk in self.desks:
            for document in desk.documents():
                found |= {value for value in document.values.values() if isinstance(value, str)}
                for conflict in desk.store.reader.conflicts(document.id):
                    found |= {str(conflict.mine), str(conflict.theirs)}
        lost = set(self.tokens) - found
        assert not lost, f"typed and nowhere to be found: {lost}"
        for desk in self.desks:
            self.check_desk(desk)
        self.check_effects()

    def check_effects(self):
        """The backend did nothing that nobody asked for, nothing twice, and sent nothing that its sender never saw."""
        done = Counter((document, event) for document, event, _ in self.remote.moves if event in ("submit", "withdraw"))
        assert not {move: count for move, count in done.items() if count > self.wishes[move]}
        assert not {key: count for key, count in Counter(self.remote.effects).items() if count > 1}
        for document, event, values in self.remote.moves:
            assert event != "submit" or values in self.shown[document], (values, self.shown[document])

    def check_desk(self, desk):
        for intent in desk.store.reader.intents():
            assert intent.state in ("refused", "waiting"), intent
            assert (intent.problem or {}).get("type"), intent
            assert intent.problem["type"] != "key-reused", intent
        there = {one["id"]: one for one in self.remote._documents.values() if "deleted" not in one}
        held_back = {intent.document for intent in desk.store.reader.intents()}
        here = {document.id: document for document in desk.documents()}
        second = {found for found, document in here.items() if is_second(desk.store.reader, document)}
        assert set(here) == set(there) | second
        for document in (document for found, document in here.items() if found not in second):
            if document.id not in held_back:
                assert dict(document.values) == there[document.id]["values"], document
            assert document.rev == there[document.id]["rev"]
            assert document.stage == there[document.id]["stage"]


def waits(told):
    """Whether an examiner has something to decide on the backend's document."""
    return told["stage"] == "submitted" or told["printState"] == "lost_requested"


def is_second(reader, document):
    """Whether the document came second where one may stand: it is here alone, refused with a reason, and not sent."""
    problems = {intent.kind: (intent.problem or {}).get("type") for intent in reader.intents(document.id)}
    is_kept = document.rev is None and problems.get("put") == "state-locked" and document.delivery == "refused"
    return is_kept and why_not_sent(reader, document) is not None


WEIGHTS = {
    Day.write: 8,
    Day.edit: 25,
    Day.submit: 8,
    Day.look: 5,
    Day.resolve: 4,
    Day.withdraw: 2,
    Day.discard: 2,
    Day.sync: 40,
    Day.kill: 3,
    Day.examine: 4,
    Day.restore: 2,
}


#: Days on which much is approved, amended by several at once, and lost.
SUCCESSIONS = {**WEIGHTS, Day.submit: 20, Day.examine: 20, Day.amend: 20, Day.lose: 4, Day.restore: 1}
#: Days on which people send and take back, one after the other and against each other.
RACES = {**WEIGHTS, Day.submit: 30, Day.withdraw: 30, Day.edit: 10, Day.look: 15, Day.restore: 1}
KINDS = {"usual": WEIGHTS, "successions": SUCCESSIONS, "races": RACES}


@pytest.mark.parametrize("block", range(BLOCKS))
@pytest.mark.parametrize("kind", KINDS)
def test_a_random_day_loses_nothing_and_does_nothing_twice(kind, block):
    for seed in range(block * SEEDS, (block + 1) * SEEDS):
        try:
            Day(seed).run(KINDS[kind])
        except Exception as error:
            error.add_note(f"on the day of seed {seed}")
            raise
