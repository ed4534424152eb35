"""Files that a page saved where a person wanted them: remembered with what is in them, to go with the account."""

import hashlib
from pathlib import Path

from coo_desktop.domain.operations import settings
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task


def remember(session: Session, file: Path) -> None:
    """Reads the file on a worker and remembers it; one that has gone meanwhile is no matter."""

    def work(_task: Task) -> str:
        try:
            return hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            return ""

    def then(sha256: str) -> None:
        if sha256:
            session.do(session, settings.remember_file, str(file.absolute()), sha256)

    session.run(session, work, then=then)
