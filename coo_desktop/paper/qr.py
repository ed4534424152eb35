"""A QR code as one path: runs of dark modules, drawn in a single fill."""

from dataclasses import dataclass

import segno

QUIET = 4
"""Light modules that the standard asks for on every side."""

# Trying all eight masks is most of an encoder's time; every mask reads the same, and paper has no need for the best.
_MASK = 2


@dataclass(frozen=True, slots=True)
class QrCode:
    """`modules` on a side, quiet zone included, and the dark runs as (column, row, length) from the top left."""

    modules: int
    runs: tuple[tuple[int, int, int], ...]

    def path(self) -> str:
        """PDF path operators in units of modules, origin at the bottom left, ending in a fill."""
        rectangles = (f"{column} {self.modules - 1 - row} {length} 1 re" for column, row, length in self.runs)
        return " ".join((*rectangles, "f"))


def encode(content: str) -> QrCode:
    """The code of `content` at error level M: a seventh of it may be stamped over."""
    matrix = segno.make_qr(content, error="m", mask=_MASK, boost_error=False).matrix
    found = []
    for row, line in enumerate(matrix):
        column = 0
        while (column := line.find(1, column)) >= 0:
            end = line.find(0, column)
            end = len(line) if end < 0 else end
            found.append((column + QUIET, row + QUIET, end - column))
            column = end
    return QrCode(len(matrix) + 2 * QUIET, tuple(found))
