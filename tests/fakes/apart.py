"""Copies of what stands in a store or travels: as `copy.deepcopy` makes them, several times as fast.

The stand-ins copy whatever goes in or out, and on a random day that was more than half of all work.
"""

import copy
import dataclasses
from functools import cache
from typing import Any, TypeVar

Value = TypeVar("Value")
_ATOMS = frozenset({str, int, float, bool, bytes, type(None)})


def apart(value: Value) -> Value:
    """The same value, with no part in common that can be changed."""
    copied: Value = _copied(value)
    return copied


def _copied(value: Any) -> Any:
    kind: Any = type(value)
    if kind in _ATOMS:
        return value
    if kind is dict:
        return {name: part if type(part) in _ATOMS else _copied(part) for name, part in value.items()}
    if kind is list:
        return [_copied(part) for part in value]
    if kind is tuple:
        return tuple(map(_copied, value))
    if (names := _fields(kind)) is None:
        return copy.deepcopy(value)
    made = object.__new__(kind)
    for name in names:
        part = getattr(value, name)
        object.__setattr__(made, name, part if type(part) in _ATOMS else _copied(part))
    return made


@cache
def _fields(kind: Any) -> tuple[str, ...] | None:
    """The names of a dataclass's fields; None for anything else."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None
