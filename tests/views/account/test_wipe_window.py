"""The plain window at the end of an account: it says what happens, what holds it up, and when nothing is left."""

import pytest

from coo_desktop.domain.errors import StoreLocked, StoreUnwritable
from coo_desktop.views.account.wipe_window import WipeWindow
from coo_desktop.views.tasks import Tasks


@pytest.fixture
def tasks(qtbot):
    tasks = Tasks()
    yield tasks
    tasks.close()


def test_it_says_when_nothing_is_left_and_then_closes(qtbot, tasks):
    window = WipeWindow(tasks, lambda: None)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.ended):
        window.start()
    assert "不再保留" in window.page.message.text()
    window.page.main.click()
    assert not window.isVisible()


@pytest.mark.parametrize(
    ("trouble", "said"), [(StoreLocked(cause="locked"), "密钥环"), (StoreUnwritable(cause="EACCES"), "其他程序")]
)
def test_what_would_not_go_is_told_and_tried_again(qtbot, tasks, trouble, said):
    troubles = [trouble]

    def work():
        if troubles:
            raise troubles.pop()

    window = WipeWindow(tasks, work)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.ended):
        window.start()
    assert said in window.page.message.text()
    with qtbot.waitSignal(window.ended):
        window.page.main.click()
    assert "不再保留" in window.page.message.text()
    assert window.isVisible()
