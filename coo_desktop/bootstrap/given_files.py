"""Files that a person names on the command line: strict JSON read from them, results written to them."""

import json
from pathlib import Path
from typing import Any

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.written_files import make_folders, write_file

MOST_BYTES = 20_000_000


def read_json(path: Path) -> Any:
    """Strict JSON from a file: no NaN, no doubled keys, decimals as they are written; raises Unreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(file=path.name, reason="too large", limit=MOST_BYTES)
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, object_pairs_hook=_no_doubles, parse_float=str, parse_constant=_no_constant)
    except OSError as error:
        raise Unreadable(file=path.name, reason=error.strerror or "cannot be opened") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Unreadable(file=path.name, reason=str(error)) from None


def write_out(path: Path, content: bytes) -> None:
    """Writes an output file whole or not at all, with the folders that lack; raises FileTrouble."""
    make_folders(path)
    write_file(path, content)


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise Unreadable(key=name, reason="the key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise Unreadable(key=name, reason="not a JSON number")
