"""A file is what its bytes, its name and a reader of its kind agree on, and small enough to be read."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.store.evidence import evidence_check
from coo_desktop.store.files import sandbox
from tests.store import hostile


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        (hostile.pdf(), "a.PDF", evidence_check.PDF),
        (hostile.jpeg(), "a.jpeg", evidence_check.JPEG),
        (hostile.png(), "a.png", evidence_check.PNG),
    ],
    ids=["pdf", "jpeg", "png"],
)
def test_what_clerks_have_is_fit(content, name, mime):
    assert evidence_check.demand_fit(content, name, "") == mime
    assert evidence_check.demand_fit(content, name, mime) == mime


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (hostile.pdf(), "a.jpg", "type_mismatch"),
        (hostile.png(), "a", "type_mismatch"),
        (b"<html><script>", "a.jpg", "wrong_type"),
        (b"MZ\x90\0", "a.jpg", "wrong_type"),
        (b"PK\x03\x04", "a.pdf", "wrong_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "wrong_type"),
        (b"GIF89a", "a.png", "wrong_type"),
        (b"%PDF-1.7\nnothing else", "a.pdf", "broken"),
        (hostile.pdf()[:200], "a.pdf", "broken"),
        (hostile.encrypted_pdf(), "a.pdf", "encrypted"),
        (hostile.png()[:-20], "a.png", "broken"),
        (hostile.png()[:-12], "a.png", "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.png", "broken"),
        (hostile.jpeg()[:100], "a.jpg", "broken"),
        (hostile.png_bomb(12_000), "a.png", "too_many_pixels"),
        (hostile.png_bomb(20_000), "a.png", "too_many_pixels"),
        (hostile.png(12_001, 1), "a.png", "too_many_pixels"),
        (hostile.animated_png(), "a.png", "animated"),
        (hostile.pdf(evidence_check.PAGES + 1), "a.pdf", "too_many_pages"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_is_refused_with_its_reason(content, name, reason):
    with pytest.raises(Unreadable) as caught:
        evidence_check.demand_fit(content, name, "")
    assert caught.value.facts["reason"] == reason


def test_a_claimed_type_has_to_be_the_true_one():
    with pytest.raises(Unreadable):
        evidence_check.demand_fit(hostile.png(), "a.png", evidence_check.JPEG)


def test_a_reader_that_does_not_come_back_is_ended(monkeypatch):
    monkeypatch.setattr(sandbox, "CEILING_S", 0.0)
    with pytest.raises(Unreadable) as caught:
        evidence_check.demand_fit(hostile.png(), "a.png", "")
    assert caught.value.facts["reason"] == "too_slow"


def test_faults_are_the_same_without_a_process_apart():
    assert evidence_check.pdf_fault(hostile.pdf(evidence_check.PAGES)) == ""
    assert evidence_check.pdf_fault(b"%PDF-") == "broken"
    assert evidence_check.picture_fault(hostile.png()) == ""
    assert evidence_check.picture_fault(hostile.png_bomb(20_000)) == "too_many_pixels"
