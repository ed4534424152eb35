"""How full the boxes of a paper are, told by the layout itself while it sets them, so that the two cannot disagree.

A box counts in lines at the smallest size it prints at: the text shrinks that far before anything goes to an
attachment. The goods table and the columns beside it count in lines of its first page.
"""

from collections.abc import Iterable, Iterator
from string import Formatter

from coo_desktop.domain.filling.printing import BoxFill
from coo_desktop.paper.geometry import FORM_TEXT, Box, Column
from coo_desktop.paper.subject import Part, Subject
from coo_desktop.paper.table import Run, Set
from coo_desktop.paper.text import Fitted, fit


def box_fill(box: Box, text: str, fitted: Fitted, subject: Subject) -> BoxFill:
    """How much of a box its text takes; it is over-full exactly when the fitted text goes on elsewhere."""
    least = fitted
    if fitted.fits and fitted.size > box.smallest:
        place = box.inside
        least = fit(text, place.width, place.height, largest=box.smallest, smallest=box.smallest)
    used = len(least.lines) + len(least.overflow)
    fields = tuple(dict.fromkeys(_named(box.show, subject)))
    return _fill(box.no, Run(used, least.room, fitted.fits), fields, continues=False)


def table_fills(goods: Set, subject: Subject, attached: Iterable[int]) -> Iterator[BoxFill]:
    """The goods under the box that speaks for the table, then each column in which a number is broken over two lines,
    then each that tells of the whole document.

    `attached` are the columns whose picture goes to a sheet of its own.
    """
    columns, name = goods.table.columns, goods.table.field
    row = subject.at(name, {})
    fields = [name, *(found for column in columns if column.of == "row" for found in _of_rows(column, row, name))]
    yield _fill(_goods_box(columns), goods.rows, tuple(dict.fromkeys(fields)), continues=True)
    for index in sorted(goods.torn):
        named = tuple(dict.fromkeys(_named(columns[index].show, row)))
        yield BoxFill(columns[index].no, goods.rows.used, goods.rows.room, False, named, continues=True, is_torn=True)
    apart = frozenset(attached)
    for index, run in goods.columns.items():
        column = columns[index]
        parts = dict.fromkeys([*_named(column.show, subject), *filter(None, [column.picture])])
        yield _fill(column.no, run if index not in apart else run.over(), tuple(parts), continues=index not in apart)


def _fill(no: str, run: Run, fields: tuple[str, ...], *, continues: bool) -> BoxFill:
    """What rounding to whole lines leaves open is settled by whether the text fits."""
    used = min(run.used, run.room) if run.fits else max(run.used, run.room + 1)
    return BoxFill(no, used, run.room, run.fits, fields, continues)


def _of_rows(column: Column, row: Subject, name: str) -> Iterator[str]:
    """The parts of the rows as goods/part, and what of the document stands below them."""
    yield from (f"{name}/{found}" for found in _named(column.show, row) if _is_part(found, row))
    yield from (found for found in _named((*column.total, *column.below), row) if not _is_part(found, row))


def _named(parts: Iterable[Part], subject: Subject) -> Iterator[str]:
    """The fields that parts read: options that name one, and the blanks of a sentence."""
    for part in parts:
        if part.block in FORM_TEXT:
            continue
        for option, value in part.options.items():
            blanks = [blank for _, blank, _, _ in Formatter().parse(value) if blank] if option == "text" else []
            for name in (*blanks, value):
                if isinstance(name, str) and (name in subject.form.by_id or _is_part(name, subject)):
                    yield name


def _is_part(name: str, subject: Subject) -> bool:
    return subject.item is not None and name in subject.item.by_id


def _goods_box(columns: Iterable[Column]) -> str:
    """The box that speaks for the table: the one that ends the goods, else the widest."""
    return max(columns, key=lambda column: (column.finish != "", column.width)).no
