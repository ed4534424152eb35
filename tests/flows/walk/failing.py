"""A table of two rows, one of which does not work, to see what the script makes of it."""

from tests.flows.walk.rows import Row
from tests.flows.walk.walker import Walker


def works(walk: Walker) -> None:
    walk.list(walk.sit_down(), "certificate")


def fails(walk: Walker) -> None:
    walk.list(walk.sit_down(), "pre_review")
    raise AssertionError("the row does not work")


ROWS = (Row("works", "", works), Row("fails", "", fails))
