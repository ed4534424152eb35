"""From the rows that are shown to the rows that are there: what is followed ends where it has its place."""

import random

from coo_desktop.views.lists import shifts


def applied(rows, steps):
    """The rows after the steps; a row that came is None."""
    rows = list(rows)
    for step in steps:
        if step.count > 0:
            rows[step.at : step.at] = [None] * step.count
        else:
            del rows[step.at : step.at - step.count]
    return rows


def test_every_row_that_is_followed_is_kept_in_its_place_or_gone():
    dice = random.Random(4)
    for _turn in range(500):
        before = [f"d{number}" for number in range(dice.randrange(0, 30))]
        after = [one for one in before if dice.random() < 0.8] + [f"n{number}" for number in range(dice.randrange(5))]
        moved = dice.sample(after, min(len(after), dice.randrange(4)))
        after = [one for one in after if one not in moved]
        for one in moved:
            after.insert(dice.randrange(len(after) + 1), one)
        followed = dice.sample(before, dice.randrange(len(before) + 1))
        stood = {one: before.index(one) for one in followed}
        places = {one: after.index(one) for one in followed if one in after}
        way = shifts.between(stood, places, len(before), len(after))
        rows = applied(before, way.steps)
        assert len(rows) == len(after)
        assert all(rows[places[one]] == one for one in way.kept)
        assert not {one for one in rows if one in stood} - way.kept
        assert len(way.kept) >= len(places) - len(moved)


def test_what_did_not_change_needs_no_step():
    stood = {"a": 3, "b": 7}
    assert shifts.between(stood, stood, 20, 20).steps == ()
    assert shifts.between({}, {}, 20, 25).steps == (shifts.Shift(20, 5),)


def test_the_neighbour_is_the_next_row_or_else_the_one_before():
    stood = {"a": 3, "b": 4, "c": 6}
    assert shifts.nearest(5, stood, ("a", "b", "c")) == "c"
    assert shifts.nearest(7, stood, ("a", "b", "c")) == "c"
    assert shifts.nearest(7, stood, ()) == ""
