"""The desk: operations in one commit, one signal for every change, errors told once."""

from PySide6.QtCore import QObject

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import Locked, Outdated
from coo_desktop.domain.hs.changes import correlate
from coo_desktop.domain.operations import drafts, sending
from tests.fakes.packs import FewCodes, NoPacks, code
from tests.views.pages import stored


def test_an_operation_changes_the_store_and_everybody_hears(qtbot, session):
    heard, order = [], []
    session.changed.connect(lambda change: order.append("changed"))
    session.changed.connect(heard.append)
    with qtbot.waitSignal(session.changed):
        session.do(session, drafts.start, "importer", {"name": "SAKURA"}, then=lambda _change: order.append("then"))
    document = heard[0].document
    assert session.read.document(document.id).values["name"] == "SAKURA"
    assert order == ["then", "changed"]


def test_a_stale_screen_cannot_save(qtbot, session):
    document, errors = stored(session, "importer", {"name": "A"}), []
    session.do(session, drafts.save, document.id, {"name": "B"}, document.revision)
    session.do(session, drafts.save, document.id, {"name": "C"}, document.revision, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Outdated)
    assert session.read.document(document.id).values["name"] == "B"


def test_a_commit_is_told_even_when_its_screen_is_gone(qtbot, session):
    owner = QObject()
    with qtbot.waitSignal(session.changed) as told:
        session.do(owner, drafts.start, "importer", then=lambda _change: None)
        owner.deleteLater()
    assert isinstance(told.args[0], Change)


def test_an_error_that_no_screen_takes_is_told_once(qtbot, session):
    document, heard = stored(session, "pre_review"), []
    session.failed.connect(heard.append)
    session.do(session, sending.adjust, document.id)
    qtbot.waitUntil(lambda: bool(heard) and session.tasks.is_idle)
    assert [type(error) for error in heard] == [Locked]


def test_a_check_on_a_screen_knows_which_codes_are_in_force(make):
    packs = NoPacks(FewCodes(code("854142")))
    packs.tables = (correlate("2017", "2022", "UN", ()),)
    context = make(packs=packs).context()
    assert (context.hs_current("854142"), context.hs_current("854140")) == (True, False)
