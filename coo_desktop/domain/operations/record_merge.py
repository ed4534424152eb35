"""Duplicates made one record, and apart again: one is kept with the chosen values, the others are deleted.

Other documents hold what a record said when it was chosen, never its id, so nothing in them changes.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from coo_desktop.domain.documents.document import RECORD, Change, Document, Values
from coo_desktop.domain.errors import Locked, Outdated
from coo_desktop.domain.forms.kinds import clean, is_blank
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.ports import Reader, Unit

#: Setting: lists of ids of records that look alike and are not.
APART = "records.apart"


def unite(unit: Unit, kept: Document, values: Values, others: Sequence[Document]) -> Change:
    """Keeps one record with these values and deletes the others, all or none; the documents are as they were shown.

    Raises Outdated where one of them was changed meanwhile.
    """
    for shown in (kept, *others):
        now = drafts.existing(unit, shown.id)
        if now.revision != shown.revision:
            raise Outdated(id=shown.id, shown=shown.revision, revision=now.revision)
    form = unit.rules.form(kept.form)
    merged = {**kept.values, **clean(values, form.stored)}
    stored = drafts.store_edit(unit, dataclasses.replace(kept, values=merged))
    for other in others:
        drafts.discard(unit, other.id)
    ids = (kept.id, *(other.id for other in others))
    return Change(ids=ids, families=frozenset({RECORD}), document=stored)


def part(unit: Unit, united: Document, kept: Document, others: Sequence[Document]) -> Change:
    """Takes a `unite` back: `united` is what it stored, `kept` and `others` are what was before.

    A deletion that nobody was told of yet is taken back; after one that was, the record comes back as a new one.
    Raises Outdated where the united record was changed since.
    """
    now = drafts.existing(unit, kept.id)
    if now.values != united.values:
        raise Outdated(id=kept.id, shown=united.revision, revision=now.revision)
    if not drafts.editable(now):
        raise Locked(id=now.id, stage=now.stage, delivery=now.delivery, event="save")
    drafts.store_edit(unit, dataclasses.replace(now, values=kept.values))
    back = [_bring_back(unit, other) for other in others]
    return Change(ids=(kept.id, *back), families=frozenset({RECORD}))


def _bring_back(unit: Unit, gone: Document) -> str:
    now, intents = unit.document(gone.id), unit.intents(gone.id)
    untold = [intent for intent in intents if intent.kind == "delete" and intent.attempts == 0]
    if now is None or not now.deleted or (gone.rev is not None and not untold):
        change = drafts.store_new(unit, unit.rules.form(gone.form), gone.values, dict(gone.links))
        return change.ids[0]
    for intent in untold:
        unit.drop_intent(intent.key)
    restored = drafts.store_edit(unit, dataclasses.replace(now, deleted=False, values=gone.values))
    return restored.id


def keep_apart(unit: Unit, ids: Sequence[str]) -> Change:
    """Remembers that these records are different ones, however alike: they are not told as duplicates again."""
    known = [each for each in unit.setting(APART, []) if all(unit.document(one) is not None for one in each)]
    unit.put_setting(APART, [*known, sorted(ids)])
    return Change(families=frozenset({"setting"}))


def left(reader: Reader, groups: Iterable[Sequence[Document]]) -> tuple[tuple[Document, ...], ...]:
    """The groups that nobody has called different; the record with the most in it stands first in each."""
    apart = [set(each) for each in reader.setting(APART, [])]
    asked = (group for group in groups if not any({one.id for one in group} <= each for each in apart))
    return tuple(tuple(sorted(group, key=_fullness, reverse=True)) for group in asked)


def _fullness(document: Document) -> int:
    return sum(not is_blank(value) for value in document.values.values())
