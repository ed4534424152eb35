"""Which keys this computer takes packs from."""

import base64

from coo_desktop.domain.packs.catalog import CHANGED, TRUSTED, UNKNOWN
from coo_desktop.store.packs.trust import FILE, pin, raw_key, standing, trusted

ONE, TWO = bytes(32), bytes(range(32))
HERE, THERE = "https://a.example", "https://b.example"


def line(key: bytes, address: str = "") -> str:
    return f"{base64.b64encode(key).decode()} {address}\n"


def test_nobody_is_trusted_at_first(tmp_path):
    assert trusted(tmp_path) == ()
    assert standing(tmp_path, HERE, ONE) == UNKNOWN


def test_a_pinned_key_holds_for_its_address_alone(tmp_path):
    pin(tmp_path / "packs", HERE, ONE)
    folder = tmp_path / "packs"
    assert standing(folder, HERE, ONE) == TRUSTED
    assert standing(folder, HERE, TWO) == CHANGED
    assert standing(folder, THERE, ONE) == UNKNOWN
    assert trusted(folder) == trusted(folder, HERE) == (ONE,)
    assert trusted(folder, THERE) == ()


def test_a_new_key_takes_the_place_of_the_one_before(tmp_path):
    pin(tmp_path, HERE, ONE)
    pin(tmp_path, THERE, ONE)
    pin(tmp_path, HERE, TWO)
    assert trusted(tmp_path, HERE) == (TWO,)
    assert trusted(tmp_path, THERE) == (ONE,)


def test_a_key_that_an_administrator_wrote_holds_everywhere_and_stays(tmp_path):
    (tmp_path / FILE).write_text(line(TWO))
    assert standing(tmp_path, HERE, TWO) == TRUSTED
    pin(tmp_path, HERE, ONE)
    assert set(trusted(tmp_path, HERE)) == {ONE, TWO}


def test_lines_that_cannot_be_read_trust_nobody(tmp_path):
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00\nnonsense\nAAAA https://a.example\n\n" + line(ONE, HERE).encode())
    assert trusted(tmp_path) == (ONE,)


def test_only_32_bytes_in_base64_are_a_key():
    assert raw_key(base64.b64encode(ONE).decode()) == ONE
    assert [raw_key(text) for text in ("", "AAAA", "not base64", base64.b64encode(bytes(33)).decode())] == [None] * 4
