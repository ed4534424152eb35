"""How the program connects: TLS by the system's own trust, proxies by the system's settings, nothing else from outside.

`requests` would also take passwords from a `.netrc` and follow any environment variable, so its `trust_env` is off.
What a company may set is read here: the system's proxies (with their exceptions), and `REQUESTS_CA_BUNDLE` or
`SSL_CERT_FILE`, whose certificates are trusted in addition to the system's. Verification cannot be switched off.
"""

import ipaddress
import os
import ssl
import urllib.parse
import urllib.request
from typing import Any

import requests
import truststore
from requests.adapters import HTTPAdapter

from coo_desktop.domain.errors import Refused
from coo_desktop.domain.refusals import Rule
from coo_desktop.sync.client.whole_head import POOLS

POOLED = 4


class Patient(HTTPAdapter):
    """Hears the head of an answer whole and in time, through a proxy too."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        manager = super().proxy_manager_for(*args, **options)
        manager.pool_classes_by_scheme = POOLS
        return manager


class SystemTrust(Patient):
    """Verifies servers with the system's certificates; TLS 1.2 at least."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, ssl_context=_context(), **options)

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        return super().proxy_manager_for(*args, ssl_context=_context(), **options)

    def build_connection_pool_key_attributes(self, *args: Any, **options: Any) -> Any:
        host, pool = super().build_connection_pool_key_attributes(*args, **options)
        pool.pop("ca_certs", None)  # the bundle that comes with requests is not the system's trust
        pool.pop("ca_cert_dir", None)
        return host, pool

    def cert_verify(self, conn: Any, *_: Any, **__: Any) -> None:
        conn.cert_reqs = "CERT_REQUIRED"


def open_session() -> requests.Session:
    """A session with the program's rules; proxies are asked for per address, see `proxies`."""
    session = requests.Session()
    session.trust_env = False
    session.headers = requests.structures.CaseInsensitiveDict({"Accept-Encoding": "gzip", "User-Agent": "coo-desktop"})
    session.mount("https://", SystemTrust(pool_connections=1, pool_maxsize=POOLED))
    session.mount("http://", Patient(pool_connections=1, pool_maxsize=POOLED))
    return session


def checked_address(address: str) -> str:
    """The backend's address without a slash at its end; raises Refused(why="address") unless https or this computer."""
    try:
        parts = urllib.parse.urlsplit(address.strip())
        host = parts.hostname or ""
        parts.port  # noqa: B018 - a property that raises for a port that is no number
    except ValueError:
        raise Refused(why=Rule.ADDRESS, reason="unreadable") from None
    if not host or parts.username or parts.query or parts.fragment:
        raise Refused(why=Rule.ADDRESS, reason="unreadable")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise Refused(why=Rule.ADDRESS, reason="insecure")
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


def proxies(address: str) -> dict[str, str]:
    """The system's proxies for this address; never one for this computer itself."""
    host = urllib.parse.urlsplit(address).hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return {}
    found = urllib.request.getproxies()
    return {scheme: found[scheme] for scheme in ("http", "https", "all") if scheme in found}


def is_loopback(host: str) -> bool:
    """Whether a host is this computer by its name or number."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _context() -> ssl.SSLContext:
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE")
    if bundle and os.path.isfile(bundle):
        context.load_verify_locations(cafile=bundle)
    return context
