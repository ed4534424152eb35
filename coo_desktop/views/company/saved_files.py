"""Files that a page saved where a person wanted them: remembered with what is in them, to go with the account."""

import hashlib
from pathlib import Path

from coo_desktop.domain.operations import exports
from coo_desktop.views.session import Desk
from coo_desktop.views.tasks import Turn


def remember(desk: Desk, file: Path) -> None:
    """Reads the file on a worker and remembers it; one that has gone meanwhile is no matter."""

    def work(_turn: Turn) -> str:
        try:
            return hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            return ""

    def then(sha256: str) -> None:
        if sha256:
            desk.do(desk, exports.remember, str(file.absolute()), sha256)

    desk.run(desk, work, then=then)
