"""Whole files below the data folder, each under its company and its SHA-256; implements WholeFiles."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coo_backend.files.port import Content
from coo_desktop.domain.errors import StoreDamaged, StoreMissing, StoreTrouble
from coo_desktop.environment.files import sync_folder


class FolderFiles:
    """The folder of whole files below `data`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "evidence"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, content: Content, part: Path) -> None:
        """By one rename on the disk that the part was flushed to."""
        target = self._path(content)
        with _on_disk():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if part.is_file():
                os.replace(part, target)
            for folder in (target.parent, target.parent.parent):
                sync_folder(folder)
            self.size(content)

    def size(self, content: Content) -> int:
        with _on_disk():
            return self._path(content).stat().st_size

    def stretch(self, content: Content, start: int, end: int) -> bytes:
        with _on_disk(), self._path(content).open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    def read(self, content: Content) -> bytes:
        with _on_disk():
            found = self._path(content).read_bytes()
        if not content.is_in(found):
            raise StoreDamaged(cause="evidence")
        return found

    def all_of(self, company: str) -> Iterator[Content]:
        with _on_disk():
            names = [path.name for path in (self._folder / company).glob("??/*") if path.is_file()]
        return (Content(company, name) for name in names)

    def remove(self, content: Content) -> None:
        with _on_disk():
            self._path(content).unlink(missing_ok=True)

    def _path(self, content: Content) -> Path:
        return self._folder / content.key


@contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreMissing(cause="evidence") from error
    except OSError as error:
        raise StoreTrouble(cause=type(error).__name__) from error
