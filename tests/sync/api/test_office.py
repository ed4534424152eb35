"""What is asked while a person waits: answered at once, or refused with the reason; nothing is kept for later."""

import pytest

from coo_desktop.domain.errors import Offline


def test_the_company_is_read_again_and_stored(desks):
    desk = desks()
    assert desk.office.company() == desk.store.reader.company()


def test_without_a_network_nothing_is_kept_for_later(desks):
    desk = desks()
    desk.move("http://127.0.0.1:9")
    with pytest.raises(Offline):
        desk.office.company()
    assert desk.store.reader.intents() == ()
