"""Answers are read strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.errors import Untrusted
from coo_desktop.sync.client.parsing import parse


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "json"),
        (b"{", "json"),
        (b'{"a": 1} x', "json"),
        (b"\xff", "json"),
        (b'{"a": NaN}', "not_a_number"),
        (b"[-Infinity]", "not_a_number"),
        (b"[1e999]", "number"),
        (b"[" + b"9" * 5000 + b"]", "number"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b"[" * 100 + b"]" * 100, "depth"),
        (b"[" * 100_000 + b"]" * 100_000, "json"),
        (b'["\\ud800"]', "surrogate"),
        (b'{"\\uDFFF": 1}', "surrogate"),
    ],
)
def test_what_a_careful_backend_would_not_send_is_refused(raw, reason):
    with pytest.raises(Untrusted) as caught:
        parse(raw)
    assert caught.value.facts["reason"] == reason


def test_a_pair_of_escapes_is_one_character():
    assert parse(b'["\\ud842\\udfb7"]') == ["𠮷"]


def test_every_document_comes_through():
    assert parse('{"a": ["宁波", 1, 2.5, true, null, {}]}'.encode()) == {"a": ["宁波", 1, 2.5, True, None, {}]}


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_refused(raw):
    try:
        parse(raw)
    except Untrusted:
        return
