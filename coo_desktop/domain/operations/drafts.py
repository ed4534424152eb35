"""Starting, saving, copying, restoring and discarding documents; every save says which revision it was looking at."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from coo_desktop.domain.checks.problems import blocking
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents import lifecycle, wire
from coo_desktop.domain.documents.document import UNCHECKED, Change, Document, Evidence, Intent, Values
from coo_desktop.domain.documents.history import as_of
from coo_desktop.domain.errors import Locked, NotFound, Outdated, Refused
from coo_desktop.domain.filling.fills import filled
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import clean
from coo_desktop.domain.office.sending_terms import begun
from coo_desktop.domain.operations.succession import is_second
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.rulebook import Rulebook

#: Documents with how many problems keep each from being sent.
Checked = tuple[tuple[Document, int], ...]


def start(
    unit: Unit, form_id: str, values: Values | None = None, links: Values | None = None, document_id: str = ""
) -> Change:
    """A new document of this form type, filled as far as the program can know; stored at once. Who starts many gives
    each its new id, which the unit expects."""
    form = unit.rules.form(form_id)
    given = clean(values or {}, form.stored)
    started = filled(form, given, unit.context())
    return store_new(unit, form, started, dict(links or {}), document_id)


def save(unit: Unit, document_id: str, values: Values, shown: int) -> Change:
    """Stores what the screen holds; raises Outdated when `shown` is not the stored revision, Locked when not editable.

    Values are cleaned by kind and kept even when wrong; the stage becomes draft or ready by what the checks find.
    Saving what is already stored changes nothing and sends nothing.
    """
    document = existing(unit, document_id)
    if shown != document.revision:
        raise Outdated(id=document_id, shown=shown, revision=document.revision)
    if not editable(document):
        raise Locked(id=document_id, stage=document.stage, delivery=document.delivery, event="save")
    form = unit.rules.form(document.form)
    wire.known_values(form, values)
    merged = {**document.values, **clean(values, form.stored, document.values)}
    if merged == document.values and not document.needs_review:
        return change_of(document)
    return change_of(store_edit(unit, dataclasses.replace(document, values=merged, needs_review=False)))


def check(reader: Reader, rules: Rulebook, contexts: Callable[[Document], Context], ids: Iterable[str]) -> Checked:
    """Counts what keeps these documents from being sent, of those that nobody has checked; belongs on a worker."""
    found = (reader.document(document_id) for document_id in ids)
    return tuple(
        (one, blocking(rules.document_problems(one, contexts(one))) if _has_problems(rules, one) else 0)
        for one in found
        if one is not None and one.blocking == UNCHECKED
    )


def keep_checked(unit: Unit, checked: Checked) -> Change:
    """Stores what `check` found, of documents that have not moved on since."""
    for document, left in checked:
        unit.put_blocking(document, left)
    families = frozenset(document.family for document, _left in checked)
    return Change(ids=tuple(document.id for document, _left in checked), families=families)


def _has_problems(rules: Rulebook, document: Document) -> bool:
    return document.stage in lifecycle.EDITABLE and document.form in rules.book.forms


def discard(unit: Unit, document_id: str) -> Change:
    """Removes a document its author may discard: a never-sent one goes at once, another through the backend."""
    document = existing(unit, document_id)
    if document.delivery not in ("", "refused"):
        raise Locked(id=document_id, stage=document.stage, delivery=document.delivery, event="discard")
    lifecycle.move(document.family, document.stage, "discard", unit.person().role)
    for intent in unit.intents(document_id):
        if intent.attempts == 0:
            unit.drop_intent(intent.key)
    gone = unit.put(dataclasses.replace(document, deleted=True, delivery=""))
    if document.rev is not None or unit.intents(document_id):
        unit.enqueue(Intent(key=new_id(), kind="delete", document=document_id, body={}, created_at=_now(unit)))
    return change_of(gone)


def copy(unit: Unit, document_id: str, form_id: str = "") -> Change:
    """A new document from a listed one, with the clearing rules of row 1.4.1.2; `form_id` empty means the same type.

    Same type: fields in `copy_clears` and those that are not `copied` start empty, and so do the parts of rows that
    their own `copy_clears` name.
    Another type: goods are cleared and only fields both forms have are taken. Raises Refused(why="copy_target") when
    the target is not offered.
    """
    source = existing(unit, document_id)
    old_form = unit.rules.form(source.form)
    form = unit.rules.form(form_id or source.form)
    if form.id not in {target.id for target in copy_targets(unit.rules, source)}:
        raise Refused(why=Rule.COPY_TARGET, form=form.id)
    taken = {name: value for name, value in source.values.items() if name in form.stored}
    is_same = form.is_type_of(old_form.id)
    for name in _cleared(form) if is_same else ("goods",):
        taken.pop(name, None)
    taken = fresh_rows(form, _cleared_rows(form, taken))
    return store_new(unit, form, filled(form, taken, unit.context()), {"copied_from": source.id})


def _cleared(form: FormType) -> tuple[str, ...]:
    """The fields that a copy of the same type starts without."""
    return (*form.copy_clears, *(name for name, spec in form.stored.items() if not spec.copied))


def _cleared_rows(form: FormType, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without what belongs to a shipment in any row."""
    cleared = dict(values)
    for name, spec in form.stored.items():
        if spec.item_type is not None and spec.item_type.copy_clears and isinstance(cleared.get(name), list):
            gone = spec.item_type.copy_clears
            rows = [row for row in cleared[name] if isinstance(row, dict)]
            cleared[name] = [{part: value for part, value in row.items() if part not in gone} for row in rows]
    return cleared


def copy_targets(rules: Rulebook, source: Document) -> tuple[FormType, ...]:
    """The form types a document may be copied to: its own, and for certificates what row 1.4.1.2 allows."""
    own = rules.form(source.form)
    if own.family != "certificate":
        return (own,)
    certificates = rules.book.family("certificate")
    if not own.agreement:
        return certificates
    return tuple(form for form in certificates if form.is_type_of(own.id) or not form.agreement)


def existing(unit: Unit, document_id: str) -> Document:
    """The stored document; raises NotFound."""
    document = unit.document(document_id)
    if document is None or document.deleted:
        raise NotFound(id=document_id, what="document")
    return document


def editable(document: Document) -> bool:
    """Whether its author may type in it now: an editable stage, and no submission on its way."""
    return document.stage in lifecycle.EDITABLE and document.delivery in ("", "refused") and not document.deleted


def store_edit(unit: Unit, document: Document) -> Document:
    """Checks, stages and stores an edited document and puts its new content into the outbox, in the unit's commit."""
    form = unit.rules.form(document.form)
    left = blocking(unit.rules.problems(form, document.values, unit.context(document)))
    event = "save_incomplete" if left or is_second(unit, document) else "save_complete"
    stage = lifecycle.move(document.family, document.stage, event, unit.person().role or "clerk").to
    stored = unit.put(dataclasses.replace(document, stage=stage, blocking=left, delivery="", updated_at=_now(unit)))
    enqueue_put(unit, stored)
    return stored


def enqueue_put(unit: Unit, document: Document) -> None:
    """One put intent per document: an untried one takes the new content, a tried one keeps its body and key.

    An answer can make a tried one untried again while a newer one waits: the first takes the content, the others go,
    or an older content would be sent on top of what was merged since.
    """
    form = unit.rules.form(document.form)
    body = {
        "form": form.id,
        "values": wire.to_wire(form, document.values, document.extra),
        "links": dict(document.links),
    }
    is_told = False
    for intent in unit.intents(document.id):
        if intent.kind == "put" and intent.attempts == 0 and not is_told:
            unit.update_intent(dataclasses.replace(intent, body=body, state="queued", problem=None))
            is_told = True
        elif intent.kind == "put" and (intent.attempts == 0 or intent.state == "refused"):
            unit.drop_intent(intent.key)
    if not is_told:
        unit.enqueue(Intent(key=new_id(), kind="put", document=document.id, body=body, created_at=_now(unit)))


def change_of(document: Document) -> Change:
    """The Change that tells screens about one document."""
    return Change(ids=(document.id,), families=frozenset({document.family}), document=document)


def store_new(
    unit: Unit, form: FormType, values: Mapping[str, Any], links: dict[str, Any], document_id: str = ""
) -> Change:
    """Stores a document that has just come into being, with these values; an undertaking is given at its own send."""
    now, person = _now(unit), unit.person()
    document = Document(
        id=document_id or new_id(),
        form=form.id,
        family=form.family,
        values=begun(values),
        stage=lifecycle.FIRST_STAGE[form.family],
        links=links,
        author=person.account,
        office=unit.company().office,
        created_at=now,
        updated_at=now,
    )
    return change_of(store_edit(unit, document))


def fresh_rows(form: FormType, values: Mapping[str, Any]) -> dict[str, Any]:
    """Rows of a copy are new rows: two documents never share a row id."""
    fresh = dict(values)
    for name, spec in form.stored.items():
        if spec.item_type is not None and isinstance(fresh.get(name), list):
            fresh[name] = [{**row, "id": new_id()} for row in fresh[name] if isinstance(row, dict)]
    return fresh


def _now(unit: Unit) -> str:
    return unit.clock.now().isoformat(timespec="milliseconds")


def restore(unit: Unit, document_id: str, number: int) -> Change:
    """A new draft with the values of a version, rows of its own; raises NotFound for a version that is not kept.

    It is a copy, not a successor: restoring an amendment or an adjustment makes a plain document, because an original
    has one successor at a time.
    """
    document = existing(unit, document_id)
    versions = unit.versions(document_id)
    version = next((kept for kept in versions if kept.number == number), None)
    if version is None:
        raise NotFound(id=document_id, what="version", number=number)
    form = unit.rules.form(document.form)
    values = fresh_rows(form, as_of(document, versions, version).values)
    return store_new(unit, form, values, {"copied_from": document_id})


def attach(unit: Unit, evidence: Evidence) -> Change:
    """Names a file that is already durable on this computer; the form's own save links it to the document."""
    unit.put_evidence(evidence)
    return Change(ids=(evidence.id,))
