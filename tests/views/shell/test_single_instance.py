"""A second start: it rings, the first window hears; anything else that is said is ignored."""

from PySide6.QtNetwork import QLocalSocket

from coo_desktop.views.shell.single_instance import HELLO, RAISE, SingleInstance, bell_name, ring


def test_a_visitor_is_heard_and_answered(qtbot, tmp_path):
    bell = SingleInstance(tmp_path)
    socket = QLocalSocket()
    with qtbot.waitSignals([bell.rung, socket.readyRead]):
        socket.connectToServer(bell_name(tmp_path))
        socket.write(RAISE)
        socket.flush()
    assert socket.readAll().data() == HELLO
    bell.close()


def test_nobody_at_home_is_no_answer(qtbot, tmp_path):
    assert not ring(tmp_path)


def test_other_words_are_ignored(qtbot, tmp_path):
    bell = SingleInstance(tmp_path)
    socket = QLocalSocket()
    with qtbot.assertNotEmitted(bell.rung), qtbot.waitSignal(socket.disconnected):
        socket.connectToServer(bell_name(tmp_path))
        socket.write(b"rm -rf" * 10_000)
        socket.flush()
    bell.close()


def test_profiles_have_bells_of_their_own(tmp_path):
    assert bell_name(tmp_path / "a") != bell_name(tmp_path / "b")
