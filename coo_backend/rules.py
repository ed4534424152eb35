"""The declarations the backend checks with: the shipped ones, and those of further folders on top."""

from functools import cache
from pathlib import Path

from coo_desktop.assets import declarations
from coo_desktop.domain.rulebook import Rulebook, read_rulebook


@cache
def rulebook(further: tuple[Path, ...] = ()) -> Rulebook:
    """Reads every declaration once; raises Unreadable for the first faulty one."""
    files = declarations()
    for folder in further:
        for path in sorted([*folder.rglob("*.toml"), *folder.rglob("*.csv")]):
            files[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
    return read_rulebook(files)
