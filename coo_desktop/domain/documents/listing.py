"""What a list page asks of the store: its rows page by page, and a survey of all that a query finds."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coo_desktop.domain.documents.document import Query, Row


@dataclass(frozen=True, slots=True)
class ListSurvey:
    """All that a query finds, without the rows: how many, and where those stand that were asked for, by their ids.

    `marks` are the (order value, id) of the last row of each `every`; a narrowed query has `members` instead: the
    number of each row in the order of the list.
    """

    count: int
    places: Mapping[str, int]
    marks: tuple[tuple[str, str], ...] = ()
    every: int = 1
    members: Sequence[int] | None = None


def is_narrowed(query: Query) -> bool:
    """Whether less than all documents of its family and forms are meant."""
    chosen = (query.documents, query.stages, query.print_states, query.authors, query.concern)
    texts = (query.text, query.hs_code, query.destination, query.partner, query.invoice, query.number)
    return any((*chosen, *texts, query.made_from, query.made_to))


class ListReads(Protocol):
    """Rows of lists; a page costs the same among any number."""

    def rows(self, query: Query, among: Sequence[int] | None = None) -> tuple[Row, ...]:
        """One page of a list; of the `members` of a survey alone, when some are given.

        Raises Refused(why="order") for an order without an index.
        """

    def lines(self, ids: Collection[str]) -> Mapping[str, Row]:
        """The lines of these documents by their ids, whatever their family, deleted ones included."""

    def authors(self, family: str) -> tuple[str, ...]:
        """The accounts that made the documents of a family."""

    def count(self, *queries: Query) -> int:
        """How many rows any of the queries has, each counted once; walks through an index."""

    def survey(
        self, query: Query, ids: Collection[str] = (), cancelled: Callable[[], bool] = lambda: False
    ) -> ListSurvey | None:
        """All that a query finds, and where the rows with these ids stand, in one moment of the store; None once it was
        cancelled. Walks through an index: belongs on a worker."""
