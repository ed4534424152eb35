"""The backend over HTTP: the one module that hears `requests` fail, and turns each failure into one of the program's.

An answer is believed only when it is whole, of our backend (`X-CO-API`), and what it claims to be; redirects are never
followed, because the token would travel with them.
"""

import gzip
import json
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import urllib3
from requests.auth import AuthBase

from coo_desktop.domain.errors import Offline, ProgramError, Unanswered, Untrusted
from coo_desktop.sync.client import backoff, outcomes
from coo_desktop.sync.client.calls import Download, Reply
from coo_desktop.sync.client.http_session import checked_address, proxies
from coo_desktop.sync.client.parsing import parse
from coo_desktop.sync.client.tokens import Tokens, exchange

CONNECT_S = 10.0
SILENCE_S = 30.0
#: A living connection brings at least so many bytes in SILENCE_S; one byte a second is a dead one.
LEAST_BYTES = 1024
MOST_RAW_BYTES = 8 << 20
MOST_BYTES = 32 << 20
GZIP_FROM_BYTES = 2048
API = "1"
JSON_TYPES = ("application/json", "application/problem+json")


class Bearer(AuthBase):
    """The access token, or none: an auth object of our own, so that nothing else is ever put in its place."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Remote:
    """Keeps the contract of `calls.Caller` over a `requests` session."""

    def __init__(
        self,
        address: str,
        session: requests.Session,
        tokens: Tokens,
        version: str = "",
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = checked_address(address)
        self._session = session
        self._tokens = tokens
        self._version = version
        self._monotonic_s = monotonic_s

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        signed: bool = True,
    ) -> Reply:
        """See `Caller.call`. A request that the backend refuses for its old token is sent once more with a new one."""
        content, described = _content(body)
        sent = {**self._usual_headers(), **described, **(headers or {})}
        if not signed:
            return self._exchange(method, path, content, sent, None)
        return self._tokens.signed(lambda token: self._exchange(method, path, content, sent, token), self._refresh)

    @property
    def address(self) -> str:
        """Where the backend is."""
        return self._address

    @contextmanager
    def download(self, path: str, media_type: str, headers: Mapping[str, str], most_bytes: int) -> Iterator[Download]:
        """See `Downloader.download`. Bytes are never packed, so that a range means the same on both sides."""
        sent = {**self._usual_headers(), "Accept": media_type, "Accept-Encoding": "identity", **headers}
        token = self._tokens.access() or self._tokens.renew(None, self._refresh)
        response, heard = self._begun("GET", path, None, sent, token)
        if response.status_code == 401:
            response.close()
            token = self._tokens.renew(token, self._refresh)
            response, heard = self._begun("GET", path, None, sent, token)
        with response:
            parts = self._heard(response, heard, most_bytes)
            kind = heard.get("content-type", "")
            if heard.get("x-co-api") != API or response.status_code not in (200, 206) or kind != media_type:
                _reply(response.status_code, heard, b"".join(parts))
                raise Untrusted(reason="content_type", status=response.status_code)
            yield Download(response.status_code, heard, parts)

    def _refresh(self, refresh_token: str) -> Reply:
        return exchange(self, refresh_token)

    def _usual_headers(self) -> dict[str, str]:
        return {"Accept": "application/json", "X-CO-API": API, "Client-Version": self._version or "0"}

    def _exchange(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str], token: str | None
    ) -> Reply:
        response, heard = self._begun(method, path, content, headers, token)
        with response:
            raw = b"" if method == "HEAD" else b"".join(self._heard(response, heard))
        if response.status_code >= 500:
            self._session.close()
        return _reply(response.status_code, heard, raw)

    def _begun(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str], token: str | None
    ) -> tuple[requests.Response, dict[str, str]]:
        """An answer whose head was heard; its names are lower case."""
        with self._converted():
            response = self._session.request(
                method,
                self._address + path,
                data=content,
                headers=dict(headers),
                auth=Bearer(token),
                timeout=(CONNECT_S, SILENCE_S),
                allow_redirects=False,
                stream=True,
                proxies=proxies(self._address),
            )
        return response, {name.lower(): value for name, value in response.headers.items()}

    @contextmanager
    def _converted(self) -> Iterator[None]:
        try:
            yield
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            self._session.close()  # drops its connections; whatever is wrong with them, the next try has fresh ones
            raise _trouble(error) from None

    def _heard(
        self, response: requests.Response, headers: Mapping[str, str], most: int = MOST_RAW_BYTES
    ) -> Iterator[bytes]:
        """The parts of a body; only their reading can fail here, whatever becomes of them."""
        parts = self._parts(response, headers, most)
        while True:
            with self._converted():
                part = next(parts, None)
            if part is None:
                return
            yield part

    def _parts(self, response: requests.Response, headers: Mapping[str, str], most: int) -> Iterator[bytes]:
        """The decoded body, refused as soon as it is too long, too slow or badly packed."""
        unpack = _unpacker(headers.get("content-encoding", "identity"))
        raw_bytes = decoded_bytes = heard_bytes = 0
        since_s = self._monotonic_s()
        while part := response.raw.read1(1 << 16, decode_content=False):
            raw_bytes += len(part)
            heard_bytes += len(part)
            unpacked = unpack(part)
            decoded_bytes += len(unpacked)
            if raw_bytes > most or decoded_bytes > max(MOST_BYTES, most):
                raise Untrusted(reason="too_long")
            now_s = self._monotonic_s()
            if now_s - since_s > SILENCE_S:
                if heard_bytes < LEAST_BYTES:
                    raise Unanswered(cause="stalled")
                since_s, heard_bytes = now_s, 0
            yield unpacked


def _content(body: Any) -> tuple[bytes | None, dict[str, str]]:
    """The bytes of a body and the headers that describe them; long JSON travels packed."""
    if body is None or isinstance(body, bytes):
        return body, {}
    content = _json(body)
    described = {"Content-Type": "application/json"}
    if len(content) > GZIP_FROM_BYTES:
        return gzip.compress(content, 5, mtime=0), {**described, "Content-Encoding": "gzip"}
    return content, described


def _json(body: Any) -> bytes:
    """JSON in UTF-8; half a character, which UTF-8 cannot hold, stays escaped and is the backend's to refuse."""
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(body, separators=(",", ":"), allow_nan=False).encode("ascii")


def _reply(status: int, headers: Mapping[str, str], raw: bytes) -> Reply:
    if headers.get("x-co-api") != API:
        raise _stranger(status, headers)
    if 300 <= status < 400:
        raise Untrusted(reason="redirect", status=status)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if raw and kind not in JSON_TYPES:
        raise Untrusted(reason="content_type", status=status)
    body = parse(raw) if raw else None
    if 200 <= status < 300:
        return Reply(status, body, headers)
    raise outcomes.error_for(status, body, backoff.wish_s(headers))


def _stranger(status: int, headers: Mapping[str, str]) -> ProgramError:
    """Not our backend: one of another API, a gateway that lost it, or something that wants a sign-in of its own."""
    if not {"content-length", "transfer-encoding", "location"} & set(headers):
        return Unanswered(cause="cut")  # in the middle of the headers
    other = headers.get("x-co-api", "")
    if other.isascii() and other.isdigit() and other != API:
        return Untrusted(reason="newer_api" if int(other[:9]) > int(API) else "older_api", status=status)
    if status in (502, 503, 504):
        return Unanswered(cause="gateway", status=status)
    if status == 407:
        return Offline(cause="proxy")
    return Untrusted(reason="portal", status=status)


def _unpacker(encoding: str) -> Callable[[bytes], bytes]:
    if encoding.strip().lower() in ("", "identity"):
        return lambda part: part
    if encoding.strip().lower() != "gzip":
        raise Untrusted(reason="encoding")
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def unpack(part: bytes) -> bytes:
        try:
            unpacked = stream.decompress(part, MOST_BYTES + 1)
        except zlib.error:
            raise Untrusted(reason="encoding") from None
        return unpacked

    return unpack


def _trouble(error: Exception) -> ProgramError:
    """What a failed exchange means for the outcome: `Offline` only when surely nothing reached the backend."""
    causes = tuple(_chain(error))

    def any_of(*types: type[BaseException]) -> bool:
        return any(isinstance(cause, types) for cause in causes)

    if any_of(requests.exceptions.ProxyError, urllib3.exceptions.ProxyError):
        return Offline(cause="proxy")
    if any_of(requests.exceptions.SSLError, urllib3.exceptions.SSLError):
        return Offline(cause="tls")
    if any_of(urllib3.exceptions.NameResolutionError):
        return Offline(cause="dns")
    if any_of(urllib3.exceptions.NewConnectionError):
        return Offline(cause="refused" if any_of(ConnectionRefusedError) else "unreachable")
    if any_of(requests.ConnectTimeout, urllib3.exceptions.ConnectTimeoutError):
        return Offline(cause="timeout")
    if any_of(requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, urllib3.exceptions.LocationParseError):
        return Offline(cause="address")
    return Unanswered(cause="timeout" if any_of(requests.Timeout, urllib3.exceptions.TimeoutError) else "cut")


def _chain(error: object) -> Iterator[BaseException]:
    """An exception and what it wraps, in the several ways in which the two libraries wrap."""
    seen: list[object] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
