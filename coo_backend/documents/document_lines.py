"""A document as lines to read: every declared field with its label, in the visitor's language, beside what it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.field_access import Row, rows_of
from coo_desktop.domain.filling.computed import value_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import KINDS, TextContext, is_blank
from coo_desktop.domain.language.file_name import shown_name


@dataclass(frozen=True, slots=True)
class File:
    """Evidence or a picture that the document names."""

    id: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of an items field; each row is its path and its texts."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple["Text", ...]], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """What stands there; `was` is what stood in the original, None when that is the same or there is none."""

    now: str
    was: str | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One field."""

    path: str
    box: str
    label: str
    text: Text
    is_missing: bool = False
    files: tuple[File, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One section of the form."""

    title: str
    lines: tuple[Line, ...] = field(default_factory=tuple)


def blocks(form: FormType, document: Document, original: Document | None, language: str) -> tuple[Block, ...]:
    """The sections that have something to read."""
    reader = _Reader(form, document, original, language)
    found = (
        Block(
            section.title.in_(language),
            tuple(filter(None, (reader.line(name) for row in section.rows for name in row))),
        )
        for section in form.sections
    )
    return tuple(block for block in found if block.lines)


def names(form: FormType, document: Document, language: str) -> dict[str, str]:
    """What every place that a reason can stand at is called: fields as declared and as on the wire, rows by number."""
    found: dict[str, str] = {}
    for spec in form.fields:
        label = spec.label.in_(language)
        found |= dict.fromkeys((spec.id, spec.wire_name), label)
        for number, row in enumerate(rows_of(document.values, spec.id) if spec.item_type is not None else (), 1):
            found |= {f"{name}/{row.get('id', '')}": f"{label} {number}" for name in (spec.id, spec.wire_name)}
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    form: FormType
    document: Document
    original: Document | None
    language: str

    def line(self, name: str) -> Line | None:
        spec = self.form.by_id[name]
        value = self.document.values.get(name)
        text = self._text(spec)
        files = _files(spec, value)
        grid = self._grid(spec) if spec.item_type is not None else None
        if not text.now and text.was is None and not files and not (grid and grid.rows):
            return Line(name, spec.box, self._label(spec), text, is_missing=True) if spec.needed else None
        return Line(name, spec.box, self._label(spec), text, files=files, grid=grid)

    def _text(self, spec: FieldSpec) -> Text:
        if spec.item_type is not None:
            return Text("")
        now = self._spoken(spec, self.document.values, None)
        link = str(self.document.values.get(spec.id) or "") if spec.family else ""
        if self.original is None:
            return Text(now, document=link)
        was = self._spoken(spec, self.original.values, None)
        return Text(now, was if was != now else None, link)

    def _grid(self, spec: FieldSpec) -> Grid:
        assert spec.item_type is not None
        rows = rows_of(self.document.values, spec.id)
        pairs = _paired(rows, rows_of(self.original.values, spec.id)) if self.original else [(row, row) for row in rows]
        whole = [row for pair in pairs for row in pair]
        parts = [part for part in spec.item_type.fields if any(self._spoken(part, {}, row) for row in whole)]
        lines = tuple(
            (f"{spec.id}/{now.get('id', '')}", tuple(self._cell(part, now, was) for part in parts))
            for now, was in pairs
        )
        return Grid(tuple(self._label(part) for part in parts), lines)

    def _cell(self, part: FieldSpec, row: Row, earlier: Row) -> Text:
        now, was = self._spoken(part, {}, row), self._spoken(part, {}, earlier)
        link = str(row.get(part.id) or "") if part.family else ""
        return Text(now, was if was != now else None, link)

    def _spoken(self, spec: FieldSpec, values: Mapping[str, Any], row: Row | None) -> str:
        value = value_of(self.form, values or self.document.values if spec.is_computed else values, spec, row)
        return (
            ""
            if is_blank(value) or value is False
            else KINDS[spec.kind].console(value, spec, TextContext(self.language))
        )

    def _label(self, spec: FieldSpec) -> str:
        return spec.label.in_(self.language)


def _paired(rows: Sequence[Row], originals: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Each row with what it was: the row of the same id, else the next that nobody else came from; gone ones last."""
    by_id = {str(row.get("id")): row for row in originals}
    ids = {str(row.get("id")) for row in rows}
    left = [row for row in originals if str(row.get("id")) not in ids]
    found: list[tuple[Row, Row]] = []
    for row in rows:
        same = by_id.get(str(row.get("id")))
        found.append((row, same if same is not None else left.pop(0) if left else {}))
    return found + [({}, row) for row in left]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _files(spec: FieldSpec, value: Any) -> tuple[File, ...]:
    if not KINDS[spec.kind].holds_files:
        return ()
    named = (part for part in _listed(value) if isinstance(part, dict) and part.get("sha256"))
    return tuple(
        File(str(part.get("evidence") or part.get("id") or ""), shown_name(part) or "?", str(part.get("mime") or ""))
        for part in named
    )
