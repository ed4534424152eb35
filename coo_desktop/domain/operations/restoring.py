"""Bringing back an earlier version: always as a new draft, so that nothing is overwritten."""

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.documents.history import as_of
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.operations.drafts import existing, fresh_rows, store_new
from coo_desktop.domain.ports import Unit


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
