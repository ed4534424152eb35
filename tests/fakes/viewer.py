"""The programs of this computer that show files: they show nothing and remember what they were given."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices


class FakeViewer(QObject):
    """Stands for every program that opens a file."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Path] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.shown.append(Path(url.toLocalFile()))


@contextmanager
def viewing() -> Iterator[FakeViewer]:
    """While the block runs, files open here."""
    viewer = FakeViewer()
    QDesktopServices.setUrlHandler("file", viewer, "show")  # type: ignore[arg-type]  # the stub wants bytes, Qt a name
    try:
        yield viewer
    finally:
        QDesktopServices.unsetUrlHandler("file")
