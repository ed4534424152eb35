"""Progress with a button that stops the work: there while the work runs, pressed once, right for any count."""

import pytest
from PySide6.QtCore import Qt

from coo_desktop.views.widgets.progress import ProgressWithCancel


@pytest.fixture
def progress(window):
    return ProgressWithCancel("Fetching", "&Stop", window)


def test_it_is_there_from_begin_to_end(progress):
    assert not progress.isVisible()
    progress.begin()
    assert progress.isVisible()
    assert progress.stopping.isVisible()
    assert (progress.bar.minimum(), progress.bar.maximum()) == (0, 0)  # moves without saying how far
    assert progress.bar.accessibleName() == "Fetching"
    progress.end()
    assert not progress.isVisible()


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [(0, 3, 0), (1, 3, 33), (3, 3, 100), (0, 0, 0), (3 * 2**40, 4 * 2**40, 75)],
    ids=["nothing", "part", "all", "of nothing", "more than the bar can count"],
)
def test_it_shows_how_far_the_work_is(progress, done, total, percent):
    progress.begin()
    progress.report(done, total)
    assert progress.bar.value() == percent
    assert progress.bar.maximum() == 100


def test_the_button_stops_once_and_again_for_the_next_work(qtbot, progress):
    wanted = []
    progress.stop_wanted.connect(lambda: wanted.append("stop"))
    progress.begin()
    for _time in range(2):
        qtbot.keyClick(progress.stopping, Qt.Key.Key_Space)
    assert wanted == ["stop"]
    progress.end()
    progress.begin()
    qtbot.keyClick(progress.stopping, Qt.Key.Key_Space)
    assert wanted == ["stop", "stop"]


def test_work_that_cannot_stop_shows_no_button(progress):
    progress.begin(can_stop=False)
    assert progress.isVisible()
    assert not progress.stopping.isVisible()
    progress.begin()
    assert progress.stopping.isVisible()
