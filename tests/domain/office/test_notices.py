"""A notice is a value like the others."""

from coo_desktop.domain.office.notices import UNREAD, Notice


def test_a_new_notice_is_unread_about_nothing_and_from_outside():
    notice = Notice(id="a", at="2026-11-23T10:00:00.000+00:00", kind="office")
    assert (notice.mark, notice.document, notice.local, notice.facts) == (UNREAD, "", False, {})
