"""Setting text into a box: wrapping, shrinking to a smallest size, and handing back what does not fit.

Nothing is ever clipped: what a box cannot hold is returned as `rest`, for a continuation sheet or a message.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from coo_desktop.paper.fonts import UNITS_PER_EM, advances

POINTS_PER_MM = 72 / 25.4
LEADING = 1.2
"""Distance of baselines, in parts of the font size."""

STEP_PT = 0.5

_STAY_BEHIND = frozenset("、。，．：；？！）》」』】〕〉”’％℃…—·,.:;?!)]}%")
_PULL_NEXT = frozenset("（《「『【〔〈“‘([{$¥￥#")


@dataclass(frozen=True, slots=True)
class Line:
    """One set line; `start` is where it begins in the text it came from."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text set for a box: the lines that fit at `size` points, and the `rest` of the text that does not."""

    size: float
    lines: tuple[str, ...]
    overflow: tuple[str, ...]
    rest: str
    room: int

    @property
    def fits(self) -> bool:
        return not self.overflow

    @property
    def leading_pt(self) -> float:
        return self.size * LEADING

    @property
    def height_mm(self) -> float:
        return len(self.lines) * self.leading_pt / POINTS_PER_MM


def fit(text: str, width_mm: float, height_mm: float, *, largest: float = 9, smallest: float = 6) -> Fitted:
    """Set `text` as large as the box allows between two sizes in points.

    When even `smallest` is too large, the lines beyond `room` (the number that fit) are in `overflow`, and `rest` is
    the same as unset text. Raises Unreadable for characters without a font.
    """
    text = text.rstrip()  # blank lines at the end must not ask for a continuation sheet
    measured = _Measured(text)
    size = largest
    while True:
        lines = measured.lines(width_mm, size) if text else []
        room = lines_in(height_mm, size)
        if len(lines) <= room or size <= smallest:
            break
        size = max(smallest, size - STEP_PT)
    kept, over = lines[:room], lines[room:]
    rest = text[over[0].start :] if over else ""
    return Fitted(size, tuple(line.text for line in kept), tuple(line.text for line in over), rest, room)


def wrap(text: str, width_mm: float, size: float) -> list[str]:
    """The lines of `text` at `size` points, none wider than `width_mm` unless a single character is."""
    return [line.text for line in _Measured(text).lines(width_mm, size)]


def whole_size(lines: Iterable[str], width_mm: float, *, largest: float, smallest: float) -> float:
    """The largest size between two, in points, at which each of these lines stands unbroken, `smallest` at least."""
    widest = max((sum(advances(line.rstrip())) for line in lines), default=0)
    size = largest
    while size > smallest and widest > _limit(width_mm, size):
        size = max(smallest, size - STEP_PT)
    return size


def wrap_number(number: str, width_mm: float, size: float) -> list[str]:
    """A number on as few lines as it needs, broken behind - or / or at a blank; elsewhere only where a part of it is
    wider than a line."""
    return [line.text for line in _Measured(number, _parts).lines(width_mm, size)]


def lines_in(height_mm: float, size: float) -> int:
    """How many lines of `size` points stand in a height."""
    # The last line needs its size only; a hair is forgiven, because boxes are drawn to hold whole lines exactly.
    return max(0, int((height_mm * POINTS_PER_MM - size) / (size * LEADING) + 1.001))


class _Measured:
    """A text cut into unbreakable pieces, measured once and set at any size and width after that.

    `cut` gives the beginnings and ends of the pieces of a line, counted from an offset.
    """

    def __init__(self, text: str, cut: Callable[[str, int], Iterator[tuple[int, int]]] | None = None) -> None:
        self._text, self._pieces = text, cut or _pieces
        # A line break has no width and no glyph. Sums, so that any stretch is measured by one subtraction.
        self._sums = [0, *accumulate(advances(text.replace("\n", " ")))]
        self._cut: dict[int, list[tuple[int, int]]] = {}  # paragraphs too wide for a line, by where they start

    def lines(self, width_mm: float, size: float) -> list[Line]:
        limit = _limit(width_mm, size)
        return [line for start, end in self._paragraphs() for line in self._paragraph(start, end, limit)]

    def _paragraphs(self) -> Iterator[tuple[int, int]]:
        """Where the lines that the writer ended begin and end."""
        start = 0
        for line in self._text.split("\n"):
            yield start, start + len(line)
            start += len(line) + 1

    def _paragraph(self, start: int, end: int, limit: int) -> Iterable[Line]:
        if self._ink(start, end) <= limit:
            return [self._line(start, end)]
        if start not in self._cut:
            self._cut[start] = list(self._pieces(self._text[start:end], start))
        return self._set(self._narrow(self._cut[start], limit), limit)

    def _set(self, pieces: Iterable[tuple[int, int]], limit: int) -> Iterator[Line]:
        """Greedy: each line takes as many pieces as it can hold; blanks at its end may hang over."""
        start = end = -1
        for piece_start, piece_end in pieces:
            if start < end and self._ink(start, piece_end) > limit:
                yield self._line(start, end)
                start = piece_start
            start, end = (piece_start if start < 0 else start), piece_end
        yield self._line(start, end)

    def _narrow(self, pieces: list[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
        """The pieces, those wider than a whole line broken between characters."""
        for start, end in pieces:
            if self._ink(start, end) > limit:
                for place in range(start + 1, end):
                    if self._ink(start, place + 1) > limit:
                        yield start, place
                        start = place
            yield start, end

    def _ink(self, start: int, end: int) -> int:
        """The width of a stretch without the blanks at its end."""
        while end > start and self._text[end - 1].isspace():
            end -= 1
        return self._sums[end] - self._sums[start]

    def _line(self, start: int, end: int) -> Line:
        return Line(self._text[start:end].rstrip(), start)


def _limit(width_mm: float, size: float) -> int:
    """A width in the units in which letters are measured at a size."""
    return int(width_mm * POINTS_PER_MM / size * UNITS_PER_EM)


def _parts(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """The parts of a number, each with the - or / or blank that ends it."""
    start = 0
    for place in range(1, len(line)):
        if line[place - 1] in "-/ " and line[place] not in "-/ ":
            yield offset + start, offset + place
            start = place
    yield offset + start, offset + len(line)


def _pieces(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """Words with the blanks after them, and single Han characters with the punctuation that belongs to them."""
    start = 0
    for place in range(1, len(line)):
        if _breakable(line[place - 1], line[place]):
            yield offset + start, offset + place
            start = place
    yield offset + start, offset + len(line)


def _breakable(before: str, after: str) -> bool:
    if after.isspace():
        return False
    if before.isspace():
        return True
    if before in _PULL_NEXT or after in _STAY_BEHIND:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    """Han, kana and Hangul may part from their neighbours anywhere."""
    code = ord(character)
    return 0x2E80 <= code <= 0xD7FF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFF60 or code >= 0x20000
