"""Whole documents of a family, one after the other: for tables, duplicates and past certificates, on a worker."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from sqlalchemy import Connection, bindparam, select

from coo_desktop.domain.documents.document import Document
from coo_desktop.store import faults
from coo_desktop.store.database import rows, schema

_PAGE = 500
_columns = schema.document.c
_NEXT = (
    select(schema.document)
    .where(_columns.family == bindparam("family"), _columns.deleted == 0, _columns.seq > bindparam("after"))
    .order_by(_columns.seq)
    .limit(_PAGE)
)
_OF_FORM = _NEXT.where(_columns.form == bindparam("form"))


class StoredWholes:
    """Reads over whatever connection `lend` gives; implements `WholeReads`."""

    def __init__(self, lend: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._lend = lend

    def of(self, family: str, form: str = "") -> Iterator[Document]:
        """The documents of a family, or of one form type, in the order they were made; no connection is held between
        two pages of them."""
        after = 0
        while True:
            asked = {"family": family, "after": after, **({"form": form} if form else {})}
            with faults.database(), self._lend() as connection:
                found = connection.execute(_OF_FORM if form else _NEXT, asked).mappings()
                page = [dict(record) for record in found]
            for record in page:
                yield rows.document_of(record)
            if len(page) < _PAGE:
                return
            after = page[-1]["seq"]
