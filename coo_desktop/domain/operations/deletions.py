"""What was deleted elsewhere: a tombstone carried out here, and the question that many tombstones at once put.

Sync holds tombstones back until all of a feed is here. Few of them are carried out at once; many wait, by their ids in
the setting DELETIONS_HELD, until a person answers with `delete_here` or `keep_copies`. Both act on the ids that the
person saw: what came in meanwhile is asked about anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.operations.copies import has_edits, keep_all, remove
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.rulebook import Rulebook

#: Ids whose tombstones came and have not been carried out.
DELETIONS_HELD = "sync_deletions_held"
#: The family in the Change that tells screens to read the question again.
DELETIONS = "deletions"
#: What a person may answer: `delete_here` or `keep_copies`.
Answer = Callable[[Unit, tuple[str, ...]], Change]
DELETIONS_UNASKED = 20
#: Under this number a tenth says nothing: whoever has eight documents may see one go.
DELETIONS_SMALL = 5


@dataclass(frozen=True, slots=True)
class HeldDeletion:
    """A document that is to go: `edited` when something of mine is in it that the backend may not have."""

    id: str
    form: str
    family: str
    title: str
    number: str
    invoice: str
    edited: bool


def held_ids(reader: Reader) -> tuple[str, ...]:
    """The documents whose tombstones are held back, in the order they came."""
    value = reader.setting(DELETIONS_HELD)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def hold(unit: Unit, ids: Iterable[str]) -> None:
    """Stores which tombstones are held back."""
    unit.put_setting(DELETIONS_HELD, list(dict.fromkeys(ids)))


def most_deletions(reader: Reader) -> int:
    """How many documents may go without a question: a tenth of what is here, at least 5, at most 20."""
    tenth = reader.checksum().count // 10
    return min(DELETIONS_UNASKED, max(DELETIONS_SMALL, tenth))


def asked_ids(reader: Reader) -> tuple[str, ...]:
    """The held documents that a person is asked about; empty while the ones still here are few enough to go unasked."""
    held = held_ids(reader)
    if not held:
        return ()
    here = reader.documents(held)  # the person may have discarded some meanwhile
    left = tuple(one for one in held if one in here and here[one].rev is not None)
    return left if len(left) > most_deletions(reader) else ()


def question(reader: Reader, rules: Rulebook) -> tuple[HeldDeletion, ...]:
    """What would go and waits for an answer; empty while nothing is asked."""
    documents = (reader.document(document_id) for document_id in asked_ids(reader))
    return tuple(_held(rules, document) for document in documents if document is not None)


def apply_tombstone(unit: Unit, document_id: str) -> tuple[Document, ...]:
    """The document goes with everything wanted of it; one that holds an edit nobody has yet, or that a person has sent,
    lives on as a copy. Returns both."""
    local = unit.document(document_id)
    if local is None:
        return ()
    is_sent = any(intent.kind == "submit" for intent in unit.intents(document_id))
    if unit.conflicts(document_id) or (not local.deleted and (is_sent or has_edits(unit, local))):
        return recreate(unit, document_id)
    remove(unit, local)
    return (local,)


def recreate(unit: Unit, document_id: str) -> tuple[Document, ...]:
    """The document goes, and my version of it lives on as a draft with an id of its own. Returns both."""
    local = unit.document(document_id)
    if local is None:
        return ()
    copy = keep_all(unit, local)
    remove(unit, local)
    return copy, local


def delete_here(unit: Unit, ids: tuple[str, ...]) -> Change:
    """Answers "delete here too" for the documents that the person saw."""
    held = held_ids(unit)
    gone = [one for document_id in ids if document_id in held for one in apply_tombstone(unit, document_id)]
    hold(unit, (one for one in held if one not in ids))
    return _change(gone)


def keep_copies(unit: Unit, ids: tuple[str, ...]) -> Change:
    """Answers "keep mine as copies"; one that only a newer program can read has no copy here and stays held."""
    held = held_ids(unit)
    known = [one for one in ids if one in held and _is_readable(unit, one)]
    kept = [one for document_id in known for one in recreate(unit, document_id)]
    hold(unit, (one for one in held if one not in known))
    return _change(kept)


def _held(rules: Rulebook, document: Document) -> HeldDeletion:
    form = rules.book.forms.get(document.form)
    found = summary(form, document) if form is not None else {}
    return HeldDeletion(
        id=document.id,
        form=document.form,
        family=document.family,
        title=found.get("title", ""),
        number=found.get("number", ""),
        invoice=found.get("invoice", ""),
        edited=document.values != document.base,
    )


def _is_readable(unit: Unit, document_id: str) -> bool:
    document = unit.document(document_id)
    return document is None or document.form in unit.rules.book.forms


def _change(touched: Iterable[Document]) -> Change:
    documents = tuple(touched)
    families = frozenset({DELETIONS, *(one.family for one in documents)})
    return Change(ids=tuple(dict.fromkeys(one.id for one in documents)), families=families, by="screen")
