"""The paper of a form that declares none: every field with its label, as its sections lay them out, rows as tables."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from coo_desktop.domain.documents.field_access import rows_of
from coo_desktop.domain.filling.printing import BoxFill
from coo_desktop.domain.forms.form_type import FieldSpec, ItemType, Section
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.paper.attachments import Attached, attachments
from coo_desktop.paper.fonts import width_pt
from coo_desktop.paper.geometry import Geometry
from coo_desktop.paper.ink import FRAME_PT, THIN_PT, Ink, Stroke, Text, line_mm
from coo_desktop.paper.layout import Laid, Page
from coo_desktop.paper.page import WIDTH_MM, Place
from coo_desktop.paper.pictures import picture_of
from coo_desktop.paper.subject import Subject
from coo_desktop.paper.text import POINTS_PER_MM, wrap

LEFT, TOP, WIDTH, BOTTOM = 15.0, 15.0, 180.0, 280.0
LABEL_SHARE = 0.32
GUTTER = 3.0
LABEL_PT, VALUE_PT, CELL_PT, HEAD_PT = 8.0, 9.0, 8.0, 10.5
PITCH = line_mm(VALUE_PT)
AIR = 1.1
"""Above and below the text of a strip."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines in one column of a strip."""

    x: float
    lines: tuple[str, ...]
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """Cells side by side with a rule under them; `heads` is repeated when a page turns before it."""

    cells: tuple[Cell, ...]
    rule_pt: float = THIN_PT
    opens: bool = False
    heads: "Strip | None" = None
    before_mm: float = 0

    @property
    def tall(self) -> int:
        return max((len(cell.lines) for cell in self.cells), default=0)


@dataclass(slots=True)
class _Roll:
    """Strips set under each other, page after page."""

    pages: list[list[Ink]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def add(self, strip: Strip) -> None:
        if self.y > TOP:
            self.y += strip.before_mm
        wanted = strip.tall + (2 if strip.opens else 0)  # a section's title takes a line of its fields along
        if self._room() < wanted and self.y > TOP:
            self._turn(strip)
        done = 0
        while done < strip.tall:
            room = self._room()
            if room < 1:
                self._turn(strip)
                continue
            self._set(strip, done, min(room, strip.tall - done))
            done += room

    def _room(self) -> int:
        return max(0, int((BOTTOM - self.y - 2 * AIR) / PITCH + 0.001))

    def _turn(self, strip: Strip) -> None:
        self.pages.append([])
        self.y = TOP
        if strip.heads is not None:
            self._set(strip.heads, 0, strip.heads.tall)

    def _set(self, strip: Strip, start: int, count: int) -> None:
        page = self.pages[-1]
        for cell in strip.cells:
            for place, line in enumerate(cell.lines[start : start + count]):
                # Smaller sizes share the baseline of the largest, so that label and value stand on one line.
                drop = (VALUE_PT - cell.size) * 0.88 / POINTS_PER_MM if cell.size < VALUE_PT else 0
                page.append(Text(cell.x, self.y + AIR + place * PITCH + drop, (line,), cell.size, cell.bold))
        self.y += 2 * AIR + count * PITCH
        if strip.rule_pt:
            page.append(Stroke(LEFT, self.y, LEFT + WIDTH, self.y, strip.rule_pt))


def lay_out_plainly(paper: Geometry, subject: Subject, pictures: Callable[[str], bytes] | None) -> Laid:
    """The pages of a document, section by section, and its pictures attached."""
    roll, attached = _Roll(), list(_pictures(paper, subject, pictures))
    _title(roll, paper, subject)
    for section in subject.form.sections:
        for strip in _section(paper, subject, section):
            roll.add(strip)
    sheets: list[Page] = [tuple(page) for page in roll.pages]
    whole = Place(LEFT, TOP, WIDTH, BOTTOM - TOP)
    return Laid((*sheets, *attachments(attached, whole)), tuple(_fills(subject)))


def _title(roll: _Roll, paper: Geometry, subject: Subject) -> None:
    form = subject.form
    title = Text(WIDTH_MM / 2, TOP, tuple(wrap(form.title.in_(form.language), WIDTH, 15)), 15, True, "centre")
    roll.pages[0].append(title)
    roll.y = title.bottom
    number = str(subject.document.facts.get("number") or "")
    if number:
        said = paper.sayings.number.format(number=number)
        line = Text(WIDTH_MM / 2, roll.y + 1, tuple(wrap(said, WIDTH, VALUE_PT)), VALUE_PT, False, "centre")
        roll.pages[0].append(line)
        roll.y = line.bottom
    roll.y += 2


def _section(paper: Geometry, subject: Subject, section: Section) -> Iterator[Strip]:
    language = subject.form.language
    yield _title_strip(section.title.in_(language), HEAD_PT, rule_pt=FRAME_PT * 1.5, before_mm=2.5)
    for row in section.rows:
        specs = [subject.spec(name) for name in row]
        plain = [spec for spec in specs if KINDS[spec.kind].on_plain_paper]
        for at in range(0, len(plain), 2):
            yield _pair(paper, subject, plain[at : at + 2])
        for spec in specs:
            if spec.item_type is not None:
                yield from _table(subject, spec, spec.item_type)


def _title_strip(text: str, size: float, *, rule_pt: float, before_mm: float = 0) -> Strip:
    return Strip((Cell(LEFT, tuple(wrap(text, WIDTH, size)), size, True),), rule_pt, opens=True, before_mm=before_mm)


def _pair(paper: Geometry, subject: Subject, specs: Sequence[FieldSpec]) -> Strip:
    """One field over the whole width, or two side by side."""
    width = WIDTH / len(specs)
    label_width = WIDTH / 2 * LABEL_SHARE
    cells: list[Cell] = []
    for place, spec in enumerate(specs):
        left = LEFT + place * width
        value_width = width - label_width - GUTTER
        cells.append(Cell(left, tuple(wrap(_label(subject, spec), label_width - GUTTER, LABEL_PT)), LABEL_PT))
        text = _value(paper, subject, spec)
        lines = tuple(wrap(text, value_width, VALUE_PT)) if text else ()
        cells.append(Cell(left + label_width, lines, VALUE_PT))
    return Strip(tuple(cells))


def _table(subject: Subject, spec: FieldSpec, item: ItemType) -> Iterator[Strip]:
    """The rows under their columns' heads; what has no column stands in a line below its row.

    What a row is linked to has none: paper tells what the row took from it.
    """
    language = subject.form.language
    specs = [part for name in item.columns if not (part := item.by_id[name]).family]
    rows = [subject.at(spec.id, row) for row in rows_of(subject.values, spec.id)]
    told = [[at.show(part.id) for part in specs] for at in rows]
    heads = [part.label.in_(language) for part in specs]
    lefts, widths = _columns([heads, *told])
    yield _title_strip(_label(subject, spec), LABEL_PT, rule_pt=0)
    head = Strip(_cells(heads, lefts, widths, bold=True), FRAME_PT)
    yield head
    for at, texts in zip(rows, told, strict=True):
        more = _unlisted(at, item)
        yield Strip(_cells(texts, lefts, widths), 0 if more else THIN_PT, opens=bool(more), heads=head)
        if more:
            lines = tuple(wrap(more, WIDTH - 4, CELL_PT - 0.5))
            yield Strip((Cell(LEFT + 4, lines, CELL_PT - 0.5),), heads=head)


def _unlisted(at: Subject, item: ItemType) -> str:
    language = at.form.language
    texts = ((part, at.show(part.id)) for part in item.fields if part.id not in item.columns)
    return "    ".join(f"{part.label.in_(language)}: {text}" for part, text in texts if text)


def _cells(texts: Sequence[str], lefts: list[float], widths: list[float], *, bold: bool = False) -> tuple[Cell, ...]:
    return tuple(
        Cell(left, tuple(wrap(text, width - GUTTER, CELL_PT)) if text else (), CELL_PT, bold)
        for text, left, width in zip(texts, lefts, widths, strict=True)
    )


def _columns(texts: Sequence[Sequence[str]]) -> tuple[list[float], list[float]]:
    """Left edges and widths: each column as wide as its longest line asks, within an even share of what is there."""
    asked = [
        max(12.0, *(min(60.0, _wanted_mm(line)) for line in "\n".join(column).split("\n")))
        for column in zip(*texts, strict=True)
    ]
    scale = WIDTH / sum(asked)
    widths = [width * scale for width in asked]
    return [LEFT + sum(widths[:place]) for place in range(len(widths))], widths


def _wanted_mm(line: str) -> float:
    return width_pt(line, CELL_PT) / POINTS_PER_MM + GUTTER + 0.1


def _label(subject: Subject, spec: FieldSpec) -> str:
    label = spec.label.in_(subject.form.language)
    return f"{spec.box}. {label}" if spec.box else label


def _value(paper: Geometry, subject: Subject, spec: FieldSpec) -> str:
    if KINDS[spec.kind].holds_files and picture_of(subject.raw(spec.id)) is not None:
        return paper.sayings.see_attachment
    return subject.show(spec.id)


def _pictures(paper: Geometry, subject: Subject, pictures: Callable[[str], bytes] | None) -> Iterator[Attached]:
    for spec in subject.form.fields:
        picture = picture_of(subject.raw(spec.id)) if KINDS[spec.kind].holds_files else None
        if picture is not None and pictures is not None:
            yield Attached(_label(subject, spec), picture=pictures(picture.sha256), width_mm=picture.width_mm)


def _fills(subject: Subject) -> Iterator[BoxFill]:
    """Here every text finds room, because every strip grows."""
    for spec in subject.form.fields:
        if spec.box and KINDS[spec.kind].on_plain_paper:
            lines = len(subject.show(spec.id).split("\n"))
            yield BoxFill(spec.box, lines, lines, True, (spec.id,))
