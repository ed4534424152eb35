"""One request over HTTP and everything that can come back instead of its answer."""

import datetime as dt
import errno
import gzip
import ipaddress
import json
import socket
import ssl
import threading

import pytest
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from coo_desktop.domain.errors import (
    Busy,
    Offline,
    Refused,
    SignInFailed,
    SignInNeeded,
    Unanswered,
    Untrusted,
    UpgradeNeeded,
)
from coo_desktop.sync.client import http as remote_module
from coo_desktop.sync.client.http import Remote
from coo_desktop.sync.client.http_session import open_session
from coo_desktop.sync.client.tokens import MemorySecret, Tokens
from tests.sync.proxy import PORTAL, REDIRECT

OURS = {"X-CO-API": "1", "Content-Type": "application/json"}


def answer(body=b"{}", status="200 OK", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    told = {**OURS, "Content-Length": str(len(body)), "Connection": "close", **named}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in told.items() if value is not None)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def problem(name, status, **headers):
    body = json.dumps({"type": f"urn:coo:problem:{name}", "minimum": "9"}).encode()
    return answer(body, status, Content_Type="application/problem+json", **headers)


class Scripted:
    """Answers connections one after the other with prepared bytes, and remembers what was asked."""

    def __init__(self):
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.asked: list[bytes] = []
        self.answers: list[bytes | list[bytes]] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with client:
                self._answer(client)

    def _answer(self, client):
        asked = b""
        while b"\r\n\r\n" not in asked:
            part = client.recv(1 << 16)
            if not part:
                return
            asked += part
        head, _, body = asked.partition(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        length = int(lengths[0].split(b":")[1]) if lengths else 0
        while len(body) < length:
            body += client.recv(1 << 16)
        self.asked.append(head + b"\r\n\r\n" + body)
        try:
            client.sendall(self.answers.pop(0))
        except OSError:
            return

    def close(self):
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


@pytest.fixture
def backend():
    scripted = Scripted()
    yield scripted
    scripted.close()


@pytest.fixture
def remote(backend):
    tokens = Tokens(MemorySecret())
    with open_session() as session:
        made = Remote(backend.url, session, tokens, "1.2.3")
        made.tokens = tokens
        yield made


def ask(remote, backend, *answers):
    backend.answers += answers
    return remote.call("GET", "/v1/meta", signed=False)


def test_a_whole_answer_of_our_backend_is_heard(remote, backend):
    reply = ask(remote, backend, answer(b'{"a": "1"}', ETag='"e1"'))
    assert (reply.status, reply.body, reply.headers["etag"]) == (200, {"a": "1"}, '"e1"')


def test_every_request_says_who_asks(remote, backend):
    ask(remote, backend, answer())
    head = backend.asked[0].lower()
    assert b"x-co-api: 1" in head
    assert b"client-version: 1.2.3" in head
    assert b"authorization" not in head


def test_a_netrc_file_never_replaces_the_token(remote, backend, home, monkeypatch):
    netrc = home / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    tokens = answer(b'{"accessToken": "A1", "refreshToken": "R1", "expiresInS": 600}')
    remote.tokens._vault.write("R0")
    backend.answers += [tokens, answer()]
    remote.call("GET", "/v1/company")
    assert b"Authorization: Bearer A1" in backend.asked[1]
    assert not any(b"Basic" in asked for asked in backend.asked)


def test_long_bodies_travel_packed(remote, backend):
    backend.answers += [answer(), answer()]
    remote.call("POST", "/v1/batch", {"items": ["x" * 5000]}, signed=False)
    remote.call("POST", "/v1/batch", {"items": []}, signed=False)
    head, _, body = backend.asked[0].partition(b"\r\n\r\n")
    assert b"Content-Encoding: gzip" in head
    assert json.loads(gzip.decompress(body)) == {"items": ["x" * 5000]}
    assert backend.asked[1].endswith(b'{"items":[]}')


def test_half_a_character_does_not_stop_the_program(remote, backend):
    backend.answers.append(answer())
    remote.call("POST", "/v1/batch", {"text": "\ud800"}, signed=False)
    assert backend.asked[0].endswith(b'{"text":"\\ud800"}')


def test_a_packed_answer_is_unpacked(remote, backend):
    reply = ask(remote, backend, answer(gzip.compress(b'{"a": "1"}'), Content_Encoding="gzip"))
    assert reply.body == {"a": "1"}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (PORTAL, "portal"),
        (REDIRECT, "portal"),
        (answer(status="302 Found", Location="/v1/other"), "redirect"),
        (answer(status="511 Network Authentication Required", X_CO_API=None), "portal"),
        (answer(X_CO_API="2"), "newer_api"),
        (answer(X_CO_API="0"), "older_api"),
        (answer(X_CO_API="two"), "portal"),
        (answer(b"<html>", Content_Type="text/html"), "content_type"),
        (answer(b"{"), "json"),
        (answer(b'{"a": NaN}'), "not_a_number"),
        (answer(b"garbage", Content_Encoding="gzip"), "encoding"),
        (answer(b"garbage", Content_Encoding="br"), "encoding"),
        (answer(gzip.compress(b" " * (40 << 20), 9), Content_Encoding="gzip"), "too_long"),
        (answer(b" " * (9 << 20)), "too_long"),
    ],
)
def test_what_is_not_our_backend_is_not_believed(remote, backend, told, reason):
    with pytest.raises(Untrusted) as caught:
        ask(remote, backend, told)
    assert caught.value.facts["reason"] == reason


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-CO",
        answer(b'{"a": "1"}')[:-1],
        answer(Content_Length="100"),
        b"nonsense\r\n\r\n",
        answer(b'5\r\n{"a"', Content_Length=None, Transfer_Encoding="chunked"),
        answer(status="502 Bad Gateway", X_CO_API=None),
        problem("internal", "500 Internal Server Error"),
    ],
)
def test_without_a_whole_answer_the_outcome_is_unknown(remote, backend, told):
    with pytest.raises(Unanswered):
        ask(remote, backend, told)


@pytest.mark.parametrize(
    ("told", "kind", "facts"),
    [
        (
            problem("rate-limited", "429 Too Many", Retry_After="7"),
            Busy,
            {"after_s": 7.0, "why": "rate-limited", "reason": ""},
        ),
        (problem("maintenance", "503 Unavailable", Retry_After="99999"), Busy, {"after_s": 3600.0}),
        (problem("upgrade-required", "426 Upgrade Required"), UpgradeNeeded, {"minimum": "9"}),
        (problem("sign-in-needed", "401 Unauthorized"), SignInNeeded, {}),
        (problem("sign-in-failed", "401 Unauthorized"), SignInFailed, {"retry_after_s": None}),
    ],
)
def test_a_problem_becomes_the_programs_own_error(remote, backend, told, kind, facts):
    with pytest.raises(kind) as caught:
        ask(remote, backend, told)
    assert caught.value.facts == facts


def test_a_refusal_carries_its_problem(remote, backend):
    with pytest.raises(Refused) as caught:
        ask(remote, backend, problem("stale-revision", "412 Precondition Failed"))
    assert (caught.value.facts["why"], caught.value.facts["status"]) == ("stale-revision", 412)


def tokens(number: int) -> bytes:
    """The body of a renewal."""
    body = {"accessToken": f"A{number}", "refreshToken": f"R{number}", "expiresInS": 600}
    return json.dumps(body).encode()


def test_an_ended_token_is_renewed_and_the_request_sent_once_more(remote, backend):
    remote.tokens._vault.write("R0")
    renewed = [answer(tokens(n)) for n in (1, 2)]
    backend.answers += [renewed[0], problem("sign-in-needed", "401 Unauthorized"), renewed[1], answer(b'{"a": "1"}')]
    assert remote.call("GET", "/v1/company").body == {"a": "1"}
    assert [b"Bearer A1" in backend.asked[1], b"Bearer A2" in backend.asked[3]] == [True, True]
    assert remote.tokens._vault.read() == "R2"


def test_a_token_that_is_refused_twice_means_signing_in(remote, backend):
    remote.tokens._vault.write("R0")
    renewed = [answer(tokens(n)) for n in (1, 2)]
    ended = problem("sign-in-needed", "401 Unauthorized")
    backend.answers += [renewed[0], ended, renewed[1], ended]
    with pytest.raises(SignInNeeded):
        remote.call("GET", "/v1/company")
    assert len(backend.asked) == 4


def test_without_a_session_nothing_is_sent(remote, backend):
    with pytest.raises(SignInNeeded):
        remote.call("GET", "/v1/company")
    assert backend.asked == []


def test_nobody_listening_is_offline():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with open_session() as session, pytest.raises(Offline) as caught:
        Remote(url, session, Tokens(MemorySecret())).call("GET", "/v1/meta", signed=False)
    assert caught.value.facts == {"cause": "refused"}


def test_a_network_without_a_way_is_not_a_backend_that_is_down(monkeypatch):
    def no_way(*_address, **_options):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(urllib3.util.connection, "create_connection", no_way)
    with open_session() as session, pytest.raises(Offline) as caught:
        Remote("http://127.0.0.1:9", session, Tokens(MemorySecret())).call("GET", "/v1/meta", signed=False)
    assert caught.value.facts == {"cause": "unreachable"}


def test_silence_leaves_the_outcome_unknown(remote, backend, monkeypatch):
    monkeypatch.setattr(remote_module, "SILENCE_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, open_session() as session:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unanswered) as caught:
            Remote(url, session, Tokens(MemorySecret())).call("GET", "/v1/meta", signed=False)
    assert caught.value.facts == {"cause": "timeout"}


def test_an_answer_that_trickles_is_given_up(backend):
    seconds_s = iter(range(0, 10_000, 31))
    backend.answers.append(answer(b" " * 500))
    with open_session() as session:
        remote = Remote(backend.url, session, Tokens(MemorySecret()), monotonic_s=lambda: next(seconds_s))
        with pytest.raises(Unanswered) as caught:
            remote.call("GET", "/v1/meta", signed=False)
    assert caught.value.facts == {"cause": "stalled"}


def test_a_server_that_nobody_vouches_for_is_not_spoken_to(home, monkeypatch):
    bundle = home / "company.pem"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(bundle))
    assert _tls_cause(context) == "tls"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    assert _tls_cause(context) == ""


def _certificate(bundle):
    """A certificate for this computer that only `bundle` vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a company's own")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    bundle.write_bytes(made.public_bytes(Encoding.PEM))
    private = bundle.with_suffix(".key")
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return bundle, private


def _tls_cause(context):
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            client, _ = listening.accept()
            with context.wrap_socket(client, server_side=True) as wrapped:
                wrapped.recv(1 << 16)
                wrapped.sendall(answer())
        except OSError:
            return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with open_session() as session:
            url = f"https://127.0.0.1:{listening.getsockname()[1]}"
            Remote(url, session, Tokens(MemorySecret())).call("GET", "/v1/meta", signed=False)
    except Offline as error:
        return error.facts["cause"]
    finally:
        thread.join()
        listening.close()
    return ""
