"""Engines and backends that are wrong in one way each, to prove that the random days notice it; the product has none.

Each row changes one function of the engine, or one rule of the backend in memory and of the real one, for as long as a
patch lasts. They
are mistakes that synchronisers of other programs have made, and mistakes that were made here. What is not here because
nothing comes of it: a try that is not noted or taken for none (the backend knows the key), an older answer over a newer
pull (the next pass brings the newer one), later edits under the key of what was sent (other content under a used key is
merged).
"""

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from coo_backend.db import document_rows, intents
from coo_backend.documents import drafts as backend_drafts
from coo_backend.documents import feed, submission
from coo_backend.web import commands as web_commands
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.merge import Merged
from coo_desktop.domain.errors import Unanswered
from coo_desktop.domain.operations import conflicts, deletions, drafts
from coo_desktop.sync import engine, outbox, pull, push, reconcile, responses, resync
from coo_desktop.sync.client.outcomes import Outcome
from coo_desktop.sync.remembered import CURSOR
from tests.fakes import remote

Patch = pytest.MonkeyPatch
Change = Callable[[Patch], None]


def nothing(*_given: Any, **_named: Any) -> None:
    """Stands where something had to be done."""


def replaced(place: Any, name: str, by: Any) -> Change:
    return lambda patch: patch.setattr(place, name, by)


# -- what is sent -----------------------------------------------------------------------------------------------------


def new_key_for_every_try(patch: Patch) -> None:
    whole = push.item_of
    patch.setattr(push, "item_of", lambda intent: {**whole(intent), "key": new_id()})


def forgotten_when_sent(patch: Patch) -> None:
    whole = push.Push._mark

    def mark(self: Any, unit: Any, intent: Any) -> Any:
        sending = whole(self, unit, intent)
        unit.drop_intent(intent.key)
        return sending

    patch.setattr(push.Push, "_mark", mark)


def silence_is_success(patch: Patch) -> None:
    def mark_failed(self: Any, batch: Any, error: Any) -> None:
        with self._store.unit() as unit:
            for intent in batch:
                if isinstance(error, Unanswered):
                    unit.drop_intent(intent.key)
                else:
                    outbox.update(unit, responses.untried(intent))

    patch.setattr(push.Push, "_mark_failed", mark_failed)


def edits_go_into_what_was_sent(patch: Patch) -> None:
    """A put that may have arrived takes the content of later edits, under the same key."""

    def enqueue(unit: Any, document: Any) -> None:
        form = unit.rules.form(document.form)
        body = {"form": form.id, "values": drafts.wire.to_wire(form, document.values, document.extra)}
        body["links"] = dict(document.links)
        for intent in unit.intents(document.id):
            if intent.kind == "put":
                unit.update_intent(dataclasses.replace(intent, body=body))
                return
        unit.enqueue(drafts.Intent(key=new_id(), kind="put", document=document.id, body=body))

    patch.setattr(drafts, "enqueue_put", enqueue)


def unseen_merges_are_sent(patch: Patch) -> None:
    patch.setattr(reconcile, "hold_submission", nothing)
    patch.setattr(responses, "hold_submission", nothing)
    patch.setattr(resync, "hold_submission", nothing)


# -- what answers do --------------------------------------------------------------------------------------------------


def answers_overwrite_what_was_typed(patch: Patch) -> None:
    def absorb(unit: Any, local: Any, _intent: Any, arrived: Any, touched: Any) -> None:
        touched.add(unit.put(responses.as_remote(arrived, local)))

    patch.setattr(responses, "_absorb", absorb)


def answers_leave_the_base(patch: Patch) -> None:
    whole = responses.as_remote
    patch.setattr(
        responses, "as_remote", lambda arrived, local: dataclasses.replace(whole(arrived, local), base=local.base)
    )


def a_stale_edit_is_dropped(patch: Patch) -> None:
    def fetched(unit: Any, intent: Any, _problem: Any, arrived: Any, touched: Any) -> None:
        unit.drop_intent(intent.key)
        local = unit.document(intent.document)
        if isinstance(arrived, responses.Gone) or local is None:
            responses.apply_tombstone(unit, intent.document, touched)
        else:
            touched.add(unit.put(responses.as_remote(arrived, local)))

    patch.setattr(push, "apply_fetched", fetched)


def a_refusal_is_forgotten(patch: Patch) -> None:
    def refuse(unit: Any, intent: Any, _problem: Any, _touched: Any) -> None:
        unit.drop_intent(intent.key)

    patch.setattr(responses, "refuse", refuse)
    patch.setattr(push, "refuse", refuse)


def a_used_key_is_the_end(patch: Patch) -> None:
    """Other content under a used key is refused instead of merged: the edit stays away for good."""
    whole = responses.apply_response

    def apply(unit: Any, intent: Any, status: int, body: Any, touched: Any) -> Outcome:
        if responses.problem_of(status, body).get("type") == "key-reused":
            responses.refuse(unit, intent, responses.problem_of(status, body), touched)
            return Outcome.REFUSED
        return whole(unit, intent, status, body, touched)

    edits_go_into_what_was_sent(patch)
    patch.setattr(push, "apply_response", apply)


# -- two hands on one document -----------------------------------------------------------------------------------------


def merged_as(choose: Callable[[Any, Any, Any], Any]) -> Change:
    def change(patch: Patch) -> None:
        for place in (reconcile, responses):
            patch.setattr(place, "merge", lambda base, mine, theirs: Merged(dict(choose(base, mine, theirs)), ()))

    return change


def clashes_are_dropped(patch: Patch) -> None:
    for place in (reconcile, responses):
        patch.setattr(place, "keep_conflicts", lambda *_given: 0)


def edits_of_what_was_sent_are_dropped(patch: Patch) -> None:
    patch.setattr(
        reconcile,
        "_set_aside",
        lambda unit, local, shared, arrived, touched: reconcile._take_over(unit, local, arrived, touched),
    )


def tombstones_take_edits_along(patch: Patch) -> None:
    def bury(unit: Any, document_id: str) -> tuple[Any, ...]:
        local = unit.document(document_id)
        if local is None:
            return ()
        deletions.remove(unit, local)
        return (local,)

    patch.setattr(deletions, "apply_tombstone", bury)


def what_comes_back_stays_deleted(patch: Patch) -> None:
    patch.setattr(reconcile, "_undelete", nothing)


def the_base_is_mine(patch: Patch) -> None:
    """What both started from is taken to be what is here: nothing of mine is an edit any more."""
    patch.setattr(reconcile, "_shared", lambda unit, local, arrived: local.values)


def a_solved_conflict_is_not_sent(patch: Patch) -> None:
    patch.setattr(conflicts, "store_edit", lambda unit, document: unit.put(document))


# -- the feed, and a backend that was restored ------------------------------------------------------------------------


def cursor_before_documents(patch: Patch) -> None:
    whole = pull.Pull._apply

    def apply(self: Any, page: Any, cursor: str) -> int:
        with self._store.unit() as unit:
            unit.put_setting(CURSOR, page.cursor)
        return whole(self, page, cursor)

    patch.setattr(pull.Pull, "_apply", apply)
    patch.setattr(engine.Engine, "_compare", nothing)


def a_page_lands_in_pieces_and_skips_trouble(patch: Patch) -> None:
    """The last document of each page is left out."""
    whole = pull._latest
    patch.setattr(pull, "_latest", lambda unit, items: whole(unit, items[:-1]))
    patch.setattr(engine.Engine, "_compare", nothing)


def absence_is_deletion(patch: Patch) -> None:
    def bury(unit: Any, document_id: str, touched: Any) -> None:
        document = unit.document(document_id)
        if document is not None:
            unit.purge(document_id)

    patch.setattr(resync, "_offer_again", bury)


def what_a_restore_lost_is_not_offered(patch: Patch) -> None:
    patch.setattr(resync, "_offer_again", nothing)


def a_new_epoch_is_overlooked(patch: Patch) -> None:
    """The old cursor goes on in the restored backend's feed."""
    in_memory, real = remote.FakeRemote._changes, feed.changes

    def changes(self: Any, query: Mapping[str, str]) -> Any:
        return in_memory(self, {name: value for name, value in query.items() if name != "epoch"})

    patch.setattr(remote.FakeRemote, "_changes", changes)
    patch.setattr(
        feed, "changes", lambda connection, actor, cursor, _epoch, most: real(connection, actor, cursor, "", most)
    )
    patch.setattr(engine.Engine, "_compare", nothing)


def an_older_revision_follows_mine(patch: Patch) -> None:
    patch.setattr(reconcile, "lineage", lambda reader, local, arrived: reconcile.Way.ON)


def the_interrupted_stays_interrupted(patch: Patch) -> None:
    patch.setattr(engine, "recover", nothing)


# -- the backend ------------------------------------------------------------------------------------------------------


def keys_are_not_remembered(patch: Patch) -> None:
    patch.setattr(remote.FakeRemote, "_once", remote.FakeRemote._carried_out)
    patch.setattr(intents, "stored", nothing)
    patch.setattr(intents, "remember", nothing)


def conditions_are_not_looked_at(patch: Patch) -> None:
    patch.setattr(remote, "_unmet", nothing)
    patch.setattr(backend_drafts, "match_or_refuse", nothing)
    patch.setattr(submission, "match_or_refuse", nothing)


def the_feed_forgets(patch: Patch) -> None:
    whole = remote.FakeRemote._store

    def store(self: Any, told: dict[str, Any]) -> dict[str, Any]:
        kept = whole(self, told)
        if len(self._feed) % 7 == 0:
            self._feed[-1] = self._feed[0]
        return kept

    given = document_rows.put_in_feed

    def put_in_feed(connection: Any, company: str, places: Any) -> None:
        """Every seventh place leads nowhere."""
        given(connection, company, {found: place for found, place in places.items() if place % 7})

    patch.setattr(remote.FakeRemote, "_store", store)
    patch.setattr(document_rows, "put_in_feed", put_in_feed)
    patch.setattr(engine.Engine, "_compare", nothing)


def keys_are_compared_by_name_alone(patch: Patch) -> None:
    """A known key is answered with its old answer, whatever content comes under it."""

    def once(self: Any, item: Mapping[str, Any]) -> Any:
        known = self._keys.get(item["key"])
        if known is not None:
            return known[1]
        answer = self._carried_out(item)
        if answer[0] < 400:
            self._keys[item["key"]] = ("", answer)
        return answer

    edits_go_into_what_was_sent(patch)
    patch.setattr(remote.FakeRemote, "_once", once)
    patch.setattr(web_commands, "fingerprint", lambda *_request: "")


FAULTS: Mapping[str, Change] = MappingProxyType(
    {
        change.__name__: change
        for change in (
            new_key_for_every_try,
            forgotten_when_sent,
            silence_is_success,
            unseen_merges_are_sent,
            answers_overwrite_what_was_typed,
            answers_leave_the_base,
            a_stale_edit_is_dropped,
            a_refusal_is_forgotten,
            a_used_key_is_the_end,
            clashes_are_dropped,
            edits_of_what_was_sent_are_dropped,
            tombstones_take_edits_along,
            what_comes_back_stays_deleted,
            the_base_is_mine,
            a_solved_conflict_is_not_sent,
            cursor_before_documents,
            a_page_lands_in_pieces_and_skips_trouble,
            absence_is_deletion,
            what_a_restore_lost_is_not_offered,
            a_new_epoch_is_overlooked,
            an_older_revision_follows_mine,
            the_interrupted_stays_interrupted,
            keys_are_not_remembered,
            conditions_are_not_looked_at,
            the_feed_forgets,
            keys_are_compared_by_name_alone,
        )
    }
    | {
        "mine_always_wins": merged_as(lambda base, mine, theirs: mine),
        "theirs_always_wins": merged_as(lambda base, mine, theirs: theirs),
    }
)
