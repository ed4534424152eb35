"""Choosing a file or a folder: a window of the system that nothing waits for; a person who cancels hears nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Then = Callable[[Path], object]
ThenAll = Callable[[Sequence[Path]], object]


def choose_place(owner: QWidget, title: str, name: str, ending: str, then: Then) -> None:
    """Asks where a file of this name goes, the documents' folder first; `ending` begins with its point."""
    dialog = QFileDialog(owner, title, f"{_documents()}/{name}")
    dialog.setNameFilter(f"{ending[1:].upper()} (*{ending})")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending[1:])
    _show(dialog, then)


def choose_folder(owner: QWidget, title: str, then: Then) -> None:
    """Asks for a folder, the documents' first."""
    dialog = QFileDialog(owner, title, _documents())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _show(dialog, then)


def choose_file(owner: QWidget, title: str, ending: str, then: Then) -> None:
    """Asks for a file that is there."""
    dialog = QFileDialog(owner, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(f"*{ending}")
    _show(dialog, then)


def choose_files(owner: QWidget, title: str, kind: str, endings: Sequence[str], then: ThenAll) -> None:
    """Asks for one or more files that are there, of any of the endings."""
    dialog = QFileDialog(owner, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(f"{kind} ({' '.join(f'*{ending}' for ending in endings)})")
    dialog.filesSelected.connect(lambda chosen: then([Path(name) for name in chosen]))
    _open(dialog)


def _show(dialog: QFileDialog, then: Then) -> None:
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    _open(dialog)


def _open(dialog: QFileDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or QDir.homePath()
