"""What the columns of a shipment's tables hold, told from their titles: the words of the trade, in two languages.

The words are data (`resources/sheets`). A title may stand on two lines, in both languages at once, and with
a unit or a currency in it: "数量 Quantity (PCS)", "Unit Price" above "USD/PC".
"""

import enum
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.sheets.cells import Page, texts_of


class ColumnKind(enum.StrEnum):
    """What a column holds; EACH is of one package or piece and no sum, LINE_NUMBER, VOLUME and REMARK are of no use."""

    LINE_NUMBER = "line_number"
    ITEM_CODE = "item_code"
    ORDER_NUMBER = "order_number"
    NAME = "name"
    NAME_ZH = "name_zh"
    HS_CODE = "hs_code"
    QUANTITY = "quantity"
    QUANTITY_UNIT = "quantity_unit"
    UNIT_PRICE = "unit_price"
    AMOUNT = "amount"
    CURRENCY = "currency"
    PACKAGES = "packages"
    PACKAGE_UNIT = "package_unit"
    GROSS_WEIGHT = "gross_weight"
    NET_WEIGHT = "net_weight"
    VOLUME = "volume"
    EACH = "each"
    MARKS = "marks"
    COUNTRY = "country"
    INVOICE_NUMBER = "invoice_number"
    REMARK = "remark"


class Heading(enum.StrEnum):
    """What is said around a table."""

    NUMBER = "number"
    DATE = "date"
    CURRENCY = "currency"
    TERMS = "terms"
    BUYER = "buyer"
    ORDER = "order"


Named = TypeVar("Named", ColumnKind, Heading)
#: Columns of figures that a goods line has at least one of.
FIGURES = frozenset(
    {ColumnKind.QUANTITY, ColumnKind.AMOUNT, ColumnKind.PACKAGES, ColumnKind.GROSS_WEIGHT, ColumnKind.NET_WEIGHT}
)
#: Columns that say what the goods of a line are.
NAMES = frozenset({ColumnKind.NAME, ColumnKind.NAME_ZH, ColumnKind.ITEM_CODE, ColumnKind.HS_CODE})
#: Titles that are enough for a row of titles.
_LEAST_TITLES = 2
_BRACKETED = re.compile(r"[(\[<【]([^)\]>】]*)[)\]>】]")
_PARTS = re.compile(r"[\n/|]|(?<=[\u4e00-\u9fff])\s*(?=[a-z])|(?<=[a-z.])\s*(?=[\u4e00-\u9fff])")

IsMeasure = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Titles:
    """The row (or two rows) of titles of a table: what each column holds, and the unit or currency that a title names.

    `unknown` are titles of no known meaning, by column. `last` is the last row that belongs to the titles.
    """

    row: int
    last: int
    columns: Mapping[int, ColumnKind]
    measures: Mapping[int, str] = field(default_factory=dict)
    unknown: Mapping[int, str] = field(default_factory=dict)

    def of(self, wanted: ColumnKind) -> int | None:
        """The column that holds something, None where no column does."""
        return next((number for number, held in self.columns.items() if held is wanted), None)


class SheetWords:
    """The words for columns, and those that announce what is said around a table."""

    def __init__(self, columns: Mapping[str, ColumnKind], headings: Mapping[str, Heading]) -> None:
        self._columns, self._headings = columns, headings

    def with_learned(self, learned: Mapping[str, ColumnKind]) -> "SheetWords":
        """With titles whose meaning a person decided, which come before all others."""
        own = {title_key(title): column for title, column in learned.items()}
        return SheetWords({**self._columns, **own}, self._headings)

    def heading(self, text: str) -> Heading | None:
        """What a label announces; None for a text that is none."""
        return self._headings.get(title_key(text))

    def find(self, page: Page, is_measure: IsMeasure) -> Titles | None:
        """The titles of the page's table: the row that names most columns, with the row under it where that goes on."""
        best: Titles | None = None
        for number in range(len(page.rows)):
            if number in page.hidden:
                continue
            found = self._read(page, number, number, is_measure)
            if best is None or len(found.columns) > len(best.columns):
                best = found
        if best is None or len(best.columns) < _LEAST_TITLES or not set(best.columns.values()) & (FIGURES | NAMES):
            return None
        both = self._read(page, best.row, best.row + 1, is_measure)
        is_longer = self._is_title_row(page, best.row + 1, is_measure) and len(both.columns) >= len(best.columns)
        return both if is_longer else best

    def decided(self, page: Page, row: int, columns: Mapping[int, ColumnKind], is_measure: IsMeasure) -> Titles:
        """Titles in one row whose columns a person decided; -1 where the table has no titles."""
        texts = {number: page.cell(row, number) for number in columns}
        measures = {
            number: measure
            for number, text in texts.items()
            if (measure := next((word for word in measure_words(text) if is_measure(word)), ""))
        }
        return Titles(row, row, dict(columns), measures)

    def is_repeated(self, page: Page, row: int, titles: Titles) -> bool:
        """Whether the titles stand here once more, as on the top of a further sheet of paper."""
        return all(
            title_key(page.cell(row, column)) == title_key(page.cell(titles.row, column)) for column in titles.columns
        )

    def _is_title_row(self, page: Page, row: int, is_measure: IsMeasure) -> bool:
        """Whether every text of a row is a title, a unit or a currency, and none is a figure."""
        texts = [text for _column, text in texts_of(page.rows[row])] if row < len(page.rows) else []
        return bool(texts) and all(self.meaning(text) or _is_measure_title(text, is_measure) for text in texts)

    def _read(self, page: Page, first: int, last: int, is_measure: IsMeasure) -> Titles:
        columns: dict[int, ColumnKind] = {}
        measures, unknown = dict[int, str](), dict[int, str]()
        for number in range(page.width):
            parts = [page.cell(row, number) for row in range(first, last + 1)]
            text = "\n".join(part for part in parts if part.strip())
            if not text:
                continue
            held = self.meaning(" ".join(text.split())) or self.meaning(text)
            if held is None or (held in columns.values() and held is not ColumnKind.EACH):
                unknown[number] = " ".join(text.split())
                continue
            columns[number] = held
            if measure := next((word for word in measure_words(text) if is_measure(word)), ""):
                measures[number] = measure
        return Titles(first, last, columns, measures, unknown)

    def meaning(self, title: str) -> ColumnKind | None:
        """What a title says of its column; None for one that no word fits."""
        whole = title_key(title)
        if whole in self._columns:
            return self._columns[whole]
        for part in title_parts(title):
            if found := self._columns.get(part):
                return found
        return None


def read_words(titles: str, headings: str) -> SheetWords:
    """The words of two TOML texts `[name] words = […]`; raises Unreadable for an unknown name or a word of two."""
    return SheetWords(_words(ColumnKind, titles, "titles.toml"), _words(Heading, headings, "headings.toml"))


def _words(names: type[Named], text: str, file: str) -> dict[str, Named]:
    words: dict[str, Named] = {}
    for name, table in tomllib.loads(text).items():
        if name not in set(names):
            raise Unreadable(file=file, reason=f"nothing is called {name!r}")
        for word in table["words"]:
            held = words.setdefault(title_key(word), names(name))
            if held is not names(name):
                raise Unreadable(file=file, reason=f"{word!r} stands for {held} and for {name}")
    return words


def title_key(title: str) -> str:
    """A title as titles are compared: without case, width, blanks, signs, and brackets with what is in them."""
    text = unicodedata.normalize("NFKC", title).casefold()
    return re.sub(r"[\s.:*_'’\"\-]+", "", _BRACKETED.sub("", text))


def title_parts(title: str) -> Iterator[str]:
    """The parts of a title that may be one by themselves: each language's, each line's, without a unit at the end."""
    text = _BRACKETED.sub("", unicodedata.normalize("NFKC", title).casefold())
    for part in _PARTS.split(text):
        yield title_key(part)
        words = part.split()
        if len(words) > 1 and words[-1].isalpha():
            yield title_key(" ".join(words[:-1]))
    lines = text.split("\n")
    if len(lines) > 1:
        yield title_key(" ".join(lines))


def measure_words(title: str) -> Iterator[str]:
    """Words of a title that may be a unit or a currency: those in brackets first, then the last ones."""
    text = unicodedata.normalize("NFKC", title)
    for inside in _BRACKETED.findall(text):
        yield from (word.strip() for word in re.split(r"[/,\s]", inside) if word.strip())
        yield inside.strip()
    yield from reversed([word for word in re.split(r"[\s/]", _BRACKETED.sub("", text)) if word])


def _is_measure_title(text: str, is_measure: IsMeasure) -> bool:
    bare = _BRACKETED.sub(r"\1", unicodedata.normalize("NFKC", text))
    words = [word for word in re.split(r"[\s/]", bare) if word]
    return bool(words) and all(is_measure(word) for word in words)
