"""The file is read at rest while others go on writing, and a log that cannot be folded in is told, not passed over."""

import pytest

from coo_desktop.domain.errors import StoreBusy
from coo_desktop.store.database.checking import damages, fold, held
from coo_desktop.store.database.driver import open_connection
from tests.store.conftest import KEY
from tests.store.documents import certificate


def save(store, name):
    with store.unit() as unit:
        unit.put(certificate(name, remark="x" * 5000))


@pytest.fixture
def beside(store, profile):
    """Two more connections to the file of an open store."""
    connections = [open_connection(profile.store_file, KEY) for _ in range(2)]
    yield connections
    for connection in connections:
        connection.close()


def test_what_is_saved_during_the_reading_waits_in_the_log(store, profile, beside):
    save(store, "before")
    writer, reader = beside
    writer.execute("PRAGMA busy_timeout=0")
    fold(writer)
    with held(reader):
        at_rest = profile.store_file.read_bytes()
        for number in range(300):
            save(store, f"d{number}")
        assert profile.store_file.read_bytes() == at_rest
        assert damages(reader, True) == ()
        with pytest.raises(StoreBusy):
            fold(writer)
    fold(writer)
    assert profile.store_file.read_bytes() != at_rest


def test_a_page_that_is_not_as_it_was_sealed_is_named(store, profile, beside):
    for number in range(30):
        save(store, f"d{number}")
    fold(beside[0])
    content = bytearray(profile.store_file.read_bytes())
    content[10 * 4096 + 100] ^= 1
    profile.store_file.write_bytes(content)
    with held(beside[1]):
        assert "HMAC verification failed for page 11" in damages(beside[1], True)
