"""What every request passes: an id, the server's name, the API's mark and the time on every answer, no caching, and the
faults that tests order.

And every refusal of a known person: what they were refused stands in the audit, in the chain of their own company,
whosever document it was. A client that leaves in the middle of its request is one line in the log.
"""

import logging
import re
import secrets
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coo_backend.db import audit
from coo_backend.db.unit import Actor, Shared
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.faults import Broken, Faults
from coo_backend.runtime.refusals import Refusal, refused
from coo_backend.runtime.settings import API_VERSION
from coo_backend.runtime.strict_json import write_json
from coo_backend.web.addresses import refuse_other_hosts, transport_marks
from coo_desktop.domain.errors import StoreTrouble

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: Refusals that say somebody tried what they may not do, or may not do now.
RECORDED = frozenset({"forbidden", "signatory-disabled", "state-locked"})
_LONGEST_NAME = 100
_log = logging.getLogger(__name__)


def marks(scope: Scope) -> dict[str, str]:
    """The headers of every answer."""
    return {
        "X-CO-API": API_VERSION,
        "X-Request-ID": scope.get("state", {}).get("request_id", ""),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        **transport_marks(scope),
    }


def problem(scope: Scope, refusal: Refusal) -> Response:
    """A refusal on its way to a program."""
    headers = marks(scope) | refusal.headers
    return Response(write_json(refusal.body()), refusal.status, headers, "application/problem+json")


class Gate:
    """The outermost layer of our own."""

    def __init__(self, app: ASGIApp, faults: Faults, clock: Clock, names: Collection[str]) -> None:
        self._app = app
        self._faults = faults
        self._clock = clock
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        request_id = asked if _REQUEST_ID.fullmatch(asked) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        peer, is_hung_up, heard = scope.get("client"), False, _Heard(receive)

        async def marked(message: Message) -> None:
            if is_hung_up:
                return
            if message["type"] == "http.response.start":
                # Here the effect is committed and the answer has not left: the place where answers get lost.
                self._faults.hit("after_commit", scope["state"].get("route", scope["path"]))
                headers = MutableHeaders(scope=message)
                for name, value in {**marks(scope), "Server-Time": self._clock.stamp()}.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            stranger = refuse_other_hosts(scope, self._names)
            await (problem(scope, stranger) if stranger else self._app)(scope, heard, marked)
        except ClientDisconnect:
            pass  # told below, as it is where somebody made do with what had come
        except Broken as broken:
            if broken.action != "drop_connection":
                raise
            is_hung_up = True
            self._faults.hang_up(peer)
        if heard.is_cut:
            _tell_cut(scope)


class _Heard:
    """What the application hears of a request's body; `is_cut` when the client left before its end."""

    def __init__(self, receive: Receive) -> None:
        self.is_cut = False
        self._receive = receive
        self._is_whole = False

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self.is_cut = not self._is_whole
        else:
            self._is_whole = not message.get("more_body", False)
        return message


def _tell_cut(scope: Scope) -> None:
    """One line; the path is told as it was sent, in which no line can end."""
    why = "its body came too slowly" if scope["state"].get("is_late") else "the client left"
    ip = scope["client"][0] if scope.get("client") else "?"
    path = scope["raw_path"].decode("ascii", "replace")[:_LONGEST_NAME]
    _log.warning("%s %s from %s was cut: %s (%s)", scope["method"], path, ip, why, scope["state"]["request_id"])


def record_refusal(request: Request, shared: Shared, refusal: Refusal) -> Refusal:
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
        action=f"refused-{what}"[:_LONGEST_NAME],
        object=str(subject)[:_LONGEST_NAME],
        ip=actor.ip,
        request_id=actor.request_id,
    )
    try:
        with shared.database.write(actor.company.id) as connection:
            audit.record(connection, actor.company.id, [entry])
    except StoreTrouble as trouble:
        return refused(trouble)
    return refusal
