"""Attached sheets: the texts and pictures that found no room in their box, under the box's number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from coo_desktop.paper.ink import Image, Ink, Text, aligned, line_mm
from coo_desktop.paper.page import Place
from coo_desktop.paper.pictures import opened
from coo_desktop.paper.text import wrap

SIZE = 9
INSET_MM = 2.0


@dataclass(frozen=True, slots=True)
class Attached:
    """The rest of a box: text, or a picture at its printed width."""

    title: str
    text: str = ""
    picture: bytes | None = None
    width_mm: float = 0


@dataclass(slots=True)
class _Pile:
    """Sheets filled from the top."""

    place: Place
    sheets: list[list[Ink]] = field(default_factory=list)
    used_mm: float = 0

    def room(self) -> float:
        return self.place.height - 2 * INSET_MM - self.used_mm if self.sheets else 0

    def turn(self) -> None:
        self.sheets.append([])
        self.used_mm = 0

    def spot(self, height: float) -> Place:
        """The next place of this height, on a new sheet when the last is full."""
        if self.room() < height:
            self.turn()
        top = self.place.y + INSET_MM + self.used_mm
        self.used_mm += height
        return Place(self.place.x + INSET_MM, top, self.place.width - 2 * INSET_MM, height)

    def add(self, ink: Ink) -> None:
        self.sheets[-1].append(ink)


def attachments(items: Iterable[Attached], place: Place) -> Iterator[tuple[Ink, ...]]:
    """The content of each attached sheet, inside `place`."""
    pile, line = _Pile(place), line_mm(SIZE)
    for item in items:
        if pile.sheets:
            pile.used_mm += line
        if pile.room() < 3 * line:
            pile.turn()  # a title never stands alone at the foot
        pile.add(aligned(pile.spot(line * 1.2), (item.title,), size=SIZE, bold=True))
        if item.picture is not None:
            _add_picture(pile, item.picture, item.width_mm)
        for text in wrap(item.text, place.width - 2 * INSET_MM, SIZE) if item.text else ():
            spot = pile.spot(line)
            pile.add(Text(spot.x, spot.y, (text,), SIZE))
    return (tuple(sheet) for sheet in pile.sheets)


def _add_picture(pile: _Pile, content: bytes, width_mm: float) -> None:
    """At its printed size, or as large as a sheet holds."""
    image = opened(content)
    most_wide = pile.place.width - 2 * INSET_MM
    most_high = pile.place.height - 2 * INSET_MM - 3 * line_mm(SIZE)
    width = min(width_mm if width_mm > 0 else most_wide, most_wide)
    height = width * image.height / image.width
    scale = min(1.0, most_high / height)
    spot = pile.spot(height * scale)
    pile.add(Image(Place(spot.x, spot.y, width * scale, height * scale), content))
