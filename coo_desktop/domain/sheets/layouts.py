"""What a person decided about tables whose titles tell nothing, remembered by the titles for the next such file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.titles import ColumnKind, IsMeasure, SheetWords, Titles, title_key

#: Setting: the titles of a layout as one text -> number of a column -> what it holds.
LAYOUTS = "sheet_layouts"
MOST = 500
_TITLES_WITHIN = 200
_LEAST_TITLES = 2
_PARTED = "|"

Columns = Mapping[int, ColumnKind]


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layouts that are known, the newest last; a decision holds for tables with exactly these titles.

    `pages` are decisions about a page itself, (row of its titles, -1 for none, columns): these are not kept.
    """

    known: Mapping[str, Columns] = field(default_factory=dict)
    pages: Mapping[Page, tuple[int, Columns]] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: object) -> "Layouts":
        """As a setting has them; what is none is left out."""
        told = kept.items() if isinstance(kept, Mapping) else ()
        return cls({str(name): dict(_columns(columns)) for name, columns in told})

    def kept(self) -> dict[str, dict[str, str]]:
        """As a setting takes them: the newest ones."""
        newest = list(self.known.items())[-MOST:]
        return {name: {str(at): str(held) for at, held in columns.items()} for name, columns in newest}

    def titles(self, page: Page, words: SheetWords, is_measure: IsMeasure) -> Titles | None:
        """The titles of a page whose layout is known; None for any other page."""
        if page in self.pages:
            at, decided = self.pages[page]
            return words.decided(page, at, decided, is_measure)
        for number, row in enumerate(page.rows[:_TITLES_WITHIN] if self.known else ()):
            columns = self.known.get(layout_key(row))
            if columns:
                return words.decided(page, number, columns, is_measure)
        return None

    def with_decision(self, page: Page, row: int, columns: Columns) -> "Layouts":
        """With one more decision; -1 is the row of a page without titles, for which nothing else can be known."""
        key = layout_key(page.rows[row]) if 0 <= row < len(page.rows) else ""
        others = {name: known for name, known in self.known.items() if name != key}
        known = {**others, key: dict(columns)} if key else others
        return Layouts(known, {**self.pages, page: (row, dict(columns))})


def layout_key(row: Sequence[str]) -> str:
    """The titles of a layout as one text; "" for a row with less than two."""
    keys = [title_key(cell) for cell in row]
    while keys and not keys[-1]:
        keys.pop()
    return _PARTED.join(keys) if sum(map(bool, keys)) >= _LEAST_TITLES else ""


def _columns(kept: object) -> Iterator[tuple[int, ColumnKind]]:
    for number, held in kept.items() if isinstance(kept, Mapping) else ():
        if str(number).isdigit() and held in set(ColumnKind):
            yield int(number), ColumnKind(held)
