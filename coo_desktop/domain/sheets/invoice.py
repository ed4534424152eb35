"""An invoice or packing list found in the pages of a file: its table, and what stands around it.

A label ("Invoice No.", 发票号, "Terms of delivery") is followed by its value in the same cell, in the next cell to the
right, or in the one beneath. What is not found is "" or None; nothing is supposed.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from coo_desktop.domain.forms.code_lists import MEASURES, CodeList
from coo_desktop.domain.language.written import days_meant, visible
from coo_desktop.domain.sheets.cells import Page, texts_of
from coo_desktop.domain.sheets.layouts import Layouts
from coo_desktop.domain.sheets.lines import Table, read_lines, read_table
from coo_desktop.domain.sheets.titles import ColumnKind, Heading, SheetWords

_IN_CELL = re.compile(r"^([^:：]{1,40})[:：]\s*(.+)$", re.DOTALL)
_NUMBERED = re.compile(r"(?i)\b(?:invoice|inv)\.?\s*(?:no|number|#)\.?\s*[:：#]?\s*([A-Z0-9][A-Z0-9\-/_.]{2,40})")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9\-/_.() ]{1,40}")
_TITLES_OF_PAPER = re.compile(
    r"(?i)^(commercial |proforma |pro-forma )?(invoice|packing list|发票|商业发票|装箱单|箱单)"
)
_PACKING = re.compile(r"(?i)packing\s*list|装箱单|箱单")

Codes = Callable[[str], CodeList]
NO_LAYOUTS = Layouts()


@dataclass(frozen=True, slots=True)
class FoundInvoice:
    """What a file says: `currency` and `term` are codes, `place` the port behind the term, `day` the invoice's.

    `is_packing_list` for a list of packages without prices. `buyer` is the first line of the buyer's name. `page` is
    the number of the page that has the table.
    """

    table: Table
    page: int
    is_packing_list: bool
    number: str = ""
    day: dt.date | None = None
    currency: str = ""
    term: str = ""
    place: str = ""
    buyer: str = ""
    order: str = ""


def find_invoices(
    pages: Sequence[Page], words: SheetWords, codes: Codes, today: dt.date, layouts: Layouts = NO_LAYOUTS
) -> tuple[FoundInvoice, ...]:
    """The tables of a file that are of goods, in the order of its pages; pages without one are passed over.

    What was decided about a layout comes before what its titles say.
    """
    found, is_measure = list[FoundInvoice](), measure_test(codes)
    for number, page in enumerate(pages):
        decided = layouts.titles(page, words, is_measure)
        table = read_lines(page, decided, words, is_measure) if decided else read_table(page, words, is_measure)
        if table is not None and table.lines:
            found.append(_with_headings(page, number, table, words, codes, today))
    return tuple(found)


def measure_test(codes: Codes) -> Callable[[str], bool]:
    """Tells whether a word is one for money, a unit or a package."""
    lists = [codes(name) for name in MEASURES]
    return lambda word: any(one.meant(word) for one in lists)


def _with_headings(
    page: Page, number: int, table: Table, words: SheetWords, codes: Codes, today: dt.date
) -> FoundInvoice:
    said: dict[Heading, str] = {}
    for heading, text in _announced(page, table, words):
        if heading not in said and _fits(heading, text, codes, today):
            said[heading] = text
    invoice_number = said.get(Heading.NUMBER, "") or _numbered(page)
    day = days_meant(said.get(Heading.DATE, ""), today)
    term, place = _term(page, said.get(Heading.TERMS, ""), table, codes)
    held = set(table.titles.columns.values())
    return FoundInvoice(
        table=table,
        page=number,
        is_packing_list=_is_packing_list(page) and ColumnKind.AMOUNT not in held and ColumnKind.UNIT_PRICE not in held,
        number=invoice_number,
        day=day[0] if len(day) == 1 else None,
        currency=_currency(said.get(Heading.CURRENCY, ""), table, codes),
        term=term,
        place=place,
        buyer=said.get(Heading.BUYER, "").split("\n")[0].strip(),
        order=said.get(Heading.ORDER, ""),
    )


def _announced(page: Page, table: Table, words: SheetWords) -> Iterator[tuple[Heading, str]]:
    """Every label around the table with each text that may be its value, the nearest first."""
    inside = range(table.titles.row, max((line.row for line in table.lines), default=table.titles.row) + 1)
    for number, row in enumerate(page.rows):
        if number in inside or number in page.hidden:
            continue
        for column, text in texts_of(row):
            match = _IN_CELL.match(text)
            heading = words.heading(match[1] if match else text)
            if heading is None:
                continue
            if match:
                yield heading, match[2].strip()
            else:
                yield from ((heading, value) for value in _beside(page, number, column, words))


def _beside(page: Page, row: int, column: int, words: SheetWords) -> Iterator[str]:
    right = (text for at, text in texts_of(page.rows[row]) if at > column)
    beside = next(right, "")
    if beside and words.heading(beside.partition(":")[0]) is None:
        yield beside.lstrip(":：").strip()
    below = visible(page.cell(row + 1, column))
    if below and words.heading(below.partition(":")[0]) is None:
        yield below


def _fits(heading: Heading, text: str, codes: Codes, today: dt.date) -> bool:
    match heading:
        case Heading.DATE:
            return bool(days_meant(text, today))
        case Heading.NUMBER | Heading.ORDER:
            return bool(_CODE.fullmatch(text)) and not days_meant(text, today)
        case Heading.CURRENCY:
            return bool(codes("currencies").meant(text))
        case Heading.TERMS:
            return bool(_term_in(text, codes)[0])
        case _:
            return bool(re.search(r"[^\W\d_]{2}", text)) and not _TITLES_OF_PAPER.match(text)


def _numbered(page: Page) -> str:
    for row in page.rows:
        for _column, text in texts_of(row):
            if match := _NUMBERED.search(text):
                return match[1].rstrip(".")
    return ""


def _is_packing_list(page: Page) -> bool:
    texts = (text for row in page.rows for _column, text in texts_of(row))
    return bool(_PACKING.search(page.name)) or any(_PACKING.search(text) and len(text) < 40 for text in texts)


def _currency(said: str, table: Table, codes: Codes) -> str:
    """The currency that is said, or that titles or cells of prices are in; "" where they name several or none."""
    currencies = codes("currencies")
    if found := currencies.meant(said):
        return found
    money = (ColumnKind.UNIT_PRICE, ColumnKind.AMOUNT)
    words = [word for column, word in table.titles.measures.items() if table.titles.columns.get(column) in money]
    words += [line.measures[held] for line in table.lines for held in money if held in line.measures]
    words += [line.values[ColumnKind.CURRENCY] for line in table.lines if ColumnKind.CURRENCY in line.values]
    found_in_cells = {currencies.meant(word) for word in words} - {""}
    return found_in_cells.pop() if len(found_in_cells) == 1 else ""


def _term(page: Page, said: str, table: Table, codes: Codes) -> tuple[str, str]:
    """The term of delivery and its place: as announced, else where a text of the page begins with one."""
    if said:
        return _term_in(said, codes)
    last = max((line.row for line in table.lines), default=0)
    for number, row in enumerate(page.rows):
        if table.titles.last < number <= last:
            continue
        for _column, text in texts_of(row):
            for part in re.split(r"[\n,;:(]", text):
                found = _term_in(part.strip(), codes)
                if found[0] and found[1] and len(part) < 40:
                    return found
    return "", ""


def _term_in(text: str, codes: Codes) -> tuple[str, str]:
    words = visible(text).split()
    term = codes("incoterms").meant(words[0]) if words else ""
    if not term:
        return codes("incoterms").meant(text), ""
    place = " ".join(words[1:]).strip(" ,.")
    return term, re.sub(r"(?i)\s*[(（]?incoterms.*$", "", place).strip(" ,.")
