"""How severe a problem is, as an icon and the meaning of its colour; its words say the same."""

from collections.abc import Mapping
from types import MappingProxyType

SIGNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "block": ("problem", "bad"),
        "warn": ("attention", "wait"),
        "info": ("info", "calm"),
    }
)
