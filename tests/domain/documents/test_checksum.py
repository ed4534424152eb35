"""The checksum of revisions: no order, and kept from change to change as if it were counted anew."""

import random

from coo_desktop.domain.documents.checksum import Checksum, checksum


def test_it_does_not_depend_on_order():
    pairs = [("a", "1"), ("b", "1"), ("c", "2")]
    assert checksum(pairs) == checksum(pairs[::-1]) != checksum(pairs[:2])
    assert checksum([]).digest == "0" * 64


def test_what_moves_it_leaves_what_counting_anew_finds():
    dice, held = random.Random(7), dict[str, str]()
    kept = moved = Checksum()
    for _step in range(300):
        name, rev = dice.choice("abcdef"), dice.choice((None, "1", "2", "3"))
        kept, moved = kept.moved(name, held.get(name), rev), moved.moved(name, held.get(name), rev)
        held = {**held, name: rev} if rev is not None else {other: had for other, had in held.items() if other != name}
        assert kept == checksum(held.items())
    assert Checksum().joined(moved) == kept
