"""What every request passes: an id, the API's mark on every answer, no caching, and the faults that tests order."""

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coo_backend.runtime.faults import Broken, Faults
from coo_backend.runtime.settings import API_VERSION

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def marks(request_id: str) -> dict[str, str]:
    """The headers of every answer."""
    return {
        "X-CO-API": API_VERSION,
        "X-Request-ID": request_id,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }


class Gate:
    """The outermost layer of our own."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        request_id = asked if _REQUEST_ID.fullmatch(asked) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        is_hung_up = False

        async def marked(message: Message) -> None:
            if is_hung_up:
                return
            if message["type"] == "http.response.start":
                # Here the effect is committed and the answer has not left: the place where answers get lost.
                self._faults.hit("after_commit", scope["state"].get("route", scope["path"]))
                headers = MutableHeaders(scope=message)
                for name, value in marks(request_id).items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, marked)
        except Broken as broken:
            if broken.action != "drop_connection":
                raise
            is_hung_up = True
            self._faults.hang_up(scope.get("client"))
