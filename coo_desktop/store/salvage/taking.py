"""Puts what was found into a sound store: a copy of a backup, or an empty one. What is there and newer stays."""

import dataclasses
from collections.abc import Iterable

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Company, Document, Intent, Person
from coo_desktop.domain.errors import NotFound, Refused
from coo_desktop.domain.operations.drafts import enqueue_put
from coo_desktop.domain.ports import Unit
from coo_desktop.store.database.rows import known_fields
from coo_desktop.store.salvage.finds import Finds

#: How far this desk had read of the backend: true of the whole of a store only.
_PLACES = "sync_"


def take_over(unit: Unit, found: Finds) -> None:
    """In one commit: documents that are newer or only here, then what hangs on them. A wish that the damaged store no
    longer has may have been fulfilled: it is looked up like every wish of a restored backup, and never dropped here."""
    if not unit.person().account and "person" in found.meta:
        unit.put_person(known_fields(Person, found.meta["person"]))
        unit.put_company(known_fields(Company, found.meta.get("company")))
    for name, value in found.settings.items():
        if not name.startswith(_PLACES) and unit.setting(name) is None:
            unit.put_setting(name, value)
    for evidence in found.evidence.values():
        if unit.evidence(evidence.id) is None:
            unit.put_evidence(evidence)
    taken = [stored for document in found.documents.values() if (stored := _take(unit, document)) is not None]
    there = {intent.key for intent in unit.intents()}
    for intent in sorted(found.intents.values(), key=lambda one: one.seq):
        if intent.key not in there:
            _wish(unit, intent)
    ids = {document.id for document in taken}
    unit.put_conflicts([one for one in found.conflicts.values() if one.document in ids])
    for document in taken:
        _tell_again(unit, document)


def unsent(documents: Iterable[Document]) -> int:
    """How many the backend does not have as they are here."""
    return sum(_is_unsent(document) for document in documents if not document.deleted)


def _take(unit: Unit, document: Document) -> Document | None:
    here = unit.document(document.id)
    if here is not None and here.revision >= document.revision:
        return None
    return unit.put(dataclasses.replace(document, revision=here.revision if here else document.revision - 1))


def _wish(unit: Unit, intent: Intent) -> None:
    """One whose document is gone, or cannot be sent any more, is no wish."""
    try:
        unit.enqueue(dataclasses.replace(intent, seq=0))
    except Refused:
        return


def _tell_again(unit: Unit, document: Document) -> None:
    """The wishes of a document may be in a part that is lost: its edits are sent all the same, and whether it shall be
    submitted is asked of its person."""
    kinds = {intent.kind for intent in unit.intents(document.id)}
    if document.delivery and "submit" not in kinds:
        document = unit.put(dataclasses.replace(document, delivery="", needs_review=True))
    if "put" not in kinds and document.stage in lifecycle.EDITABLE and not document.deleted and _is_unsent(document):
        try:
            enqueue_put(unit, document)
        except (NotFound, Refused):
            return  # only a newer program knows its form


def _is_unsent(document: Document) -> bool:
    return document.rev is None or document.values != document.base
