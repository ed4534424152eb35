"""A draft of a former edition goes over to the newest one: a draft of that takes its place, in one commit.

The backend never changes the type of a document that it stores, so that the draft cannot simply be renamed. What was
sent or approved stays in the edition it was begun with.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.domain.documents.field_access import rows_of
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.operations.drafts import discard, editable, existing, fresh_rows, store_edit
from coo_desktop.domain.ports import Unit
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.rulebook import Rulebook


@dataclasses.dataclass(frozen=True, slots=True)
class Misfit:
    """What a value of a draft would meet in the newest edition: no field of its own (`is_dropped`), or a list of
    choices without it; `row` is the number of its row, 0 for none."""

    field: FieldSpec
    row: int
    value: Any
    is_dropped: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Newest:
    """The newest edition for a draft of a former one, and what of the draft would not stand there as it does."""

    form: FormType
    lost: tuple[Misfit, ...]


def newest_for(rules: Rulebook, document: Document) -> Newest | None:
    """The edition that the document could go over to; None for one of the newest edition or one that is locked."""
    newer = rules.book.newer(document.form) if editable(document) else None
    return Newest(newer, tuple(_lost(rules.form(document.form), newer, document))) if newer is not None else None


def move(unit: Unit, document_id: str) -> Change:
    """Begins a draft of the newest edition with everything that has a field there, and discards the former one.

    A choice that is not on the new form stays as it was, for the checks to tell. Raises Locked when the document cannot
    be edited now, Refused(why="conflicts") while conflicts are open, Refused(why="no_newer_edition") when it has none.
    """
    document = existing(unit, document_id)
    if not editable(document):
        raise Locked(id=document_id, stage=document.stage, delivery=document.delivery, event="move")
    if document.conflicts:
        raise Refused(why=Rule.CONFLICTS, count=document.conflicts)
    form = unit.rules.book.newer(document.form)
    if form is None:
        raise Refused(why=Rule.NO_NEWER_EDITION, id=document_id)
    now = unit.clock.now().isoformat(timespec="milliseconds")
    discard(unit, document_id)
    begun = Document(
        id=new_id(),
        form=form.id,
        family=form.family,
        values=fresh_rows(form, _kept(form, document)),
        stage=lifecycle.FIRST_STAGE[form.family],
        links={**document.links, "copied_from": document.id},
        extra=document.extra,
        author=unit.person().account or document.author,
        office=document.office,
        needs_review=document.needs_review,
        review=document.review,
        created_at=now,
    )
    made = store_edit(unit, begun)
    _after(unit, made, document.id)
    return Change(ids=(made.id, document.id), families=frozenset({form.family}), document=made)


def _after(unit: Unit, made: Document, former_id: str) -> None:
    """The new draft goes out when the former one is gone: only one of them may stand in the place of an original."""
    if unit.intents(former_id):
        for intent in unit.intents(made.id):
            unit.update_intent(dataclasses.replace(intent, after=(*intent.after, former_id)))


def _kept(form: FormType, document: Document) -> dict[str, Any]:
    kept = {name: value for name, value in document.values.items() if name in form.stored}
    for name, spec in form.stored.items():
        if spec.item_type is not None and isinstance(kept.get(name), list):
            parts = {"id", *spec.item_type.by_id}
            kept[name] = [{part: row[part] for part in row if part in parts} for row in kept[name]]
    return kept


def _lost(old: FormType, new: FormType, document: Document) -> Iterator[Misfit]:
    for name, spec in old.stored.items():
        there, rows = new.stored.get(name), rows_of(document.values, name) if spec.item_type else ()
        yield from _lost_of(spec, there, document.values.get(name), 0)
        for number, row in enumerate(rows, 1) if there is not None else ():
            known = there.item_type.by_id if there is not None and there.item_type else {}
            for part in spec.item_type.fields if spec.item_type else ():
                yield from _lost_of(part, known.get(part.id), row.get(part.id), number)


def _lost_of(spec: FieldSpec, there: FieldSpec | None, value: Any, row: int) -> Iterator[Misfit]:
    if is_blank(value) or spec.is_computed:
        return
    if there is None:
        yield Misfit(spec, row, value, True)
    elif there.choices and value not in {choice.id for choice in there.choices}:
        yield Misfit(spec, row, value, False)
