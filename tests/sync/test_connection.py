"""A connected desk, as the program gets it."""

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.domain.errors import Refused
from coo_desktop.sync.connection import connect
from tests.fakes.clock import FakeClock
from tests.keyring_in_home import KeyringInHome
from tests.stores import fresh_store
from tests.sync.desk import toy_rules


def test_a_connected_desk_signs_in_and_syncs(backend_process):
    clock = FakeClock()
    line = connect(fresh_store(toy_rules(), clock), clock, backend_process.url, "0.1.0", vault=KeyringInHome())
    try:
        assert line.engine.run_pass()[1].light == "signed_out"
        line.account.sign_in("demo", PASSWORD)
        assert line.engine.run_pass()[1].light == "synced"
    finally:
        line.close()


def test_an_address_that_would_send_passwords_openly_is_refused():
    with pytest.raises(Refused):
        connect(fresh_store(toy_rules()), FakeClock(), "http://coo.example", "0.1.0", vault=KeyringInHome())
