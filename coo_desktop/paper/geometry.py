"""Where a form's boxes stand on A4, read from its `[paper]` table; all lengths are millimetres from the top left."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.form_type import FormType, Strict
from coo_desktop.paper.blocks import check
from coo_desktop.paper.ink import Text, line_mm, wrapped
from coo_desktop.paper.page import Align, Place
from coo_desktop.paper.subject import Part, Subject

SIDE_MM = 1.2
"""How far text stays from the vertical lines of its box."""
TOP_MM = 0.8

#: Blocks that say what a pre-printed sheet of the form says itself, among them which of the set it is.
FORM_TEXT = frozenset({"words", "param", "copy_mark"})

Pages = Literal["first", "next", "all"]


class Area(Strict):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @cached_property
    def place(self) -> Place:
        return Place(self.x, self.y, self.width, self.height)


class Box(Area):
    """One box: `title` and below it `note` are printed on the form, `show` is the document's.

    The text starts `top` below the box's upper edge, or under the title. It shrinks from `size` to `smallest` before
    it goes to an attachment. Without `frame` the box is a mere place for text. `pages` next means the continuation
    sheets and attachments.
    """

    id: str = ""
    no: str = ""
    title: str = ""
    note: str = ""
    show: tuple[Part, ...] = ()
    size: float = 9
    smallest: float = 6
    title_size: float = 6.5
    top: float = 0
    bold: bool = False
    align: Align = "left"
    frame: bool = True
    pages: Pages = "first"

    @cached_property
    def is_form_text(self) -> bool:
        """Whether the box says the same on every certificate, so that a pre-printed sheet has it."""
        return all(part.block in FORM_TEXT for part in self.show)

    @cached_property
    def heading(self) -> tuple[Text, ...]:
        """The printed title and note."""
        left, width = self.x + SIDE_MM, self.width - 2 * SIDE_MM
        title = wrapped(left, self.y + TOP_MM, width, self.title, size=self.title_size)
        note = wrapped(left, title.bottom + (0.8 if self.title else 0), width, self.note, size=self.title_size)
        return tuple(text for text in (title, note) if text.lines)

    @cached_property
    def inside(self) -> Place:
        """Where the document's text goes."""
        below = max((text.bottom for text in self.heading), default=self.y)
        top = self.y + self.top if self.top else below + (TOP_MM if self.frame else 0)
        side = SIDE_MM if self.frame else 0
        bottom = self.y + self.height - (TOP_MM if self.frame else 0)
        return Place(self.x + side, top, self.width - 2 * side, bottom - top)


class Rule(Strict):
    """A line on the form, such as the one to sign on."""

    id: str = ""
    x: float
    y: float
    to_x: float
    to_y: float
    pages: Pages = "first"


class Tick(Strict):
    """A square with its words; ticked when field `when` is told, never without one."""

    id: str = ""
    x: float
    y: float
    label: str
    when: str = ""
    size: float = 7.5
    pages: Pages = "first"


class Column(Strict):
    """One column of the goods table.

    A column `of` row says something beside every goods line; one `of` document says one thing that flows down past
    them, as marks do, and its `picture` names the marks field whose picture stands there. `total` and `below` follow
    the last line, and `finish` says what the form's finishing mark stands behind.
    """

    id: str = ""
    no: str = ""
    title: str
    width: float
    show: tuple[Part, ...]
    of: Literal["row", "document"] = "row"
    align: Align = "left"
    picture: str = ""
    total: tuple[Part, ...] = ()
    below: tuple[Part, ...] = ()
    finish: Literal["", "goods", "total"] = ""


class Table(Strict):
    """The goods on the first page; on continuation sheets they fill the form's `next` place.

    Only the columns of invoices shrink from `size` to `smallest`, so that each number stands on one line.
    """

    field: str
    x: float
    y: float
    height: float
    head: float
    size: float = 8
    smallest: float = 6
    columns: tuple[Column, ...] = Field(min_length=1)

    def body_mm(self, height: float) -> float:
        """What a table of this height leaves for lines."""
        return height - self.head - 2 * TOP_MM

    @cached_property
    def width(self) -> float:
        return sum(column.width for column in self.columns)

    @cached_property
    def place(self) -> Place:
        return Place(self.x, self.y, self.width, self.height)

    @cached_property
    def edges(self) -> tuple[float, ...]:
        """The left edge of each column, and the right edge of the last."""
        edges = [self.x]
        for column in self.columns:
            edges.append(edges[-1] + column.width)
        return tuple(edges)


class Following(Strict):
    """The place of goods and attached texts on the pages after the first."""

    y: float
    height: float


class Qr(Strict):
    """The code on an approved certificate: the fact named `fact` once it is told, else `text` with facts in braces."""

    x: float
    y: float
    side: float
    text: str
    fact: str = "checkUrl"


class Sayings(Strict):
    """What the paper itself says when things do not fit."""

    see_attachment: str
    continued: str
    attachment: str
    box: str
    page: str
    number: str

    @classmethod
    def of(cls, language: str) -> "Sayings":
        if language == "en":
            return cls(
                see_attachment="SEE ATTACHMENT",
                continued="CONTINUATION SHEET",
                attachment="ATTACHMENT",
                box="Box {no} (continued)",
                page="Page {page} of {pages}",
                number="No. {number}",
            )
        return cls(
            see_attachment="见附页",
            continued="续页",
            attachment="附页",
            box="第 {no} 栏（续）",
            page="第 {page} 页，共 {pages} 页",
            number="编号 {number}",
        )


class Geometry(Strict):
    """A form's paper; without boxes the form is printed field by field (see `plain`).

    Pages are numbered when there are several, or `always`. Parts of a paper have an `id` for forms that build on it.
    """

    boxes: tuple[Box, ...] = ()
    rules: tuple[Rule, ...] = ()
    ticks: tuple[Tick, ...] = ()
    goods: Table | None = None
    next: Following = Following(y=60, height=215)
    qr: Qr | None = None
    numbered: Literal["several", "always"] = "several"
    sayings: Sayings

    @model_validator(mode="before")
    @classmethod
    def _with_sayings(cls, raw: Any, info: Any) -> Any:
        language = (info.context or {}).get("language", "en")
        if not isinstance(raw, Mapping):
            return raw
        return {**raw, "sayings": {**Sayings.of(language).model_dump(), **raw.get("sayings", {})}}

    @model_validator(mode="after")
    def _holds_lines(self) -> Self:
        """A page that holds no line of goods would be followed by endless others."""
        table = self.goods
        if table and min(map(table.body_mm, (table.height, self.next.height))) < line_mm(table.size):
            raise ValueError("the goods table has no room for a line")
        if table and not self.boxes:
            raise ValueError("a paper with a goods table has boxes")
        return self

    @cached_property
    def sides(self) -> tuple[float, float]:
        """Where the form begins on the left, and how wide it is."""
        left = min(box.x for box in self.boxes)
        return left, max(box.x + box.width for box in self.boxes) - left

    @property
    def is_plain(self) -> bool:
        return not self.boxes


def geometry(form: FormType) -> Geometry:
    """The form's paper, read once per form; raises Unreadable(file, key, reason) for a misspelt or unknown word."""
    # Form types hold mappings and have no hash; the form is kept beside its paper, so its id stays its own.
    kept = _read.get(id(form))
    if kept is None or kept[0] is not form:
        if len(_read) >= _MOST_KEPT:
            _read.clear()
        kept = _read[id(form)] = (form, _checked(form))
    return kept[1]


_MOST_KEPT = 64
_read: dict[int, tuple[FormType, Geometry]] = {}


def _checked(form: FormType) -> Geometry:
    try:
        found = Geometry.model_validate(dict(form.paper), context={"language": form.language})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "/".join(map(str, ("paper", *first["loc"])))
        raise Unreadable(file=form.id, key=where, reason=str(first["msg"])) from None
    blank = Subject(form, Document(id="", form=form.id, family=form.family, values={}))
    for part, subject in _parts(found, blank):
        check(part, subject)
    for name in filter(None, (tick.when for tick in found.ticks)):
        blank.show(name)
    return found


def _parts(paper: Geometry, blank: Subject) -> Iterator[tuple[Part, Subject]]:
    """Every part with what it will be about."""
    for box in paper.boxes:
        yield from ((part, blank) for part in box.show)
    if paper.goods is None:
        return
    line = blank.at(paper.goods.field, {})
    for column in paper.goods.columns:
        yield from ((part, line if column.of == "row" else blank) for part in column.show)
        yield from ((part, blank) for part in (*column.total, *column.below))
        if column.picture:
            blank.spec(column.picture)
