"""One sync pass: push, uploads, pull, what merging produced once more, then notices; a function without a thread.

Whoever calls it decides when and on which thread; two passes of one profile at a time are never wanted.
"""

import datetime as dt
from collections.abc import Callable

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import (
    AccountCancelled,
    AccountDeleted,
    AccountTrouble,
    Busy,
    ProgramError,
    Refused,
    SignatoryDisabled,
    SyncTrouble,
    Untrusted,
)
from coo_desktop.domain.filling.fills import is_filled_from_filing
from coo_desktop.domain.office.intent_reasons import needs_person
from coo_desktop.domain.office.sync_state import IncidentKind, SyncCause, SyncState, cause_of, light_of
from coo_desktop.domain.operations.incidents import kind_of, note
from coo_desktop.domain.operations.settings import last_heard_at, note_heard
from coo_desktop.domain.ports import Clock, Store
from coo_desktop.sync.account_status import AccountStatus
from coo_desktop.sync.client.backoff import Backoff
from coo_desktop.sync.client.calls import Caller
from coo_desktop.sync.notices import NoticePull
from coo_desktop.sync.outbox import HELD_UP, block, recover, wake
from coo_desktop.sync.pull import Pull, adopt
from coo_desktop.sync.push import Push
from coo_desktop.sync.reconcile import Touched
from coo_desktop.sync.remembered import ENDED, RESYNCED_ON, SUMMED_ON
from coo_desktop.sync.restored import look_up
from coo_desktop.sync.resync import resync
from coo_desktop.sync.uploads import Uploads

ROUNDS = 3
_CURSOR_OVER = ("epoch-changed", "cursor-expired")


class Engine:
    """Implements the `Sync` port; without a session that `account` can continue, nothing is asked of the backend."""

    def __init__(
        self,
        store: Store,
        caller: Caller,
        clock: Clock,
        account: AccountStatus,
        backoff: Backoff | None = None,
    ) -> None:
        self._store = store
        self._caller = caller
        self._clock = clock
        self._backoff = backoff or Backoff(clock)
        self._account = account
        self._has_started = False
        self._has_compared = False
        self._clock_ahead_s = 0
        self._trouble: tuple[str, SyncCause | None] = (
            "",
            None,
        )  # light and cause of the last trouble, shown until the backend answers again

    def hurry(self) -> None:
        """A person asks to try now: the next pass does not wait for the end of a back-off."""
        self._backoff.forget()

    def run_pass(
        self,
        progress: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[Change, SyncState]:
        """See `Sync.run_pass`; what the disk cannot do is raised, what the network cannot do is in the state."""
        touched = Touched()
        if self._account.signed_in() is None:
            return touched.change(), self._state("signed_out", SyncCause.SIGN_IN_NEEDED)
        if not self._backoff.is_ready():
            return touched.change(), self._state(*self._trouble)
        try:
            self._run(touched, progress, cancelled)
        except (AccountTrouble, SyncTrouble, Refused) as error:
            self._fail(error, touched)
        else:
            self._trouble = ("", None)
            self._backoff.succeed()
            if not cancelled():
                with self._store.unit() as unit:
                    note_heard(unit)
        return touched.change(), self._state(*self._trouble)

    def _run(self, touched: Touched, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
        self._tidy(touched)
        if self._sends_what_may_move():
            touched.add_change(self._account.look(again=True))
        look_up(self._store, self._caller, touched)
        total = self._outstanding()
        done = 0
        for round_number in range(ROUNDS):
            so_far = done
            push = Push(self._store, self._caller, self._clock, touched)
            done += push.run(lambda sent, before=so_far: progress(before + sent, max(total, before + sent)), cancelled)  # type: ignore[misc]  # the default only binds the value
            moved = Uploads(self._store, self._caller, self._clock, touched).run(cancelled)
            moved += self._catch_up(touched, cancelled, pushed=done > so_far)
            if cancelled() or (round_number and not moved and done == so_far) or not self._has_due():
                break
        notices = NoticePull(self._store, self._caller, touched)
        notices.run(cancelled)
        touched.add_change(self._account.look(again=notices.has_moved))

    def _sends_what_may_move(self) -> bool:
        """Whether something goes out with this pass that only this computer has and that the company's filing has
        filled: it is looked at first whether the company has moved. What the backend stores it moves itself."""
        reader = self._store.reader
        queued = reader.intents(states=("queued",)) if reader.outbox_states().get("queued") else ()
        sent = {intent.document for intent in queued if intent.kind == "submit"}
        new = {found.form for found in map(reader.document, sent) if found is not None and found.rev is None}
        if not new:
            return False
        with self._store.unit() as unit:
            return any(is_filled_from_filing(unit.rules.form(form)) for form in new)

    def _catch_up(self, touched: Touched, cancelled: Callable[[], bool], *, pushed: bool) -> int:
        """Pulls, by the feed or from the start when the feed has no place for us; compares when anything changed."""
        pull = Pull(self._store, self._caller, touched)
        try:
            applied = pull.run(cancelled)
        except Refused as error:
            why = str(error.facts.get("why"))
            if why not in _CURSOR_OVER:
                raise
            resync(self._store, self._caller, touched, IncidentKind(why))
            applied = 1 + pull.run(cancelled)
        self._clock_ahead_s = seconds_ahead(self._clock.now(), pull.server_time)
        if (applied or pushed or not self._has_compared) and not cancelled():
            self._compare(pull, touched, cancelled)
        return applied

    def _compare(self, pull: Pull, touched: Touched, cancelled: Callable[[], bool]) -> None:
        """A wrong checksum after a complete pull is healed once a day, and remembered as something to look into."""
        today = self._clock.today().isoformat()
        self._has_compared = False  # until it is done: what was cut off begins anew with the next pass
        if self._store.reader.setting(SUMMED_ON) != today:
            self._sum_anew(today)
        is_whole = pull.matches() or (pull.run(cancelled) and pull.matches())  # somebody may have written in between
        is_whole = is_whole or (self._sum_anew(today) and pull.matches())
        if not is_whole and self._store.reader.setting(RESYNCED_ON) != today:
            resync(self._store, self._caller, touched, IncidentKind.CHECKSUM)
            with self._store.unit() as unit:
                unit.put_setting(RESYNCED_ON, today)
        self._has_compared = True

    def _sum_anew(self, today: str) -> bool:
        """The checksum kept here is held against all revisions, once a day and before everything is fetched again; a
        wrong one is put right and told. Returns whether it was."""
        with self._store.unit() as unit:
            kept, found = unit.checksum(), unit.checksum(anew=True)
            unit.put_setting(SUMMED_ON, today)
            if kept != found:
                note(unit, IncidentKind.MISCOUNTED, f"{kept.count} {kept.digest} {found.count} {found.digest}")
        return kept != found

    def _tidy(self, touched: Touched) -> None:
        """What the pass before, or the program before, left behind."""
        states = self._store.reader.outbox_states()
        if self._has_started and not states.get("sending") and not states.get("waiting"):
            return
        with self._store.unit() as unit:
            recover(unit, touched, restarted=not self._has_started)
            wake(unit, touched, HELD_UP)
            adopt(unit, touched)
        self._has_started = True

    def _fail(self, error: ProgramError, touched: Touched) -> None:
        order = error.facts.get("order") if isinstance(error, AccountCancelled) else None
        if order is not None and not self._account.obey(order):
            error = Untrusted(reason="wipe_order")
        wish = error.facts.get("after_s") if isinstance(error, Busy) else None
        self._backoff.fail(wish if isinstance(wish, float) else None)
        self._trouble = (light_of(error), cause_of(error))
        with self._store.unit() as unit:
            if isinstance(error, SignatoryDisabled):
                block(unit, touched)
            elif isinstance(error, AccountDeleted | AccountCancelled):
                block(unit, touched, error.code.replace("_", "-"))
                unit.put_setting(ENDED, error.code.removeprefix("account_"))
            elif self._trouble[0] == "attention" and not isinstance(error, AccountTrouble):
                note(unit, kind_of(cause_of(error)), str(error))

    def _has_due(self) -> bool:
        return bool(self._store.reader.due(self._clock.monotonic_s(), 1))

    def _outstanding(self) -> int:
        states = self._store.reader.outbox_states()
        return sum(count for state, count in states.items() if state != "refused")

    def _state(self, light: str, cause: SyncCause | None) -> SyncState:
        reader = self._store.reader
        states = reader.outbox_states()
        waiting = self._outstanding()
        if not light and Pull(self._store, self._caller, Touched()).asks_about_deletions():
            light, cause = "attention", SyncCause.MASS_DELETION
        elif not light and states.get("refused"):
            light, cause = "attention", SyncCause.WORK_REFUSED
        elif not light and states.get("waiting") and any(map(needs_person, reader.intents(states=("waiting",)))):
            light, cause = "attention", SyncCause.PERSON_NEEDED
        elif not light:
            light = "waiting" if waiting else "synced"
        return SyncState(light, waiting, cause, last_heard_at(reader), self._clock_ahead_s)


def seconds_ahead(now: dt.datetime, there: str) -> int:
    """By how many seconds `now` is ahead of an instant as the wire writes it; 0 where nothing tells."""
    try:
        return round((now - dt.datetime.fromisoformat(there)).total_seconds())
    except (ValueError, TypeError):
        return 0
