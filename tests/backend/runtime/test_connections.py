"""Connections of a real process: who is slow is cut, who leaves is one line in the log, nobody makes it stumble."""

import contextlib
import io
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from coo_backend.runtime.settings import Patience
from coo_desktop.domain.clock import new_id
from tests.backend.errands import PNG, accepted
from tests.backend.process import BackendProcess

LIMIT_S = 0.7
TICK_S = 0.05
LOGIN = "POST /v1/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\n"
NOWHERE = "POST /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CUT = "POST /v1/auth/login from 127.0.0.1 was cut: "


def started(folder: Path, *arguments: str) -> Iterator[BackendProcess]:
    process = BackendProcess(folder / "backend", arguments=arguments, log=folder / "log").start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackendProcess]:
    """A backend that waits as long as any."""
    yield from started(tmp_path_factory.mktemp("patient"))


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackendProcess]:
    """A backend that waits less than a second."""
    limits = (f"--{what}-seconds={LIMIT_S}" for what in ("head", "body", "answer"))
    yield from started(tmp_path_factory.mktemp("impatient"), *limits)


@pytest.fixture
def process(request: pytest.FixtureRequest) -> BackendProcess:
    """The one that a test is about: an impatient one where the test is marked so."""
    name = "impatient" if "impatiently" in request.fixturenames else "patient"
    found: BackendProcess = request.getfixturevalue(name)
    return found


@pytest.fixture
def impatiently() -> None:
    """Marks a test of time that runs out."""


@pytest.fixture
def log(process: BackendProcess) -> Iterator[Path]:
    """What the process writes while the test runs; no test leaves a traceback there."""
    assert process.log is not None
    process.log.write_text("")
    yield process.log
    assert process.client("demo").get("/v1/changes").ok
    assert "Traceback" not in process.log.read_text()
    assert "Fatal" not in process.log.read_text()


@pytest.fixture
def large(process: BackendProcess) -> bytes:
    """A request whose answer is longer than what lies on its way between two computers."""
    clerk = process.client("demo")
    head = f"GET /v1/evidence/{accepted(clerk, picture())['id']} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    return f"{head}Authorization: Bearer {clerk.tokens['accessToken']}\r\n\r\n".encode()


@pytest.fixture
def piece(process: BackendProcess) -> str:
    """How a request begins that sends the first piece of a file."""
    clerk = process.client("demo")
    location = clerk.open_upload(new_id(), PNG).headers["Location"]
    head = f"PATCH {location} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {clerk.tokens['accessToken']}\r\n"
    return f"{head}Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"


@pytest.fixture
def line(process: BackendProcess) -> Iterator[socket.socket]:
    """A bare connection to it that never waits long."""
    with socket.socket() as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        opened.connect(("127.0.0.1", process.port))
        opened.settimeout(TICK_S)
        yield opened


def read(line: socket.socket) -> bytes | None:
    """What came within a tick: b"" at the end of the connection, None when nothing did."""
    try:
        return line.recv(1 << 20)
    except TimeoutError:
        return None
    except ConnectionError:
        return b""


def is_closed_in_time(line: socket.socket, drip: bytes = b"") -> bool:
    """Whether the other side closes, well before it would by itself, though something drips in all the time."""
    end = time.monotonic() + 20 * LIMIT_S
    while time.monotonic() < end:
        with contextlib.suppress(ConnectionError):
            line.sendall(drip)
        if read(line) == b"":
            return True
    return False


def lines(process: BackendProcess, log: Path, most: int = 1) -> list[str]:
    """The log once it has a line; each turn is a request that the process has answered meanwhile."""
    end = time.monotonic() + 20 * LIMIT_S
    while not log.read_text() and time.monotonic() < end:
        process.client().get("/v1/meta")
    return log.read_text().splitlines()


def answer(line: socket.socket) -> bytes:
    """The first piece of the answer."""
    while (piece := read(line)) is None:
        pass
    return piece


def test_a_body_has_a_time_that_grows_with_what_arrived_and_a_last_bound():
    patience = Patience(body_s=20, body_rate=500, most_s=3600)
    assert [patience.for_body_s(size) for size in (0, 5000, 1 << 30)] == [20, 30, 3600]


@pytest.mark.parametrize("drip", [b"", b"a"])
@pytest.mark.usefixtures("impatiently")
def test_a_head_that_is_not_complete_in_time_is_closed(process, log, line, drip):
    line.sendall(b"GET /v1/meta HTTP/1.1\r\nX-Long: ")
    assert is_closed_in_time(line, drip)
    assert lines(process, log) == ["a head from 127.0.0.1 was not complete in time"]


@pytest.mark.usefixtures("impatiently")
def test_a_connection_on_which_nobody_speaks_is_closed_and_not_told(log, line):
    assert is_closed_in_time(line)
    assert log.read_text() == ""


@pytest.mark.usefixtures("impatiently")
def test_a_later_head_has_no_more_time_than_the_first(process, log, line):
    line.sendall(b"GET /v1/meta HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert answer(line).startswith(b"HTTP/1.1 200")
    line.sendall(b"GET /v1/meta HTTP/1.1\r\nX-Long: ")
    assert is_closed_in_time(line, b"a")
    assert lines(process, log) == ["a head from 127.0.0.1 was not complete in time"]


@pytest.mark.parametrize("drip", [b"", b"a"])
@pytest.mark.usefixtures("impatiently")
def test_a_body_that_comes_too_slowly_is_cut(process, log, line, drip):
    line.sendall(f"{LOGIN}Content-Length: 5000\r\n\r\n{{".encode())
    assert is_closed_in_time(line, drip)
    (told,) = lines(process, log)
    assert told.startswith(f"{CUT}its body came too slowly")


@pytest.mark.usefixtures("impatiently")
def test_the_rest_of_a_body_that_is_answered_already_is_not_waited_for_either(log, line):
    line.sendall(f"{NOWHERE}Content-Length: 5000\r\n\r\n{{".encode())
    assert answer(line).startswith(b"HTTP/1.1 404")
    assert is_closed_in_time(line, b"a")
    assert log.read_text() == ""


@pytest.mark.usefixtures("impatiently")
def test_a_body_that_goes_on_fast_enough_has_all_its_time(log, line):
    line.sendall(f"{LOGIN}Content-Length: 10000\r\n\r\n".encode())
    began = time.monotonic()
    for _ in range(19):
        line.sendall(b" " * 500)
        assert read(line) is None
    assert time.monotonic() > began + LIMIT_S
    line.sendall(b" " * 498 + b"{}")
    assert answer(line).startswith(b"HTTP/1.1 422")


@pytest.mark.parametrize(
    "head",
    [
        LOGIN,
        "POST /console/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        "POST /v1/auth/refresh?a=%0Ab HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Encoding: gzip\r\n",
    ],
)
def test_a_client_that_leaves_in_the_middle_of_its_body_is_one_line(process, log, line, head):
    line.sendall(f"{head}Content-Length: 5000\r\n\r\n{{".encode())
    line.close()
    (told,) = lines(process, log)
    assert told.startswith(head.split("?")[0].split(" HTTP")[0])
    assert "was cut: the client left" in told


@pytest.mark.parametrize("checksum", ["", "Upload-Checksum: sha256 AAAA\r\n"])
def test_a_piece_of_a_file_that_is_cut_is_one_line(process, log, piece, line, checksum):
    line.sendall(f"{piece}{checksum}Content-Length: 5000\r\n\r\nabc".encode())
    line.close()
    (told,) = lines(process, log)
    assert told.startswith(f"{piece.split(' HTTP')[0]} from 127.0.0.1 was cut: the client left")


def test_a_client_that_leaves_in_the_middle_of_its_answer_is_no_fault(log, large, line):
    line.sendall(large)
    assert answer(line).startswith(b"HTTP/1.1 200")
    line.close()


@pytest.mark.usefixtures("impatiently")
def test_an_answer_that_nobody_takes_is_given_up(process, log, large, line):
    line.sendall(large)
    assert answer(line).startswith(b"HTTP/1.1 200")
    assert lines(process, log) == ["an answer to 127.0.0.1 was not taken in time"]


BAD_CHUNK = "Transfer-Encoding: chunked\r\n\r\nno size\r\n"


@pytest.mark.parametrize("sent", ["what?\r\n\r\n", f"{LOGIN}{BAD_CHUNK}", f"{NOWHERE}{BAD_CHUNK}", "X" * 70_000])
def test_what_is_no_http_is_refused_and_told_in_a_line(process, log, line, sent):
    line.sendall(sent.encode())
    assert answer(line)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 404")
    assert is_closed_in_time(line)
    assert lines(process, log)[0] == "WARNING:  Invalid HTTP request received."


def test_what_is_no_http_after_an_answer_is_refused_too(process, log, line):
    line.sendall(f"{NOWHERE}Transfer-Encoding: chunked\r\n\r\n".encode())
    assert answer(line).startswith(b"HTTP/1.1 404")
    line.sendall(b"no size\r\n")
    assert is_closed_in_time(line)
    assert lines(process, log) == ["WARNING:  Invalid HTTP request received."]


def test_a_body_that_is_too_long_is_refused_without_noise(process, log, line):
    line.sendall(f"{LOGIN}Content-Length: 3000000\r\n\r\n".encode())
    with contextlib.suppress(TimeoutError, ConnectionError):
        line.sendall(b" " * 1_100_000)
    assert answer(line).startswith(b"HTTP/1.1 413")
    assert log.read_text() == ""


def picture() -> bytes:
    """A picture of nine megabytes."""
    written = io.BytesIO()
    Image.frombytes("RGB", (1700, 1700), os.urandom(1700 * 1700 * 3)).save(written, "PNG", compress_level=0)
    return written.getvalue()
