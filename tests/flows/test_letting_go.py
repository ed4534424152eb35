"""What a window held is let go of when it closes: a day of many windows and pages does not fill the memory."""

import gc
import weakref

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.domain.given import RCEP
from tests.flows.conftest import shared_rules
from tests.flows.office import clock_of
from tests.flows.screen import Screen


def test_a_closed_window_is_let_go_of_with_its_pages_and_their_session(qtbot, desks):
    screen = Screen(qtbot, desks("demo", clock=clock_of(RCEP), rules=shared_rules), shared_rules())
    page = screen.new(2, "rcep_2022")
    screen.keys.write(page.fields.editor("consignee_name").focus_widget(), "SAKURA")
    screen.saved()
    held = [weakref.ref(each) for each in (screen, screen.window, screen.session, page, page.fields)]
    screen.close()
    del screen, page
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [each() for each in held] == [None] * len(held)
