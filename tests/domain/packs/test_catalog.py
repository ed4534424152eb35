"""What is new among the offers, and how a key is compared."""

import base64

import pytest

from coo_desktop.domain.packs.catalog import (
    CHANGED,
    IN_USE,
    NEWER,
    OLDER,
    PREVIOUS,
    SAME,
    Offers,
    PackOffer,
    Shelved,
    fingerprint,
    news,
)
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.packs.manifest import Manifest


def offer(as_of: str, digest: str = "a", name: str = "hs") -> PackOffer:
    return PackOffer(name, "codes", "2022", as_of, "3", 10, "0" * 64, digest, "official", "", "")


def shelved(as_of: str, digest: str = "a", state: str = IN_USE) -> Shelved:
    manifest = Manifest("hs", "codes", "2022", "", "", as_of, "", "", "official", "", "3", digest)
    return Shelved("hs.pack", state, manifest)


@pytest.mark.parametrize(
    ("here", "told"),
    [
        ((), NEWER),
        ((shelved("2022-12-31"),), NEWER),
        ((shelved("2023-12-31"),), SAME),
        ((shelved("2023-12-31", "b"),), NEWER),
        ((shelved("2024-12-31", "b"),), OLDER),
        ((shelved("2022-12-31"), shelved("2024-12-31", "b", PREVIOUS)), NEWER),
        ((Shelved("x.pack", "damaged", reason=PackFault.DAMAGED),), NEWER),
    ],
    ids=["nothing_here", "older_here", "same_here", "corrected", "newer_here", "only_in_use_counts", "damaged_here"],
)
def test_an_offer_is_compared_with_what_is_in_use(here, told):
    assert news(offer("2023-12-31"), here) == told


def test_another_name_is_another_pack():
    assert news(offer("2020-12-31", name="rates"), (shelved("2023-12-31"),)) == NEWER


def test_only_newer_offers_are_offered():
    items = (offer("2023-12-31"), PackOffer(**{**_facts(), "news": OLDER}))
    assert Offers("", CHANGED, items).newer == items[:1]


def test_a_fingerprint_is_short_and_the_keys_own():
    one, other = (fingerprint(base64.b64encode(bytes([byte]) * 32).decode()) for byte in (1, 2))
    assert one != other
    assert [len(group) for group in one.split()] == [4] * 8


def _facts() -> dict:
    first = offer("2023-12-31")
    return {name: getattr(first, name) for name in PackOffer.__dataclass_fields__}
