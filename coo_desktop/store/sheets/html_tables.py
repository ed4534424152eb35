"""Tables in HTML, as web programs export them under the name of a workbook: the cells of every row as texts."""

from html.parser import HTMLParser

from coo_desktop.domain.records.tables import MOST_COLUMNS
from coo_desktop.store.sheets import reading


class _Table(HTMLParser):
    """Collects the cells of every row; a cell over several rows or columns is repeated in none of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._width = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()  # HTML need not close what the next tag ends
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            self._cell = []
            told = dict(attrs).get("colspan") or "1"
            self._width = min(int(told), MOST_COLUMNS) if told.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None and self.rows:
            lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self.rows[-1] += ["\n".join(line for line in lines if line), *[""] * (self._width - 1)]
        self._cell = None


def html_rows(text: str) -> reading.Rows:
    parser = _Table()
    parser.feed(text)
    parser.close()
    return reading.checked(tuple(map(tuple, parser.rows)))
