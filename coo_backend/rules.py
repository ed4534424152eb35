"""The declarations the backend checks with: the shipped ones, and those of further folders on top."""

from functools import cache
from pathlib import Path

from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.environment.assets import declarations


@cache
def rulebook(further: tuple[Path, ...] = ()) -> Rulebook:
    """Reads every declaration once; raises Unreadable for the first faulty one."""
    return read_rulebook(declarations(*further))
