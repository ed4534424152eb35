"""A pack's manifest is believed only when every fact of it can be."""

import dataclasses
import datetime as dt

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.manifest import FORMAT, Manifest, day, read_manifest

GOOD = {
    "format": FORMAT,
    "name": "china-hs8",
    "kind": "codes",
    "edition": "2022",
    "valid_from": "2023-01-01",
    "valid_to": "",
    "as_of": "2023-12-31",
    "source": "China Customs",
    "licence": "as published",
    "quality": "republished",
    "recipe": "china-hs8",
    "rows": "8957",
    "digest": "0" * 64,
    "signature": "",
}


def test_a_whole_manifest_is_read():
    manifest = read_manifest(GOOD, "a.pack")
    assert manifest.name == "china-hs8"
    assert {"format": FORMAT, **dataclasses.asdict(manifest)} == GOOD


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "../../etc"),
        ("name", ""),
        ("kind", "programs"),
        ("as_of", "yesterday"),
        ("as_of", ""),
        ("valid_from", "2023-13-01"),
        ("quality", "best"),
        ("rows", "-1"),
        ("rows", "many"),
        ("digest", "abc"),
    ],
)
def test_a_manifest_with_a_wrong_fact_is_refused_by_its_name(key, value):
    with pytest.raises(Unreadable) as refused:
        read_manifest(GOOD | {key: value}, "a.pack")
    assert refused.value.facts == {"file": "a.pack", "reason": "pack_manifest", "key": key}


def test_a_manifest_of_a_later_format_is_refused():
    with pytest.raises(Unreadable) as refused:
        read_manifest(GOOD | {"format": "2"}, "a.pack")
    assert refused.value.facts["reason"] == "pack_format"


@pytest.mark.parametrize("change", [{"extra": "1"}, {"source": None}])
def test_a_manifest_with_other_facts_than_known_is_refused(change):
    found = {name: value for name, value in (GOOD | change).items() if value is not None}
    with pytest.raises(Unreadable) as refused:
        read_manifest(found, "a.pack")
    assert refused.value.facts["key"] == next(iter(change))


def test_a_packs_age_counts_from_the_day_that_it_describes():
    manifest = read_manifest(GOOD, "a.pack")
    assert manifest.age_days(dt.date(2024, 1, 10)) == 10


def test_a_signature_signs_the_name_and_the_digest():
    manifest = read_manifest(GOOD, "a.pack")
    other = dataclasses.replace(manifest, digest="1" * 64)
    assert isinstance(manifest, Manifest)
    assert manifest.signed_text != other.signed_text


@pytest.mark.parametrize("text", ["2023-02-30", "20230201", "", "2023-1-1"])
def test_what_is_no_day_is_no_day(text):
    assert not day(text)
