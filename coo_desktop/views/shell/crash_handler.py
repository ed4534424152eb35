"""Faults that nobody caught: all of it goes to the log, a sentence to the person, and the program lives on."""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from coo_desktop.domain.errors import ProgramError, StoreClosed

_log = logging.getLogger("coo_desktop.crashes")
_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashHandler(QObject):
    """Takes the place of Python's and Qt's own reports; `happened` comes on the screen's thread."""

    happened = Signal(object)

    def __init__(self, show: Callable[[ProgramError], None], parent: QObject) -> None:
        super().__init__(parent)
        self.happened.connect(show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._hear
        threading.excepthook = self._hear_thread
        qInstallMessageHandler(_hear_qt)

    def close(self) -> None:
        """Gives the reports back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _hear(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if issubclass(kind, StoreClosed):  # a timer or an answer of a page that is about to go, too late to matter
            _log.info("asked after the end of the store", exc_info=(kind, error, trace))
            return
        _log.error("a fault nobody caught", exc_info=(kind, error, trace))
        known = isinstance(error, ProgramError)
        self.happened.emit(error if known else ProgramError(fault=kind.__name__))

    def _hear_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._hear(told.exc_type, told.exc_value, told.exc_traceback)


def _hear_qt(kind: QtMsgType, _place: QMessageLogContext, text: str) -> None:
    _log.log(_LEVELS.get(kind, logging.DEBUG), "Qt: %s", text)
