"""Whose signature a document bears, which sizes are a seal's, and what a setting keeps."""

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.office.people import Colleagues
from coo_desktop.domain.office.stamps import (
    CompanyStamps,
    ElectronicSeals,
    Stamp,
    StampKind,
    StampPicture,
    from_parts,
    kept_stamps,
    sender,
    size_fault,
    stamps_of,
    to_parts,
)

NAMES = Colleagues({"a": "李静", "b": "李静", "c": "陈枫"})
SEAL = Stamp(kind=StampKind.SEAL, sha256="0" * 64, mime="image/png", width_mm="42")
OWN = Stamp(kind=StampKind.SIGNATURE, account="c", sha256="1" * 64, mime="image/jpeg", width_mm="30")
FILED = CompanyStamps(ElectronicSeals.ALLOWED, (SEAL, OWN))


def sent(author, signatory):
    facts = {"signatory": signatory} if signatory else {}
    return Document(id="d", form="f", family="certificate", values={}, author=author, facts=facts)


@pytest.mark.parametrize(
    ("author", "signatory", "account"),
    [("a", "陈枫", "c"), ("a", "李静", "a"), ("b", "李静", "b"), ("c", "李静", ""), ("c", "周审", ""), ("c", "", "")],
)
def test_the_sender_is_found_by_name_and_never_guessed(author, signatory, account):
    assert sender(sent(author, signatory), NAMES) == account


def test_a_document_bears_the_seal_and_its_senders_signature_where_the_office_takes_them():
    assert FILED.for_document(sent("a", "陈枫"), NAMES) == (SEAL, OWN)
    assert FILED.for_document(sent("a", "李静"), NAMES) == (SEAL, None)
    none = CompanyStamps(ElectronicSeals.NONE, FILED.items)
    assert none.for_document(sent("a", "陈枫"), NAMES) == (None, None)


@pytest.mark.parametrize(
    ("kind", "width", "pixels", "is_fault"),
    [
        (StampKind.SEAL, "60", (4, 3), False),
        (StampKind.SEAL, "60", (1, 1), True),
        (StampKind.SEAL, "60.1", (4, 1), True),
        (StampKind.SIGNATURE, "35", (2, 1), False),
        (StampKind.SIGNATURE, "36", (2, 1), True),
        (StampKind.SEAL, "4", (1, 1), True),
        (StampKind.SEAL, "", (1, 1), True),
        (StampKind.SEAL, None, (1, 1), True),
        (StampKind.SEAL, "Infinity", (1, 1), True),
    ],
)
def test_a_size_is_judged_by_width_and_height(kind, width, pixels, is_fault):
    assert size_fault(kind, width, StampPicture(b"x", "image/png", *pixels)) is is_fault


def test_what_is_kept_comes_back():
    assert stamps_of(kept_stamps(FILED)) == FILED
    assert stamps_of(None) == stamps_of({"wanted": "who knows"}) == CompanyStamps()
    content = bytes(range(256)) * 1000
    assert from_parts(to_parts(content)) == content
    assert max(map(len, to_parts(content))) <= 100_000
    for odd in (None, "x", [1], ["%%%"]):
        assert from_parts(odd) == b""
