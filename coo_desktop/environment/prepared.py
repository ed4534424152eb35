"""What shipped texts say, kept ready to be taken up: made once, in a file that names what it was made of.

The name has the digest of the texts, so a file made of others is never read: who edits a text sees it at the next
start. A first line holds the digest of the rest: a file that went bad on the disk is not read either. It is JSON, not
code and not pickled objects: where somebody else may write, the most that can be put there is other words, and only by
who may write the store beside it as well. Without such a file the texts themselves are read.
"""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from coo_desktop.environment.assets import resource
from coo_desktop.environment.files import write_atomically

#: The folder below the resources, where the build puts them, and below the user's own folder.
FOLDER = "prepared"
#: Raised when the same texts give another file.
_MAKING = "1"

_own: Path | None = None


def keep_in(home: Path) -> None:
    """Keeps what is made from now on below this folder, which is the user's own."""
    global _own  # one program, one home: the words of every screen come from here
    _own = home / FOLDER


def prepared(name: str, texts: Iterable[bytes], make: Callable[[], Any], into: Path | None = None) -> Any:
    """What `make()` gives of these texts, a JSON value: from a file where one is ready, else made, and kept for later.

    It is kept in the folder `into`, else in the user's own; a folder that takes nothing, or a value that JSON has no
    word for (a day in a file of this computer's own), costs only the time.
    """
    digest = hashlib.sha256(_MAKING.encode())
    for text in texts:
        digest.update(len(text).to_bytes(8, "little") + text)
    file = f"{name}-{digest.hexdigest()[:16]}.json"
    own = into or _own
    for folder in filter(None, (own, resource(FOLDER))):
        with contextlib.suppress(OSError, ValueError):
            return _read(folder / file)
    made = make()
    if own is not None:
        with contextlib.suppress(OSError, TypeError):
            _keep(own, name, file, made)
    return made


def _read(path: Path) -> Any:
    """Raises OSError for a file that is not there, ValueError for one that is not what was written."""
    told, _line, body = path.read_bytes().partition(b"\n")
    if told.decode() != hashlib.sha256(body).hexdigest():
        raise ValueError(path.name)
    return json.loads(body)


def _keep(folder: Path, name: str, file: str, made: Any) -> None:
    body = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(folder / file, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    for former in folder.glob(f"{name}-*.json"):
        if former.name != file:
            former.unlink(missing_ok=True)
