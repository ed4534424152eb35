"""The declarations as the tests read them: once per process, however many modules ask."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from coo_backend.runtime.settings import rulebook
from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.environment.assets import declarations

Declared = TypeVar("Declared")


def shipped() -> Rulebook:
    """The program's own declarations; about 7 MB, so they are those that a backend in this process has read."""
    return rulebook()


def extended(files: Mapping[str, str]) -> Rulebook:
    """The shipped declarations and further forms or items; what these leave alone is shipped()'s own, not a copy."""
    own, read = shipped(), read_rulebook({**declarations(), **files})
    forms, items = _shared(own.book.forms, read.book.forms), _shared(own.book.items, read.book.items)
    return replace(own, book=replace(own.book, forms=forms, items=items))


def _shared(own: Mapping[str, Declared], read: Mapping[str, Declared]) -> dict[str, Declared]:
    return {name: own[name] if own.get(name) == each else each for name, each in read.items()}
