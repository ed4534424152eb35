"""A sealed file gives back its bytes from any place, and nothing once anything about it was changed."""

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store.keys import encrypted_file

KEY = bytes(range(32))


def sealed_bytes(content: bytes) -> bytes:
    target = io.BytesIO()
    encrypted_file.seal(io.BytesIO(content), target, KEY, len(content))
    return target.getvalue()


def opened(content: bytes, key: bytes = KEY) -> bytes:
    with encrypted_file.open_sealed(io.BytesIO(content), key) as stream:
        return stream.read()


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(encrypted_file, "CHUNK_BYTES", 64)
    monkeypatch.setattr(encrypted_file, "_SEALED_CHUNK_BYTES", 80)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 1000])
def test_every_size_comes_back(size):
    content = os.urandom(size)
    hidden = sealed_bytes(content)
    assert opened(hidden) == content
    assert len(hidden) == encrypted_file.sealed_size(size)
    assert size < 16 or content not in hidden


def test_any_place_can_be_read():
    content = os.urandom(1000)
    with encrypted_file.open_sealed(io.BytesIO(sealed_bytes(content)), KEY) as stream:
        for start, count in ((500, 200), (0, 1), (999, 5), (64, 64), (63, 2)):
            assert stream.seek(start) == start
            assert stream.read(count) == content[start : start + count]
        assert stream.seek(-10, os.SEEK_END) == 990
        assert stream.read() == content[-10:]


@given(place=st.integers(0, 400), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(place, bit):
    hidden = bytearray(sealed_bytes(b"x" * 200))
    hidden[place % len(hidden)] ^= 1 << bit
    with pytest.raises(StoreDamaged):
        opened(bytes(hidden))


HEAD = encrypted_file.sealed_size(0) - 16


@pytest.mark.parametrize(
    "change",
    [
        lambda file, other: file[:-1],
        lambda file, other: file[:-80],
        lambda file, other: file[: HEAD + 80],
        lambda file, other: file[:HEAD],
        lambda file, other: file[: HEAD - 1],
        lambda file, other: b"",
        lambda file, other: file + b"x",
        lambda file, other: file + file[-80:],
        lambda file, other: file[:HEAD] + file[HEAD + 80 : HEAD + 160] + file[HEAD : HEAD + 80] + file[HEAD + 160 :],
        lambda file, other: file[:HEAD] + other[HEAD:],
        lambda file, other: other[:HEAD] + file[HEAD:],
    ],
    ids=[
        "byte",
        "chunk",
        "one chunk",
        "head",
        "half head",
        "all",
        "more",
        "again",
        "swapped",
        "foreign",
        "foreign head",
    ],
)
def test_cut_swapped_and_foreign_chunks_are_noticed(change):
    content = b"x" * 64 * 4
    with pytest.raises(StoreDamaged):
        opened(change(sealed_bytes(content), sealed_bytes(content)))


def test_another_key_opens_nothing():
    with pytest.raises(StoreDamaged):
        opened(sealed_bytes(b"x"), bytes(32))


def test_equal_bytes_look_different_every_time():
    assert sealed_bytes(b"x" * 100)[HEAD:] != sealed_bytes(b"x" * 100)[HEAD:]


def test_the_sealing_key_is_not_the_profiles():
    assert encrypted_file.sealing_key(KEY) != KEY
    assert encrypted_file.sealing_key(KEY) == encrypted_file.sealing_key(KEY)


@pytest.mark.parametrize("parts", [[], [b""], [b"x" * 64], [b"x" * 63, b"yy", b"z" * 300]])
def test_what_is_written_piece_by_piece_comes_back(parts):
    target = io.BytesIO()
    with encrypted_file.Sealing(target, KEY) as sealing:
        for part in parts:
            sealing.write(part)
    assert opened(target.getvalue()) == b"".join(parts)


def test_a_file_may_begin_behind_something_else():
    file = io.BytesIO(b"before" + sealed_bytes(b"x" * 200))
    file.seek(6)
    with encrypted_file.open_sealed(file, KEY) as stream:
        assert stream.read() == b"x" * 200
