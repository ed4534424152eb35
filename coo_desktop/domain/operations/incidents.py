"""What should not have happened between desk and backend, kept for a person to look at: the last ones, newest last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.office.sync_state import IncidentKind, SyncCause
from coo_desktop.domain.ports import Reader, Unit

#: Incidents: `{"kind", "at", "detail"}`, at most KEPT of them.
INCIDENTS = "sync_incidents"
#: Ids of documents that were past editing when the backend lost them; a person decides about each.
LOST_BY_BACKEND = "sync_lost_by_backend"
KEPT = 20


@dataclass(frozen=True, slots=True)
class Incident:
    """`at` is an ISO time with its zone, `detail` is for whoever looks after the program, "" for none."""

    kind: IncidentKind
    at: str
    detail: str = ""


def incidents(reader: Reader) -> tuple[Incident, ...]:
    """The last incidents, newest last; what is stored in another shape is told as OTHER."""
    value = reader.setting(INCIDENTS)
    return tuple(_read(one) for one in value if isinstance(one, Mapping)) if isinstance(value, list) else ()


def note(unit: Unit, kind: IncidentKind, detail: str = "") -> None:
    """Remembers something that should not have happened."""
    at = unit.clock.now().isoformat(timespec="seconds")
    before = [{"kind": one.kind.value, "at": one.at, "detail": one.detail} for one in incidents(unit)]
    unit.put_setting(INCIDENTS, [*before, {"kind": kind.value, "at": at, "detail": detail}][-KEPT:])


def kind_of(cause: SyncCause) -> IncidentKind:
    """The incident that ended a pass with this cause."""
    kinds = {
        SyncCause.UNTRUSTED: IncidentKind.ANSWER_REJECTED,
        SyncCause.PASS_REFUSED: IncidentKind.PASS_REFUSED,
        SyncCause.RESTORED: IncidentKind.RESTORED,
    }
    return kinds.get(cause, IncidentKind.OTHER)


def note_lost(unit: Unit, document_id: str) -> None:
    """The backend has forgotten that this document was sent."""
    known = _lost_ids(unit)
    unit.put_setting(LOST_BY_BACKEND, [*(other for other in known if other != document_id), document_id])


def lost_by_backend(reader: Reader) -> tuple[Document, ...]:
    """Documents that the backend lost and that no person has looked at since."""
    found = (reader.document(document_id) for document_id in _lost_ids(reader))
    return tuple(one for one in found if one is not None and one.needs_review and not one.deleted)


def _lost_ids(reader: Reader) -> tuple[str, ...]:
    value = reader.setting(LOST_BY_BACKEND)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _read(stored: Mapping[str, Any]) -> Incident:
    at = str(stored.get("at", ""))
    try:
        return Incident(IncidentKind(stored.get("kind")), at, str(stored.get("detail", "")))
    except ValueError:
        return Incident(IncidentKind.OTHER, at, str(stored.get("what", "")))
