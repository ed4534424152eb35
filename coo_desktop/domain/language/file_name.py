"""The name that a file is shown under: what a person can read and no system can trip over; it is never used as a path.

A name comes with a document from anybody's computer, so it is made plain where it is taken in and where it is shown.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

LENGTH = 150
_UNNAMED = "evidence"
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def display_name(name: str) -> str:
    """The last part of any path spelling, composed, without control and direction marks, short, its extension kept."""
    last = re.split(r"[\\/]", name)[-1]
    seen = "".join(
        character
        for character in unicodedata.normalize("NFC", last)
        if unicodedata.category(character) not in _INVISIBLE
    )
    plain = _FORBIDDEN.sub("_", seen).strip(" .")
    path = PurePosixPath(plain or _UNNAMED)
    stem, extension = path.stem.rstrip(" ."), path.suffix
    if not extension.isascii() or len(extension) > 10:
        stem, extension = stem + extension, ""
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return stem[: LENGTH - len(extension)].rstrip(" .") + extension


def shown_name(row: Mapping[str, Any]) -> str:
    """The plain name of a file as a document's values name it; "" for one without a name."""
    name = row.get("name")
    return display_name(str(name)) if name else ""
