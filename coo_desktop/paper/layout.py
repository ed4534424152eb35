"""A declared form laid out: boxes filled, goods over as many sheets as they need, and what no box holds attached."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from coo_desktop.domain.filling.printing import BoxFill
from coo_desktop.paper.attachments import Attached, attachments
from coo_desktop.paper.blocks import composed, fact, is_given
from coo_desktop.paper.geometry import SIDE_MM, Box, Column, Geometry, Pages, Tick
from coo_desktop.paper.ink import FRAME_PT, Code, Frame, Image, Ink, Square, Stroke, aligned, line_mm, wrapped
from coo_desktop.paper.meter import box_fill, table_fills
from coo_desktop.paper.page import Place
from coo_desktop.paper.pictures import opened, picture_of
from coo_desktop.paper.subject import Subject
from coo_desktop.paper.table import Set, set_table
from coo_desktop.paper.text import Fitted, fit

Page = tuple[Ink, ...]
Pictures = Callable[[str], bytes]
"""The bytes of a picture by its SHA-256."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A document on its pages."""

    pages: tuple[Page, ...]
    fills: tuple[BoxFill, ...]


@dataclass(slots=True)
class _Work:
    """What layout gathers on its way."""

    paper: Geometry
    subject: Subject
    pictures: Pictures | None
    is_over: bool
    attached: list[Attached] = field(default_factory=list)
    fills: list[BoxFill] = field(default_factory=list)

    def attach(self, no: str, text: str = "", picture: bytes | None = None, width_mm: float = 0) -> None:
        says = self.paper.sayings
        title = says.box.format(no=no) if no else says.attachment
        self.attached.append(Attached(title, text, picture, width_mm))


def lay_out(
    paper: Geometry, subject: Subject, pictures: Pictures | None, *, is_final: bool, is_over: bool = False
) -> Laid:
    """The pages of a document on its form's paper; `is_final` adds what only an approved certificate carries.

    `is_over` leaves out of the first page what is printed on the form's sheets; further sheets are blank before.

    Raises Unreadable for a character without a glyph and for a picture that is none.
    """
    work = _Work(paper, subject, pictures, is_over)
    filled = {id(box): _fill(work, box) for box in paper.boxes}
    goods, beside = _goods(work)
    sheets = list(_sheets(work, goods, filled, beside))
    if is_final and paper.qr is not None:
        code = paper.qr
        content = fact(subject, code.fact) or _facts_in(code.text, subject)
        sheets[0] += (Code(code.x, code.y, code.side, content),)
    return Laid(tuple(sheets), tuple(work.fills))


def _sheets(work: _Work, goods: Set | None, filled: dict[int, Page], beside: Page) -> Iterator[Page]:
    paper = work.paper
    first, following = _printed(paper, filled, work.subject, "first"), _printed(paper, filled, work.subject, "next")
    if work.is_over:
        first = _overprinted(paper, filled, work.subject)
    table = goods.table if goods else None
    on_first = goods.ink(0, table.y, table.height, has_heads=not work.is_over) if goods and table else ()
    yield (*first, *on_first, *beside)
    for page in range(1, goods.count if goods else 1):
        assert goods is not None
        yield (*following, _headline(paper, paper.sayings.continued), *goods.ink(page, paper.next.y, paper.next.height))
    left, width = paper.sides
    place = Place(left, paper.next.y, width, paper.next.height)
    for content in attachments(work.attached, place):
        yield (*following, _headline(paper, paper.sayings.attachment), Frame(place, FRAME_PT), *content)


def _fill(work: _Work, box: Box) -> Page:
    """The text of a box; what it cannot hold is attached, and the last line in the box says so."""
    text = composed(box.show, work.subject)
    if not text:
        return ()
    place = box.inside
    fitted = fit(text, place.width, place.height, largest=box.size, smallest=box.smallest)
    if not box.is_form_text:
        work.fills.append(box_fill(box, text, fitted, work.subject))
    lines = fitted.lines
    if not fitted.fits:
        kept = _shortened(text, place, box)
        work.attach(box.no, kept.rest)
        lines = (*kept.lines, work.paper.sayings.see_attachment)
    return (aligned(place, lines, size=fitted.size, bold=box.bold, align=box.align),)


def _shortened(text: str, place: Place, box: Box) -> Fitted:
    """As much of a text as leaves the last line free."""
    height = place.height - line_mm(box.smallest)
    return fit(text, place.width, height, largest=box.smallest, smallest=box.smallest)


def _goods(work: _Work) -> tuple[Set | None, Page]:
    """The goods set into their table, and the pictures beside them on the first page."""
    table = work.paper.goods
    if table is None:
        return None, ()
    documents: dict[int, tuple[str, float]] = {}
    beside, apart = list[Ink](), list[int]()
    for index, column in enumerate(table.columns):
        if column.of == "document":
            top = table.y + table.head + SIDE_MM
            room = Place(table.edges[index] + SIDE_MM, top, column.width - 2 * SIDE_MM, table.body_mm(table.height))
            before = len(work.attached)
            text, images = _of_document(work, column, room)
            apart += [index] if len(work.attached) > before else []
            beside += images
            documents[index] = (text, sum(image.place.height + SIDE_MM for image in images))
    goods = set_table(table, work.subject, work.paper.next.height, documents)
    work.fills += table_fills(goods, work.subject, apart)
    return goods, tuple(beside)


def _of_document(work: _Work, column: Column, room: Place) -> tuple[str, list[Image]]:
    """What a column says of the whole document: a text, or a picture when it has room at its printed size."""
    text = composed(column.show, work.subject)
    picture = picture_of(work.subject.raw(column.picture)) if column.picture else None
    if picture is None:
        return text, []
    see = "\n".join(filter(None, [text, work.paper.sayings.see_attachment]))
    if work.pictures is None:
        return see, []
    content = work.pictures(picture.sha256)
    image = opened(content)
    width = picture.width_mm or room.width
    height = width * image.height / image.width
    if width <= room.width and height <= room.height:
        return text, [Image(Place(room.x, room.y, width, height), content)]
    work.attach(column.no, picture=content, width_mm=width)
    return see, []


def _printed(paper: Geometry, filled: dict[int, Page], subject: Subject, page: Pages) -> Page:
    """What is on every sheet of a kind, goods and attachments aside."""
    ink: list[Ink] = []
    for box in _on(page, paper.boxes):
        if box.frame:
            ink.append(Frame(box.place, FRAME_PT))
        ink += (*box.heading, *filled[id(box)])
    ink += (Stroke(rule.x, rule.y, rule.to_x, rule.to_y) for rule in paper.rules if rule.pages in (page, "all"))
    for tick in paper.ticks:
        if tick.pages in (page, "all"):
            ink += _tick(tick, subject)
    return tuple(ink)


def _overprinted(paper: Geometry, filled: dict[int, Page], subject: Subject) -> Page:
    """What the first sheet lacks when the form is printed on it already: the document's own text and its ticks."""
    ink: list[Ink] = []
    for box in _on("first", paper.boxes):
        if not box.is_form_text:
            ink += filled[id(box)]
    for tick in paper.ticks:
        if tick.pages in ("first", "all") and tick.when and is_given(subject, tick.when):
            ink.append(Square(tick.x, tick.y, ticked=True, is_drawn=False))
    return tuple(ink)


def _tick(tick: Tick, subject: Subject) -> Page:
    ticked = bool(tick.when) and is_given(subject, tick.when)
    return (
        Square(tick.x, tick.y, ticked),
        wrapped(tick.x + 4.2, tick.y + 0.2, 180, tick.label, size=tick.size),
    )


def _on(page: Pages, boxes: Iterable[Box]) -> Iterator[Box]:
    return (box for box in boxes if box.pages in (page, "all"))


def _headline(paper: Geometry, text: str) -> Ink:
    left, width = paper.sides
    place = Place(left, paper.next.y - 6, width, 6)
    return aligned(place, (text,), size=10, bold=True, align="centre")


def _facts_in(text: str, subject: Subject) -> str:
    facts = {name: str(value) for name, value in subject.document.facts.items() if isinstance(value, str)}
    return text.format_map({"number": "", "printNumber": "", **facts}).strip()
