"""How often what takes long is tried: a short cut in the suite, the whole number with `make faults`.

`make faults` sets COO_WHOLE and runs what is marked `machinery`; the suite runs the same tests with small numbers.
"""

import os

IS_WHOLE = bool(os.environ.get("COO_WHOLE"))


def times(short: int, whole: int) -> int:
    """The number of rounds, races, days or examples of this run."""
    return whole if IS_WHOLE else short
