"""Files that are dropped anywhere on a window, above a text box, too, which would take their names for text."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from coo_desktop.views.page import Page

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileDrops(QObject):
    """`dropped` carries the paths; a page that takes files by itself gets them instead."""

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hears the window until the system has one for it, and from then on what is dragged over that."""
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._watch_handle()
            return False
        if event.type() not in _DRAGS or watched is self._window or not isinstance(event, QDropEvent):
            return False
        paths = local_files(event.mimeData())
        if not paths or self._is_taken(event.position()):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True

    def _watch_handle(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)  # it may be the same one as at the last time
            handle.installEventFilter(self)

    def _is_taken(self, place: QPointF) -> bool:
        widget: QWidget | None = self._window.childAt(place.toPoint())
        while widget is not None and not (isinstance(widget, Page) and widget.acceptDrops()):
            widget = widget.parentWidget()
        return widget is not None


def local_files(mime: QMimeData) -> list[Path]:
    """The files of this computer that are dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
