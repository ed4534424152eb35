"""Files that a person wants written somewhere: a table, a PDF, an archive. Whole, or not at all.

What goes wrong there is no trouble of the store: it costs this file and nothing else, so it has errors of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from coo_desktop.domain.errors import FileFull, FileUnwritable
from coo_desktop.environment.files import SHARED, replacing, says_full


def write_file(file: Path, content: bytes) -> None:
    """Gives the file this content, readable for whom the system lets; an older file of the name stays until it is
    whole. Raises FileFull, FileUnwritable."""
    with writing(file) as stream:
        stream.write(content)


@contextmanager
def writing(file: Path) -> Iterator[BinaryIO]:
    """The stream of a file that takes its name when the block ends, for what is too long to be held whole.

    Raises FileFull, FileUnwritable; what else the block raises leaves the older file, too, and passes as it is.
    """
    with _naming(file), replacing(file, SHARED) as stream:
        yield stream


def make_folders(file: Path) -> None:
    """Makes the folders that a file is to lie in, where they lack; raises FileFull, FileUnwritable."""
    with _naming(file):
        file.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        trouble = FileFull if says_full(error) else FileUnwritable
        raise trouble(file=file.name, reason=error.strerror or type(error).__name__) from None
