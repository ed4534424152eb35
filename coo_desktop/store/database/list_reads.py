"""List pages and what they are counted by, read by the driver itself: no row passes through SQLAlchemy."""

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, Protocol, cast

from sqlcipher3 import dbapi2

from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.domain.documents.listing import ListSurvey, is_narrowed
from coo_desktop.store.database import lists
from coo_desktop.store.database.lists import Statement

#: A survey marks the last of every so many rows; the rows between two marks are skipped in the index, unread.
EVERY = 1024
#: So many steps of SQLite stand between two looks at whether a survey is still wanted: some tenths of a millisecond.
_STEPS = 20_000
_FLAG = Row._fields.index("needs_review")


Key = tuple[str, str]


class Driver(Protocol):
    """The part of a bare connection that reading needs."""

    in_transaction: bool

    def execute(self, text: str, values: Sequence[Any] = ..., /) -> Any: ...
    def set_progress_handler(self, handler: Callable[[], int] | None, steps: int, /) -> None: ...


class StoredLists:
    """Reads over the driver's own connection; implements `ListReads`."""

    def __init__(self, lend_driver: Callable[[], AbstractContextManager[Driver]]) -> None:
        self._driver = lend_driver

    def rows(self, query: Query, among: Sequence[int] | None = None) -> tuple[Row, ...]:
        """See ListReads."""
        with self._driver() as driver:
            return tuple(map(_row, _read(driver, lists.page(query, _few(driver, query) if among is None else among))))

    def lines(self, ids: Collection[str]) -> Mapping[str, Row]:
        """See ListReads."""
        with self._driver() as driver:
            return {row.id: row for row in map(_row, _read(driver, lists.lines(ids)))} if ids else {}

    def count(self, *queries: Query) -> int:
        """See ListReads."""
        with self._driver() as driver:
            return int(_read(driver, lists.total(queries))[0][0])

    def authors(self, family: str) -> tuple[str, ...]:
        """See ListReads."""
        with self._driver() as driver:
            return tuple(author for (author,) in _read(driver, lists.authors(family)) if author)

    def survey(
        self, query: Query, ids: Collection[str] = (), cancelled: Callable[[], bool] = lambda: False
    ) -> ListSurvey | None:
        """See ListReads."""
        found: ListSurvey | None = None
        with self._driver() as driver, _abandoned(driver, cancelled):
            found = _of_members(driver, query, ids) if is_narrowed(query) else _of_marks(driver, query, ids)
        return None if cancelled() else found


def _of_members(driver: Driver, query: Query, ids: Collection[str]) -> ListSurvey:
    found = array("q", (seq for (seq,) in driver.execute(*lists.members(query, _few(driver, query)))))
    named = dict(_read(driver, lists.numbers(ids))) if ids else {}
    places = {named[seq]: place for place, seq in enumerate(found) if seq in named} if named else {}
    return ListSurvey(len(found), places, members=found)


def _of_marks(driver: Driver, query: Query, ids: Collection[str]) -> ListSurvey:
    """Walks the index in long steps, and from the mark or the row before to each row that was asked for."""
    marks: list[Key] = []
    while found := _read(driver, lists.mark(replace(query, after=marks[-1] if marks else None), EVERY)):
        marks += found
    rest = _stretch(driver, query, marks[-1] if marks else None)
    stops = [(key, (number + 1) * EVERY - 1, False) for number, key in enumerate(marks)]
    stops += [(key, 0, True) for key in _read(driver, lists.keys(query, ids))] if ids else []
    places, before, place = dict[str, int](), cast("Key | None", None), -1
    for key, known, is_asked in sorted(stops, reverse=query.descending):
        place = place + _stretch(driver, query, before, key) if is_asked else known
        before = key
        if is_asked:
            places[key[1]] = place
    return ListSurvey(len(marks) * EVERY + rest, places, tuple(marks), EVERY)


def _stretch(driver: Driver, query: Query, after: Key | None, last: Key | None = None) -> int:
    return int(_read(driver, lists.stretch(replace(query, after=after), last))[0][0])


def _few(driver: Driver, query: Query) -> list[int] | None:
    """The rows the words of a query can be in; None where they are many, or where there are no words."""
    statement = lists.hits(query)
    found = [seq for (seq,) in _read(driver, statement)] if statement is not None else None
    return found if found is not None and len(found) <= lists.FEW else None


def _read(driver: Driver, statement: Statement) -> list[Any]:
    found: list[Any] = driver.execute(*statement).fetchall()
    return found


def _row(record: tuple[Any, ...]) -> Row:
    return Row._make((*record[:_FLAG], bool(record[_FLAG]), *record[_FLAG + 1 :]))


@contextmanager
def _abandoned(driver: Driver, cancelled: Callable[[], bool]) -> Iterator[None]:
    """One moment of the store for all that is read within; ends it as soon as nobody wants it any more."""
    is_mine = not driver.in_transaction
    if is_mine:
        driver.execute("BEGIN")
    driver.set_progress_handler(lambda: int(cancelled()), _STEPS)
    try:
        yield
    except dbapi2.OperationalError:
        if not cancelled():
            raise
    finally:
        driver.set_progress_handler(None, 0)
        if is_mine:
            driver.execute("COMMIT")
