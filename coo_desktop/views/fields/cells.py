"""Values as the cells of a table show them, what is told beside them, and what a pasted one means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from PySide6.QtGui import QColor, QIcon

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS, TextContext, is_blank
from coo_desktop.domain.matching.match import Match
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.widgets.severity_icons import SIGNS
from coo_desktop.views.widgets.style import colour, icon
from coo_desktop.views.words.matching import CERTAINTIES, match_text

Cell = tuple[str, str]
K = TypeVar("K")
#: How much of its colour a matched cell shows, of 255: its text stays as readable as any.
_TINT = 40


def cell_text(part: FieldSpec, row: Mapping[str, Any], around: Surroundings) -> str:
    """One part of a row in plain words."""
    if not part.is_computed:
        return value_text(part, row.get(part.id), around)
    from coo_desktop.domain.filling.computed import value_of

    return value_text(part, value_of(around.form, around.values(), part, row), around)


class CellTexts:
    """The words of the cells of rows, each worked out once: a computed one looks at the whole page, a link into the
    store. Who changes rows says which are to be forgotten."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._known: dict[str, dict[str, str]] = {}

    def text(self, part: FieldSpec, row: Mapping[str, Any]) -> str:
        """One part of a row in plain words."""
        known = self._known.setdefault(str(row.get("id")), {})
        if part.id not in known:
            known[part.id] = cell_text(part, row, self._around)
        return known[part.id]

    def forget(self, row_ids: Iterable[str]) -> None:
        for row_id in row_ids:
            self._known.pop(row_id, None)

    def follow(self, before: Mapping[str, Any], now: Mapping[str, Any], links: Iterable[str]) -> None:
        """A row was edited: only the titles of documents that it names as before are still its words."""
        known = self._known.get(str(now.get("id")), {})
        same = {name: known[name] for name in links if name in known and before.get(name) == now.get(name)}
        self._known[str(now.get("id"))] = same

    def forget_all(self) -> None:
        self._known.clear()


def value_text(spec: FieldSpec, value: Any, around: Surroundings) -> str:
    """A stored value in plain words."""
    if is_blank(value):
        return ""
    return KINDS[spec.kind].cell(
        value, spec, TextContext(around.session.language, partial(linked_title, around=around))
    )


def linked_title(document_id: str, around: Surroundings) -> str:
    """The number and title of another document, or its id when it is not on this computer."""
    document = around.session.read.document(document_id)
    if document is None:
        return document_id
    columns = summary(around.session.rules.form(document.form), document)
    return " · ".join(columns[name] for name in ("number", "title", "hs_code") if columns[name])


def pasted(part: FieldSpec, value: Any, around: Surroundings) -> Any:
    """What a cell of a spreadsheet means in a column: a label becomes its choice, a name its code, +3 a day."""
    return KINDS[part.kind].read(value, part, around.session.today()).value if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class CellMarks:
    """What is told beside the values of cells: what is wrong in one and what colleagues noted there, by (row id, part);
    and by row id, how surely the product of a row was found.

    A match is of the product that it found: a row that has another one by now is not marked.
    """

    problems: Mapping[Cell, Problem] = field(default_factory=dict)
    notes: Mapping[Cell, str] = field(default_factory=dict)
    matches: Mapping[str, Match] = field(default_factory=dict)

    def text(self, part: FieldSpec, row: Mapping[str, Any], language: str) -> str | None:
        """What is told on hover: the problem, the match, the notes."""
        cell = _cell(part, row)
        problem, match = self.problems.get(cell), self._match(part, row)
        told = (problem.message(language) if problem else "", match_text(match) if match else "", self.notes.get(cell))
        return "\n".join(filter(None, told)) or None

    def sign(self, part: FieldSpec, row: Mapping[str, Any]) -> QIcon | None:
        """The icon in the cell: a problem counts before a note, and a note before a match."""
        cell = _cell(part, row)
        if problem := self.problems.get(cell):
            return icon(*SIGNS[problem.severity])
        if cell in self.notes:
            return icon("note", "wait")
        match = self._match(part, row)
        return icon(*CERTAINTIES[match.certainty][1:]) if match else None

    def tint(self, part: FieldSpec, row: Mapping[str, Any]) -> QColor | None:
        """The colour behind a cell whose product was found, or not."""
        if not (match := self._match(part, row)):
            return None
        tint = colour(CERTAINTIES[match.certainty][2])
        tint.setAlpha(_TINT)
        return tint

    def differing(self, other: "CellMarks") -> set[str]:
        """The ids of the rows that are marked otherwise there."""
        cells = _differing(self.problems, other.problems) | _differing(self.notes, other.notes)
        return {row for row, _part in cells} | _differing(self.matches, other.matches)

    def _match(self, part: FieldSpec, row: Mapping[str, Any]) -> Match | None:
        match = self.matches.get(str(row.get("id"))) if part.family else None
        return match if match is not None and match.product == (row.get(part.id) or "") else None


def _cell(part: FieldSpec, row: Mapping[str, Any]) -> Cell:
    return str(row.get("id")), part.id


def _differing(mine: Mapping[K, object], theirs: Mapping[K, object]) -> set[K]:
    if mine is theirs or mine == theirs:
        return set()
    return {at for at in mine.keys() | theirs.keys() if mine.get(at) != theirs.get(at)}
