"""The backend's document meets the local one: taken over, merged, or kept beside it as a copy; no edit is dropped."""

import dataclasses
import enum
import re
from collections.abc import Iterable

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import UNCHECKED, Change, Document, Intent, Review, Values
from coo_desktop.domain.documents.merge import merge
from coo_desktop.domain.errors import Untrusted
from coo_desktop.domain.operations import deletions
from coo_desktop.domain.operations.conflicts import keep_conflicts
from coo_desktop.domain.operations.copies import ancestor, keep_copy
from coo_desktop.domain.operations.drafts import store_edit
from coo_desktop.domain.operations.incidents import note_lost
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.sync.arrivals import Arrived
from coo_desktop.sync.remembered import EPOCH, remembered_text

#: A revision is `epoch.counter.random`, the epoch a letter and a number that each restore raises; see docs/wire.md.
_REV = re.compile(r"[a-z]([0-9]{1,18})\.([0-9]{1,18})\.")


class Way(enum.Enum):
    """How a revision that arrived stands to the one known here."""

    ON = "on"  # it follows mine
    BACK = "back"  # mine followed it
    APART = "apart"  # nobody can tell


class Touched:
    """Collects what a pass changed, for the one Change that screens hear."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._families: set[str] = set()

    def add(self, document: Document) -> None:
        self._ids[document.id] = None
        self._families.add(document.family)

    def add_family(self, family: str) -> None:
        """Something changed that is no document."""
        self._families.add(family)

    def add_change(self, change: Change) -> None:
        """What an operation changed on behalf of the pass."""
        self._ids |= dict.fromkeys(change.ids)
        self._families |= change.families

    def change(self) -> Change:
        return Change(ids=tuple(self._ids), families=frozenset(self._families), by="sync")


def apply_remote(unit: Unit, arrived: Arrived, touched: Touched) -> None:
    """Brings the local document up to what arrived, and every edit of mine with it."""
    local = unit.document(arrived.id)
    if local is None:
        touched.add(unit.put(_landed(unit, as_remote(arrived))))
        return
    if local.form != arrived.form:
        raise Untrusted(reason="kind", id=arrived.id)
    if local.rev == arrived.rev:
        return
    shared = _shared(unit, local, arrived)
    was_sent = local.stage not in lifecycle.EDITABLE and arrived.stage in lifecycle.EDITABLE
    if was_sent and lineage(unit, local, arrived) is not Way.ON:
        local = lost(unit, local)
    if local.deleted:
        _undelete(unit, local, arrived, touched)
    elif local.values == shared:
        _take_over(unit, local, arrived, touched)
    elif arrived.stage not in lifecycle.EDITABLE:
        _set_aside(unit, local, shared, arrived, touched)
    else:
        _merge(unit, local, shared, arrived, touched)


def lost(unit: Unit, local: Document) -> Document:
    """The backend has forgotten that this was sent: a person has to look, nothing is sent again by itself."""
    note_lost(unit, local.id)
    hold_submission(unit, local.id)
    return unit.put(dataclasses.replace(local, needs_review=True, review=Review.FORGOTTEN))


def apply_tombstone(unit: Unit, document_id: str, touched: Touched) -> None:
    """The document goes; an edit nobody has yet lives on as a copy."""
    for document in deletions.apply_tombstone(unit, document_id):
        touched.add(document)


def recreate(unit: Unit, document_id: str, touched: Touched) -> None:
    """The backend will not have this document under its id again: my version of it lives on under a new one."""
    for document in deletions.recreate(unit, document_id):
        touched.add(document)


def as_remote(arrived: Arrived, local: Document | None = None) -> Document:
    """The document exactly as the backend has it; what is local alone stays as it was."""
    told = {field.name: getattr(arrived, field.name) for field in dataclasses.fields(arrived)}
    told.pop("is_known")
    if local is None:
        return Document(**told, base=arrived.values)
    return dataclasses.replace(local, **told, base=arrived.values, deleted=False)


def mirror_delivery(unit: Unit, document_id: str, touched: Touched) -> None:
    """Makes the document's delivery tell the state of its submission, or that the backend refused its content."""
    document = unit.document(document_id)
    if document is None:
        return
    intents = unit.intents(document_id)
    states = [intent.state for intent in intents if intent.kind == "submit" and not is_held(intent)]
    if not states and any(intent.kind == "put" and intent.state == "refused" for intent in intents):
        states = ["refused"]
    delivery = states[-1] if states else ""
    if document.delivery != delivery:
        touched.add(unit.put(dataclasses.replace(document, delivery=delivery)))


def is_held(intent: Intent) -> bool:
    """Whether a submission waits because a person has to look at a merge first."""
    return intent.state == "waiting" and (intent.problem or {}).get("type") == "needs_review"


def hold_submission(unit: Unit, document_id: str) -> None:
    """A submission that was never tried must not go out with content its person has not seen."""
    for intent in unit.intents(document_id):
        if intent.kind == "submit" and intent.attempts == 0 and intent.state != "refused":
            unit.update_intent(dataclasses.replace(intent, state="waiting", problem={"type": "needs_review"}))


def _take_over(unit: Unit, local: Document, arrived: Arrived, touched: Touched) -> None:
    changed = local.values != arrived.values
    fresh = as_remote(arrived, local)
    _drop(unit, _untried(unit, local.id, "put"))
    if arrived.stage not in lifecycle.EDITABLE:
        _drop(unit, _untried(unit, local.id, "submit"))  # somebody else has sent it
    elif changed and _untried(unit, local.id, "submit"):
        hold_submission(unit, local.id)
        fresh = dataclasses.replace(fresh, needs_review=True, review=Review.MERGED)
    touched.add(unit.put(_landed(unit, fresh, local)))
    mirror_delivery(unit, local.id, touched)


def _undelete(unit: Unit, local: Document, arrived: Arrived, touched: Touched) -> None:
    """Somebody edited what I discarded: the edit wins, and I am told. What I typed before that goes nowhere."""
    for kind in ("put", "delete"):
        _drop(unit, _untried(unit, local.id, kind))
    is_seen = arrived.stage not in lifecycle.EDITABLE
    fresh = dataclasses.replace(as_remote(arrived, local), needs_review=not is_seen, review=Review.CAME_BACK)
    touched.add(unit.put(_landed(unit, fresh, local)))


def _set_aside(unit: Unit, local: Document, shared: Values, arrived: Arrived, touched: Touched) -> None:
    """The backend's document can no longer be edited: it stands, and each edit of mine goes into a copy."""
    mine = merge(shared, arrived.values, local.values).values  # in this order mine stands in a clash
    if mine != arrived.values:
        touched.add(keep_copy(unit, local, mine, Review.KEPT_FROM_SENT))
    _drop(unit, (intent for intent in unit.intents(local.id) if intent.kind == "put"))
    _drop(unit, _untried(unit, local.id, "submit"))
    touched.add(unit.put(_landed(unit, as_remote(arrived, local), local)))
    mirror_delivery(unit, local.id, touched)


def _merge(unit: Unit, local: Document, shared: Values, arrived: Arrived, touched: Touched) -> None:
    merged = merge(shared, local.values, arrived.values)
    open_conflicts = keep_conflicts(unit, local.id, merged.clashes, arrived.editor, arrived.updated_at)
    seen = merged.values == local.values and not merged.clashes
    if not seen:
        hold_submission(unit, local.id)
    fresh = dataclasses.replace(
        as_remote(arrived, local),
        values=merged.values,
        conflicts=open_conflicts,
        needs_review=local.needs_review or not seen,
        review=local.review if seen else Review.MERGED,
    )
    if merged.values == arrived.values:
        _drop(unit, _untried(unit, local.id, "put"))
        touched.add(unit.put(_landed(unit, fresh, local)))
    else:
        touched.add(store_edit(unit, fresh))
    mirror_delivery(unit, local.id, touched)


def _shared(unit: Unit, local: Document, arrived: Arrived) -> Values:
    """What both sides started from. That is my base, unless the backend was restored from a backup in between.

    When it went back behind my revision, what arrived is older than mine: all of mine is new to it. When it went on in
    an epoch in which I never was, nobody knows where the ways parted: then nothing counts as shared, and every
    difference ends in a conflict rather than in a loss.
    """
    way = lineage(unit, local, arrived)
    if way is Way.ON:
        return ancestor(unit, local)
    return arrived.values if way is Way.BACK else {}


def _landed(unit: Unit, document: Document, local: Document | None = None) -> Document:
    """Not checked for problems: whoever looks at it has it checked (`drafts.check`), and it is sent only checked. One
    with the content that it had here keeps what was found; what can no longer be edited has no problems to show."""
    left = UNCHECKED
    if document.stage not in lifecycle.EDITABLE or document.form not in unit.rules.book.forms:
        left = 0
    elif local is not None and local.stage in lifecycle.EDITABLE:
        is_same = (local.values, local.links) == (document.values, document.links)
        left = local.blocking if is_same else UNCHECKED
    return document if document.blocking == left else dataclasses.replace(document, blocking=left)


def _untried(unit: Unit, document_id: str, kind: str) -> list[Intent]:
    return [intent for intent in unit.intents(document_id) if intent.kind == kind and intent.attempts == 0]


def _drop(unit: Unit, intents: Iterable[Intent]) -> None:
    for intent in intents:
        unit.drop_intent(intent.key)


def lineage(reader: Reader, local: Document, arrived: Arrived) -> Way:
    """How the document got from here to there. A later epoch follows mine when I have caught up in it since."""
    mine, theirs = _revision_parts(local.rev), _revision_parts(arrived.rev)
    if mine is None or theirs is None:
        return Way.ON
    if mine[0] == theirs[0]:
        return Way.BACK if theirs[1] < mine[1] else Way.ON
    is_known = theirs[0] > mine[0] and arrived.rev.startswith(f"{remembered_text(reader, EPOCH)}.")
    return Way.ON if is_known else Way.APART


def epoch_of(rev: str) -> str:
    """The epoch in which a revision was made; "" for one that does not say."""
    return rev.partition(".")[0] if _REV.match(rev) else ""


def _revision_parts(rev: str | None) -> tuple[int, int] | None:
    """Numbers of epoch and counter of a revision, None for one that is made otherwise."""
    found = _REV.match(rev or "")
    return (int(found.group(1)), int(found.group(2))) if found else None
