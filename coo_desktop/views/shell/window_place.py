"""Where the window stood when it was closed, kept beside the store in a small file of its own."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from coo_desktop.views.shell.window import MainWindow


def keep_place(window: MainWindow, folder: Path) -> None:
    """Puts the window where it stood, and remembers its place when it closes."""
    kept = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    place = kept.value("geometry")
    if isinstance(place, QByteArray):  # a damaged file gives anything
        window.restoreGeometry(place)

    def keep() -> None:
        kept.setValue("geometry", window.saveGeometry())
        kept.sync()  # now, not when its turn comes: after the end of an account nothing may be written any more

    window.leaving.connect(keep)
