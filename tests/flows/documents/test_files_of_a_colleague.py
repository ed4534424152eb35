"""Two desks, one certificate: what a colleague attached is fetched, kept and opened on this computer."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.domain.given import PRE_REVIEW, RCEP
from tests.fakes.viewer import viewing
from tests.flows.conftest import shared_rules
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approved_product, certificate_of, clock_of, turn_to
from tests.flows.screen import NETWORK_MS, Screen
from tests.store import hostile

PDF = hostile.pdf(2)
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def certificate(desks, backend_process):
    """The id of a certificate with a file, sent by a colleague."""
    clock = clock_of(RCEP)
    turn_to(backend_process, clock)
    theirs = desks("clerk2", clock=clock, rules=shared_rules)
    product = approved_product(theirs, backend_process, PRE_REVIEW)
    kept = theirs.store.blobs.take_bytes(PDF, "工艺流程.pdf", "application/pdf")
    with theirs.store.unit() as unit:
        unit.put_evidence(kept)
    named = {name: getattr(kept, name) for name in ("id", "sha256", "name", "mime", "size_bytes")}
    values = {**certificate_of(RCEP, product), "evidence": [{**named, "purpose": ""}]}
    written = theirs.write(values, form="rcep_2022")
    theirs.submit(written.id)
    theirs.sync()
    theirs.sync()
    assert theirs.document(written.id).stage == "submitted"
    return written.id


@pytest.fixture
def screen(qtbot, desks, chaos, certificate):
    """My window, whose network goes through the proxy; the certificate has come."""
    opened = Screen(qtbot, desks(url=chaos.url, clock=clock_of(RCEP), rules=shared_rules), shared_rules())
    opened.sync()
    yield opened
    opened.close()


def test_a_file_of_a_colleague_is_fetched_and_opened(qtbot, screen, chaos, certificate, monkeypatch):
    page = screen.open(certificate)
    dialog = screen.keys.asked(lambda: screen.keys.push(page.fields.editor("evidence").button))
    state = lambda: dialog.table.item(0, 3).text()  # noqa: E731
    dialog.table.selectRow(0)
    assert (dialog.table.item(0, 0).text(), state()) == ("工艺流程.pdf", "不在本机")

    monkeypatch.setattr(screen.clerk.remote, "_address", NOWHERE)
    screen.keys.press(Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: "没有网络" in dialog.warning.text(), timeout=NETWORK_MS)
    assert state() == "不在本机"

    monkeypatch.undo()
    chaos.order("cut_answer", "GET /v1/evidence", at=len(PDF) // 2)
    screen.keys.press(Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: "网络中断" in dialog.warning.text(), timeout=NETWORK_MS)
    assert state() == "不在本机"

    screen.keys.press(Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: state() == "已送达贸促会", timeout=NETWORK_MS)
    assert not dialog.warning.isVisible()
    kept = [file.read_bytes() for file, _ in screen.clerk.store.blobs.files()]
    assert len(kept) == 1
    assert PDF not in kept

    monkeypatch.setattr(screen.clerk.remote, "_address", NOWHERE)  # what was fetched needs no network
    with viewing() as viewer:
        screen.keys.press(Key.Key_O, CONTROL)
        qtbot.waitUntil(lambda: bool(viewer.shown))
    (copy,) = viewer.shown
    assert copy.read_bytes() == PDF
    screen.keys.press(Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
    screen.clerk.store.close()
    assert not copy.exists()
