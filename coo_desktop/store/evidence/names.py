"""The name a file is shown under: what a person can read and no system can trip over. It is never used as a path."""

import re
import unicodedata
from pathlib import PurePosixPath

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
