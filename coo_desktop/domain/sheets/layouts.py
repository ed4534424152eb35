"""What a person decided about tables whose titles tell nothing, remembered by the titles for the next such file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.titles import ColumnKind, IsMeasure, SheetWords, Titles, title_key

#: Setting: the titles of a layout as one text -> number of a column -> what it holds.
LAYOUTS = "sheet_layouts"
#: Setting: item type -> the titles of a pasted block -> number of a column -> the part it goes to.
BLOCK_LAYOUTS = "block_layouts"
MOST = 500
_TITLES_WITHIN = 200
_LEAST_TITLES = 2
_PARTED = "|"

Columns = Mapping[int, ColumnKind]
#: Number of a column -> the part of a row that it goes to.
BlockColumns = Mapping[int, str]


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


@dataclass(frozen=True, slots=True)
class BlockLayouts:
    """What was decided about pasted blocks: item type -> key of the titles -> columns, the newest last."""

    known: Mapping[str, Mapping[str, BlockColumns]] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: object) -> "BlockLayouts":
        """As a setting has them; what is none is left out."""
        return cls(
            {
                item: {key: _block_columns(columns) for key, columns in _texts_to(layouts)}
                for item, layouts in _texts_to(kept)
            }
        )

    def kept(self) -> dict[str, dict[str, dict[str, str]]]:
        """As a setting takes them: the newest ones of each item type."""
        return {
            item: {key: {str(at): part for at, part in told.items()} for key, told in list(layouts.items())[-MOST:]}
            for item, layouts in self.known.items()
        }

    def with_decision(self, item: str, titles: Sequence[str], columns: BlockColumns) -> "BlockLayouts":
        """With one more decision; a row that tells nothing is not remembered."""
        if not (key := layout_key(titles)):
            return self
        others = {name: known for name, known in self.known.get(item, {}).items() if name != key}
        return BlockLayouts({**self.known, item: {**others, key: dict(columns)}})


def _texts_to(kept: object) -> Iterator[tuple[str, object]]:
    return ((str(name), told) for name, told in kept.items()) if isinstance(kept, Mapping) else iter(())


def _block_columns(kept: object) -> dict[int, str]:
    return {int(at): part for at, part in _texts_to(kept) if at.isdigit() and isinstance(part, str)}
