"""Puts the program together; the only module that knows every other. Heavy imports stay inside what a worker runs."""

import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from coo_desktop.domain.errors import ProfileInUse, StoreTrouble
from coo_desktop.environment import prepared, words
from coo_desktop.environment.loading import loading_first
from coo_desktop.environment.settings import Settings, read_settings
from coo_desktop.store.files.profile import Profile, ProfileLock, find_profile
from coo_desktop.views.shell.application import Application
from coo_desktop.views.shell.opening import Outside
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.tasks import Tasks
from coo_desktop.views.widgets import style
from coo_desktop.views.words.errors import error_message

#: How long a worker may hold the interpreter: a tenth of Python's own value, or the screen stutters while it imports.
SWITCH_S = 0.0005


@loading_first()
def main(smoke: bool = False, then: Callable[[Application], object] | None = None) -> int:
    """Opens the window and runs until it closes; `smoke` closes it as soon as it has something to show.

    `then` is called with the program at that moment, after every start of it.
    A second start for the same profile brings the first one's window forward and ends with 0.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("coo-desktop")
    sys.setswitchinterval(SWITCH_S)
    try:
        profile = find_profile()
        prepared.keep_in(profile.folder.parent)
        words.use(read_settings(profile.folder).language)
        lock = ProfileLock(profile)
    except ProfileInUse as error:
        from coo_desktop.views.shell.single_instance import ring

        return 0 if ring(profile.folder) else _say(error)
    except StoreTrouble as error:
        return _say(error)
    code, runs = 0, not _is_ending(profile)
    while runs:
        code, runs = _run(Application(application, outside(profile)), smoke, then)
    if _is_ending(profile):
        code = _end(application, profile, smoke)
    lock.release()
    return code


def _run(program: Application, smoke: bool, then: Callable[[Application], object] | None) -> tuple[int, bool]:
    """The exit code, and whether another run is to follow."""
    if smoke:
        program.ready.connect(lambda: QTimer.singleShot(0, program.window.close))
    if then is not None:
        program.ready.connect(lambda: then(program), Qt.ConnectionType.SingleShotConnection)
    program.window.show()
    code = program.application.exec()
    program.close()
    program.deleteLater()
    return code, program.starts_again


def take_pictures(folder: Path, password: str, language: str) -> int:
    """A picture of every page into `folder`, then the window closes; `password` opens a profile without a vault."""

    def walk(program: Application) -> None:
        from coo_desktop.views.shell.tour import Tour

        Tour(program, folder, password, language).finished.connect(lambda: program.window.close())

    return main(then=walk)


def outside(profile: Profile) -> Outside:
    """The store, the line and the dialogs behind the screens of this profile."""

    @cache
    def start() -> Any:
        from coo_desktop.bootstrap.start import Start

        return Start(profile)

    def open_it(settings: Settings, password: str) -> Any:
        import coo_desktop.dialogs.asker  # on this worker, so that the screen need not wait for them
        import coo_desktop.store.sheets.pages
        import coo_desktop.views.shell.single_instance  # noqa: F401

        return start().open(settings.backend, password, bool(settings.account))

    def make_asker() -> Any:
        from coo_desktop.dialogs.asker import DialogAsker

        return DialogAsker()

    def files() -> Any:
        from coo_desktop.bootstrap.incoming import ClosedProfile

        return ClosedProfile(profile)

    ending, look = partial(_is_ending, profile), lambda choose: start().rows(choose)
    return Outside(profile.folder, open_it, make_asker, ending, files, look)


def _is_ending(profile: Profile) -> bool:
    """Whether an order to leave nothing of the account here waits; what decides that is loaded only where one may."""
    if not profile.wipe_note.exists():
        return False
    from coo_desktop.bootstrap import wipe

    return wipe.is_due(profile)


def _end(application: QApplication, profile: Profile, smoke: bool) -> int:
    """Carries the order out before a plain window that says what has become of it."""
    from coo_desktop.bootstrap import wipe
    from coo_desktop.store.wipe import noted
    from coo_desktop.views.account.wipe_window import WipeWindow

    note = noted(profile.folder)
    words.use(note.language if note is not None and note.language else words.language())
    style.dress(application, Settings().theme)
    tasks = Tasks()
    window = WipeWindow(tasks, lambda: wipe.carry_out(profile))
    if smoke:
        window.ended.connect(window.close)
    window.show()
    window.start()
    code = application.exec()
    tasks.close()
    return code


def _say(error: StoreTrouble) -> int:
    """A window that can do nothing but say why: on a desktop nobody reads what a program prints."""
    print(error_message(error), file=sys.stderr)
    window = MainWindow(Tasks())
    window.notices.show_error(error)
    window.show()
    QApplication.exec()
    return 1
