"""The outbox goes out: in the order people acted, one thing at a time per document, many documents in one request.

Before anything is sent it is marked as being sent, in a commit of its own; nothing leaves the outbox before its answer
is stored. So whatever dies in between, the next pass knows what may have happened and asks again with the same key.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping

from coo_desktop.contract.documents import BatchAnswer, BatchItem
from coo_desktop.domain.documents.document import Intent, Values
from coo_desktop.domain.errors import (
    AccountTrouble,
    Offline,
    ProgramError,
    Refused,
    SignatoryDisabled,
    UpgradeNeeded,
)
from coo_desktop.domain.ports import Clock, Store, Unit
from coo_desktop.sync.batches import BatchSize, answers_of, item_of, size_of
from coo_desktop.sync.client import backoff
from coo_desktop.sync.client.calls import Caller
from coo_desktop.sync.client.outcomes import Outcome, outcome_of, problem_of, refusal_of
from coo_desktop.sync.outbox import block, may_go, unblock, update
from coo_desktop.sync.reconcile import Touched, mirror_delivery, recreate
from coo_desktop.sync.responses import apply_fetched, apply_response, never_tried, refuse, untried
from coo_desktop.sync.set_aside import Unreadable, read_any, set_aside

#: How many intents are read at first for a batch; more where these leave room.
READ_FIRST = 50

#: An intent, what became of it, and the problem it met, {} for none.
Verdict = tuple[Intent, Outcome, Values]


class Push:
    """One run over the outbox."""

    def __init__(self, store: Store, caller: Caller, clock: Clock, touched: Touched) -> None:
        self._store = store
        self._caller = caller
        self._clock = clock
        self._touched = touched
        self._size = BatchSize()
        self._left: set[str] = set()  # documents that have had their answer and wait for another run

    def run(self, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> int:
        """Sends what is due; returns how many intents took effect. Raises what stops the pass, the outbox in order."""
        done = 0
        while not cancelled() and (batch := self._take()):
            answers = self._send(batch)
            verdicts = self._store_answers(batch, answers) if answers is not None else []
            done += sum(verdict is Outcome.DONE for _, verdict, _ in verdicts)
            progress(done)
            self._fetch(verdicts)
            _stop_on({verdict for _, verdict, _ in verdicts})
        return done

    def _take(self) -> list[Intent]:
        """The next batch, marked as being sent. While the signatory is blocked it is a single one, to see if still."""
        with self._store.unit() as unit:
            blocked = bool(unit.outbox_states().get("blocked"))
            most = 1 if blocked else self._size.items
            ready = unit.intents(states=("blocked",)) if blocked else self._due(unit)
            batch: list[Intent] = []
            size = 0
            for intent in ready:
                if intent.kind == "commit" or intent.document in self._left:
                    continue
                if not may_go(unit, intent, self._touched):
                    continue
                size += size_of(intent)
                if batch and size > self._size.bytes:
                    break
                batch.append(self._mark(unit, intent))
                if len(batch) == most:
                    break
            return batch

    def _due(self, unit: Unit) -> Iterator[Intent]:
        """What may be tried now, read as far as it is asked for: what is taken of it meanwhile is given once."""
        given: set[str] = set()
        now_s, limit = self._now_s(), READ_FIRST
        while True:
            found = unit.due(now_s, limit)
            yield from (intent for intent in found if intent.key not in given)
            if len(found) < limit:
                return
            given |= {intent.key for intent in found}
            limit *= 2

    def _mark(self, unit: Unit, intent: Intent) -> Intent:
        document = unit.document(intent.document)
        rev = (document.rev if document else None) or ""
        base_rev = intent.base_rev if intent.base_rev is not None else rev
        sending = dataclasses.replace(intent, state="sending", attempts=intent.attempts + 1, base_rev=base_rev)
        unit.update_intent(sending)
        if intent.kind == "submit":
            mirror_delivery(unit, intent.document, self._touched)
        return sending

    def _send(self, batch: list[Intent]) -> dict[str, BatchItem] | None:
        """Key -> answer of each item, None when smaller batches are to be tried; raises with all outcomes marked."""
        began_s = self._now_s()
        try:
            reply = self._caller.call("POST", "/v1/batch", {"items": [item_of(intent) for intent in batch]})
            self._size.took(self._now_s() - began_s)
            return answers_of(reply.read(BatchAnswer), {intent.key for intent in batch})
        except Refused as error:
            self._take_apart(batch, error)
            return None
        except ProgramError as error:
            self._mark_failed(batch, error)
            raise

    def _take_apart(self, batch: list[Intent], error: Refused) -> None:
        """The backend refuses the batch itself: halves are tried until the one item it cannot take stands alone."""
        if error.facts.get("why") == "epoch-changed":
            self._mark_failed(batch, error)
            raise error
        with self._store.unit() as unit:
            for intent in batch:
                if len(batch) > 1:
                    update(unit, untried(intent))
                else:
                    refuse(unit, intent, refusal_of(error), self._touched)
                mirror_delivery(unit, intent.document, self._touched)
        self._size.refused(len(batch))

    def _mark_failed(self, batch: Iterable[Intent], error: ProgramError) -> None:
        surely_nothing = isinstance(error, Offline | AccountTrouble | Refused)
        with self._store.unit() as unit:
            for intent in batch:
                update(unit, untried(intent) if surely_nothing else dataclasses.replace(intent, state="unknown"))
                mirror_delivery(unit, intent.document, self._touched)
            if isinstance(error, SignatoryDisabled):
                block(unit, self._touched)

    def _store_answers(self, batch: list[Intent], answers: Mapping[str, BatchItem]) -> list[Verdict]:
        """Stores the answers of a batch in one transaction."""
        verdicts: list[Verdict] = []
        later_s = self._now_s() + backoff.delay_s(max(intent.attempts for intent in batch))
        with self._store.unit() as unit:
            for intent in batch:
                answer = answers.get(intent.key)
                status, body = (answer.status, answer.body) if answer else (500, None)  # no answer is no verdict
                if outcome_of(status, body) is Outcome.LATER:
                    intent = dataclasses.replace(intent, next_try_s=later_s)
                verdict = apply_response(unit, intent, status, body, self._touched)
                verdicts.append((intent, verdict, problem_of(status, body)))
                if verdict is not Outcome.DONE:
                    self._left.add(intent.document)
            if Outcome.BLOCKED in {verdict for _, verdict, _ in verdicts}:
                block(unit, self._touched)
            elif verdicts:
                unblock(unit, self._touched)
        return verdicts

    def _fetch(self, verdicts: Iterable[Verdict]) -> None:
        """The second half of every MERGE; until it succeeded, the intent stands in the outbox as being sent."""
        for intent, verdict, problem in verdicts:
            if verdict is not Outcome.MERGE:
                continue
            try:
                item = self._caller.call("GET", f"/v1/docs/{intent.document}").body
            except Refused as error:
                if error.facts.get("why") != "not-found":
                    raise
                self._miss(intent, problem)
                continue
            with self._store.unit() as unit:
                fetched = read_any(unit.rules, item, intent.document)
                if isinstance(fetched, Unreadable):
                    set_aside(unit, fetched)  # the next pass asks again; what others did arrives meanwhile
                else:
                    apply_fetched(unit, intent, problem, fetched, self._touched)

    def _miss(self, intent: Intent, problem: Values) -> None:
        """The document has gone since: its tombstone comes with the next pull. Of one that was to be made anew only the
        tombstone is there, and it came long ago; or a rule has kept it from being made, and the draft stays what it is.
        """
        with self._store.unit() as unit:
            if intent.kind != "put" or intent.base_rev:
                update(unit, never_tried(intent))
            elif problem.get("type") == "stale-revision":
                recreate(unit, intent.document, self._touched)
            else:
                refuse(unit, intent, problem, self._touched)
                mirror_delivery(unit, intent.document, self._touched)

    def _now_s(self) -> float:
        return self._clock.monotonic_s()


def _stop_on(outcomes_met: set[Outcome]) -> None:
    """Answers to single items that concern the whole session."""
    if Outcome.BLOCKED in outcomes_met:
        raise SignatoryDisabled()
    if Outcome.UPGRADE in outcomes_met:
        raise UpgradeNeeded()
    if Outcome.RESYNC in outcomes_met:
        raise Refused(why="epoch-changed")
