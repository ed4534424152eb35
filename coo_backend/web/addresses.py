"""Where a request comes from, and which server it asks for.

What a client writes into `X-Forwarded-For` and `X-Forwarded-Proto` is believed of nobody but the proxies that the
settings name: of the addresses that came on the way, the last one that is none of theirs counts. A request for a host
that this server is not called by is refused: a page of another site that had its own name lead here (DNS rebinding)
asks for that name.
"""

import ipaddress
import re
from collections.abc import Collection, Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from coo_backend.runtime.refusals import Refusal

#: What browsers keep to for a year once they came over TLS (RFC 6797); other names of the domain are not ours to bind.
STRICT_TRANSPORT: Mapping[str, str] = {"Strict-Transport-Security": "max-age=31536000"}
_HOST = re.compile(r"(?P<name>[a-z0-9._-]{1,253}?|\[[0-9a-f:.]{2,45}\])\.?(:[0-9]{1,5})?", re.IGNORECASE)


def host_named(header: str) -> str:
    """The name or number in a Host header, in small letters and without its port; "" for what names none."""
    found = _HOST.fullmatch(header)
    return found["name"].strip("[]").lower() if found else ""


def network_named(text: str) -> str:
    """An address or a network (10.1.0.0/16) in its usual spelling; raises ValueError for anything else."""
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        raise ValueError(f"not an address or network: {text!r}") from None


def refuse_other_hosts(scope: Scope, names: Collection[str]) -> Refusal | None:
    """The refusal of a request for another server; None for one that names this server."""
    asked = host_named(Headers(scope=scope).get("host", ""))
    return None if asked and asked in names else Refusal("malformed", reason="host")


def transport_marks(scope: Scope) -> Mapping[str, str]:
    """The header that keeps a browser with TLS; none where the request came without, for RFC 6797 forbids it there."""
    return STRICT_TRANSPORT if scope.get("scheme") == "https" else {}


class Proxies:
    """Puts client and scheme into the scope as the trusted proxies tell them; without any, nothing is believed."""

    def __init__(self, app: ASGIApp, trusted: Collection[str]) -> None:
        networks = [network_named(each) for each in trusted]
        self._app: ASGIApp = ProxyHeadersMiddleware(app, networks) if networks else app  # type: ignore[arg-type,assignment]  # the same callable, typed twice

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
