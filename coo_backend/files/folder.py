"""Whole files below the data folder, each under its company and its SHA-256; implements WholeFiles."""

import os
from collections.abc import Iterator
from pathlib import Path

from coo_backend.files.parts import on_disk
from coo_backend.files.port import Content, is_sha256
from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.environment.files import sync_folder


class FolderFiles:
    """The folder of whole files below `data`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "evidence"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, content: Content, part: Path) -> None:
        """By one rename on the disk that the part was flushed to."""
        target = self._path(content)
        with on_disk():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if part.is_file():
                os.replace(part, target)
            # Each level, whoever made it: one that died after making a folder may have left its name unflushed.
            for folder in (self._folder, target.parent.parent, target.parent):
                sync_folder(folder)
        self.size(content)

    def size(self, content: Content) -> int:
        with on_disk():
            return self._path(content).stat().st_size

    def stretch(self, content: Content, start: int, end: int) -> bytes:
        with on_disk(), self._path(content).open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    def read(self, content: Content) -> bytes:
        with on_disk():
            found = self._path(content).read_bytes()
        if not content.is_in(found):
            raise StoreDamaged(cause="evidence")
        return found

    def all_of(self, company: str) -> Iterator[Content]:
        with on_disk():
            names = [path.name for path in (self._folder / company).glob("??/*") if is_sha256(path.name)]
        return (Content(company, name) for name in names)

    def remove(self, content: Content) -> None:
        with on_disk():
            self._path(content).unlink(missing_ok=True)

    def _path(self, content: Content) -> Path:
        return self._folder / content.key
