"""Files that a page saved: remembered as they were saved, by their content."""

import hashlib

from coo_desktop.domain.operations.settings import exported
from coo_desktop.views.company.saved_files import remember


def test_a_saved_file_is_remembered_with_what_is_in_it(qtbot, session, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"paper")
    remember(session, file)
    qtbot.waitUntil(lambda: bool(exported(session.read)))
    assert exported(session.read) == [{"path": str(file), "sha256": hashlib.sha256(b"paper").hexdigest()}]


def test_a_file_that_has_gone_is_no_matter(qtbot, session, tmp_path):
    remember(session, tmp_path / "gone.pdf")
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert exported(session.read) == []
