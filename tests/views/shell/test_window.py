"""Where the window stood: kept when it closes, and no matter when it cannot be understood."""

from coo_desktop.views.shell.window import MainWindow, keep_place
from coo_desktop.views.tasks import Tasks


def window(qtbot, folder):
    tasks = Tasks()
    made = MainWindow(tasks)
    made.destroyed.connect(tasks.close)
    qtbot.addWidget(made)
    keep_place(made, folder)
    return made


def test_a_window_comes_back_where_it_was_closed(qtbot, tmp_path):
    first = window(qtbot, tmp_path)
    first.resize(700, 500)
    first.show()
    first.close()
    assert window(qtbot, tmp_path).size().toTuple() == (700, 500)


def test_a_damaged_file_opens_the_window_as_on_the_first_day(qtbot, tmp_path):
    usual = window(qtbot, tmp_path / "other").size()
    (tmp_path / "window.ini").write_text("[General]\ngeometry=nonsense")
    assert window(qtbot, tmp_path).size() == usual
