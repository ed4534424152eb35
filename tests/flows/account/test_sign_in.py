"""The gate of a fresh profile when the sign-in fails: it says what failed and where, and speaks of no work."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.environment.settings import Settings, write_settings
from coo_desktop.views.account.sign_in import SignInPage
from coo_desktop.views.mail.notices_page import Bell
from coo_desktop.views.words.notices import said
from coo_desktop.views.words.stages import local_time
from tests.flows.conftest import Programs
from tests.flows.keyboard import Key, Keyboard, sign_in
from tests.flows.screen import LONG_S, NETWORK_MS

WORK = re.compile("稍后自动发送|数据已保存|都已保留|草稿")


@pytest.fixture
def keys(qtbot):
    return Keyboard(qtbot)


class Stranger(BaseHTTPRequestHandler):
    """Answers everything with what its server was told to."""

    def do_POST(self) -> None:
        status, headers, body = self.server.answer  # type: ignore[attr-defined]  # a test's own server
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@pytest.fixture
def stranger() -> Iterator[ThreadingHTTPServer]:
    """A server that is not, or not just now, the backend."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def at(qtbot, qapp, tmp_path) -> Iterator[Programs]:
    """Whole programs on fresh profiles, at an address of the test's choice."""
    made: list[Programs] = []

    def start(url: str):
        programs = Programs(qtbot, qapp, tmp_path / f"p{len(made)}", url)
        (tmp_path / f"p{len(made)}").mkdir()
        made.append(programs)
        return programs.start("fresh")

    yield start
    for programs in made:
        programs.end_all()


def told(qtbot, keys, program) -> str:
    """What the gate says after a sign-in by keys; what was typed stays."""
    sign_in(qtbot, keys, program, PASSWORD, "demo")
    page = program.window.gate
    assert isinstance(page, SignInPage)
    qtbot.waitUntil(page.message.isVisible, timeout=NETWORK_MS)
    assert (page.account.text(), page.password.text()) == ("demo", PASSWORD)
    return page.message.text()


JSON = {"Content-Type": "application/problem+json", "X-CO-API": "1"}
HTML = b"<html><h1>404 Not Found</h1></html>"


def problem(name: str, **facts: object) -> bytes:
    return json.dumps({"type": f"urn:coo:problem:{name}", "title": name, "status": 503, **facts}).encode()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, {"Content-Type": "text/html"}, HTML), "应答的不是贸促会系统"),
        ((200, {"Content-Type": "text/html"}, HTML), "应答的不是贸促会系统"),
        ((200, {**JSON, "X-CO-API": "99"}, b"{}"), "更高版本的本程序"),
        ((426, JSON, problem("upgrade-required", minimum="9.0")), "更高版本的本程序"),
        ((503, JSON, problem("maintenance", retryAfterS=1)), "繁忙或正在维护"),
        ((500, JSON, problem("internal")), "自身出错"),
        ((502, {"Content-Type": "text/html"}, HTML), "网关"),
    ],
    ids=["404", "html", "newer", "upgrade", "maintenance", "fault", "gateway"],
)
def test_what_answers_in_place_of_the_backend_is_told_with_its_address(qtbot, keys, at, stranger, answer, said):
    stranger.answer = answer
    address = f"http://127.0.0.1:{stranger.server_port}"
    program = at(address)
    text = told(qtbot, keys, program)
    assert said in text
    assert address in text
    assert not WORK.search(text)
    may_be_wrong = answer[0] != 426
    assert program.window.gate.address.isVisible() is may_be_wrong  # it can be corrected at once


def test_a_refused_connection_and_a_certificate_that_is_not_trusted_are_told_apart(qtbot, keys, at, stranger):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        refusing = f"http://127.0.0.1:{closed.getsockname()[1]}"
    text = told(qtbot, keys, at(refusing))
    assert f"{refusing} 拒绝连接" in text
    unsafe = f"https://127.0.0.1:{stranger.server_port}"
    text = told(qtbot, keys, at(unsafe))
    assert f"{unsafe} 的连接不安全" in text
    assert not WORK.search(text)


def test_a_wrong_password_and_a_locked_account_are_told_as_what_they_are(qtbot, keys, programs):
    program = programs.start("demo")
    sign_in(qtbot, keys, program, "wrong", "demo")
    page = program.window.gate
    assert "账号或密码不正确" in page.message.text()
    assert not page.address.isVisible()
    for _ in range(20):
        keys.type("wrong")
        keys.press(Key.Key_Return)
        qtbot.waitUntil(lambda: program.tasks.is_idle, timeout=NETWORK_MS)
        if "秒" in page.message.text() or "稍后" in page.message.text():
            break
    assert "次数过多" in page.message.text() or "稍后" in page.message.text()
    assert not WORK.search(page.message.text())


def test_wrong_passwords_of_others_shut_no_known_computer_out_and_are_told(qtbot, keys, programs, backend_process):
    known = programs.start("mingyao")
    sign_in(qtbot, keys, known, PASSWORD, "mingyao")
    outsider = backend_process.client()
    for _ in range(6):
        outsider.sign_in("mingyao", "guess")
    assert known.open_session.session.ports.account.signed_in()
    folder = known.outside.folder
    known.open_session.session.ports.account.sign_out()
    programs.end(known)
    stranger = programs.start("another")
    sign_in(qtbot, keys, stranger, PASSWORD, "mingyao")
    assert re.search("尝试次数过多.* [1-9][0-9]? ", stranger.window.gate.message.text())
    programs.end(stranger)
    again = programs.start("mingyao")
    assert again.outside.folder == folder
    sign_in(qtbot, keys, again, PASSWORD)
    again.open_session.sign_in_wanted.emit()  # the session is over; only the desk is open
    sign_in(qtbot, keys, again, PASSWORD)
    session = again.open_session.session
    qtbot.waitUntil(lambda: session.state.light == "synced", timeout=NETWORK_MS)
    (notice,) = session.read.notices.newest(9)
    assert "5 次，来自 1 处" in said(notice)
    assert again.window.findChild(Bell).text() == "1"


def test_the_last_sync_that_is_shown_after_a_restart_is_the_true_one(qtbot, keys, programs):
    program = programs.start("clerk2")
    sign_in(qtbot, keys, program, PASSWORD, "clerk2")
    session = program.open_session.session
    qtbot.waitUntil(lambda: session.state.light == "synced", timeout=NETWORK_MS)
    first = session.state.last_heard_at

    def is_later() -> bool:
        if not program.tasks.is_idle:
            return False
        session.try_now()
        return session.state.last_heard_at > first

    qtbot.waitUntil(is_later, timeout=NETWORK_MS)
    last = session.ports.store.reader.setting("sync_heard_at")
    assert last > first
    folder = program.outside.folder
    programs.end(program)
    write_settings(folder, Settings(backend="http://127.0.0.1:9", account="clerk2", pass_every_s=int(LONG_S)))
    again = programs.start("clerk2")
    sign_in(qtbot, keys, again, PASSWORD)
    qtbot.waitUntil(lambda: again.window.light.light in ("offline", "signed_out"), timeout=NETWORK_MS)
    assert again.open_session.session.state.last_heard_at >= last
    assert f"最近同步：{local_time(last)}" in again.window.light.toolTip()
