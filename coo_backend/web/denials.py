"""What somebody was refused stands in the audit too: in the chain of their own company, whosever document it was."""

from starlette.requests import Request

from coo_backend.db import audit
from coo_backend.db.unit import Actor, Shared
from coo_backend.runtime.refusals import Refusal, refused
from coo_desktop.domain.errors import StoreTrouble

#: Refusals that say somebody tried what they may not do, or may not do now.
RECORDED = frozenset({"forbidden", "signatory-disabled", "state-locked"})
_LONGEST = 100


def write_down(request: Request, shared: Shared, refusal: Refusal) -> Refusal:
    """Records the refusal of a known person; the refusal to answer with, maintenance when it could not be recorded."""
    actor: Actor | None = getattr(request.state, "actor", None)
    if refusal.name not in RECORDED or actor is None:
        return refusal
    parts = request.scope.get("path_params") or {}
    what = parts.get("event") or getattr(request.state, "route", "") or request.method.lower()
    subject = parts.get("document_id") or getattr(request.state, "subject", None) or request.url.path
    entry = audit.Entry(
        at=shared.clock.stamp(),
        actor=actor.account,
        device=actor.device,
        action=f"refused-{what}"[:_LONGEST],
        object=str(subject)[:_LONGEST],
        ip=actor.ip,
        request_id=actor.request_id,
    )
    try:
        with shared.database.write(actor.company.id) as connection:
            audit.record(connection, actor.company.id, [entry])
    except StoreTrouble as trouble:
        return refused(trouble)
    return refusal
