"""Notices: telling one to the person at this computer, marking them as read, and declaring again what one voided."""

import dataclasses
from collections.abc import Iterable

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Change, Values
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.office.notices import MARKED, NOTICE, READ, UNREAD, LocalKind, Notice
from coo_desktop.domain.operations import sending
from coo_desktop.domain.operations.drafts import change_of
from coo_desktop.domain.ports import Unit

#: The fact of a notice that names the document a person has declared again because of it.
REDECLARED = "redeclared"


def tell(
    unit: Unit, kind: str, document: str = "", facts: Values | None = None, *, text: str = "", key: str = ""
) -> Change:
    """A notice of the program itself, for this computer alone. `facts` fill the words that the screen has for `kind`.

    With a `key`, the same thing is told once: a notice that is here already stays as it is, read or not.
    """
    if key and unit.notices.find(key) is not None:
        return Change()
    return _put(unit, kind, document, facts, text, key)


def tell_failed_sign_ins(unit: Unit, facts: Values) -> Change:
    """Says that others tried the account: one notice, told anew whenever there were more.

    `facts` are count, places, and the instants since_at and last_at.
    """
    known = unit.notices.find(LocalKind.SIGN_INS_FAILED)
    if known is not None and known.facts.get("last_at") == facts["last_at"]:
        return Change()
    return _put(unit, LocalKind.SIGN_INS_FAILED, "", facts, "", LocalKind.SIGN_INS_FAILED)


def mark_read(unit: Unit, notice_ids: Iterable[str]) -> Change:
    """The person has read these; what the backend told is told back to it with the next pass."""
    found = filter(None, map(unit.notices.find, notice_ids))
    return _changed() if _mark(unit, found) else Change()


def mark_all_read(unit: Unit) -> Change:
    """The person has read all that is here."""
    found = (notice for local in (False, True) for notice in unit.notices.marked((UNREAD,), local=local))
    return _changed() if _mark(unit, found) else Change()


def redeclare(unit: Unit, notice_id: str) -> Change:
    """重新申报: an editable copy of the product that this notice says is void; a second time, the same copy.

    Where a colleague was faster it is the colleague's.
    """
    notice = unit.notices.find(notice_id)
    if notice is None:
        raise NotFound(id=notice_id, what="notice")
    known = unit.document(str(notice.facts.get(REDECLARED, "")))
    if known is not None and not known.deleted:
        return change_of(known)
    for successor in unit.successors(notice.document):
        return change_of(successor)
    change = sending.redeclare(unit, notice.document)
    assert change.document is not None
    unit.notices.put(dataclasses.replace(notice, facts={**notice.facts, REDECLARED: change.document.id}))
    mark_read(unit, (notice_id,))
    return dataclasses.replace(change, families=change.families | {NOTICE})


def _put(unit: Unit, kind: str, document: str, facts: Values | None, text: str, key: str) -> Change:
    at = unit.clock.now().isoformat(timespec="milliseconds")
    told = Notice(
        id=key or new_id(), at=at, kind=kind, document=document, text=text, facts=dict(facts or {}), local=True
    )
    unit.notices.put(told)
    unit.notices.prune()
    return _changed()


def _mark(unit: Unit, notices: Iterable[Notice]) -> int:
    unread = [notice for notice in notices if notice.mark == UNREAD]
    for notice in unread:
        unit.notices.put(dataclasses.replace(notice, mark=READ if notice.local else MARKED))
    return len(unread)


def _changed() -> Change:
    return Change(families=frozenset({NOTICE}))
