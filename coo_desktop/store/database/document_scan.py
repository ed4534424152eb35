"""Whole documents of a family, one after the other: for tables, duplicates and past certificates, on a worker."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

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


def newest(family: str, form: str, partner: str, limit: int) -> Select[Any]:
    """The last documents that were begun of a form, with one partner if there is one: ids sort by age, so the index of
    partners, or else that of forms, gives them in order."""
    statement = select(schema.document).where(_columns.family == family, _columns.deleted == 0)
    if partner:
        # A plus before the form, so that it chooses no index: the partner's has the order.
        aside = UnaryExpression(_columns.form, operator=custom_op("+"), type_=_columns.form.type)
        statement = statement.where(_columns.partner == partner, aside == form)
    else:
        statement = statement.where(_columns.form == form)
    return statement.order_by(_columns.id.desc()).limit(limit)


class StoredWholes:
    """Reads over whatever connection `lend` gives; implements `WholeReads`."""

    def __init__(self, lend: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._lend = lend

    def of(self, family: str, form: str = "") -> Iterator[Document]:
        """The documents of a family, or of one form type, in the order they were made; no connection is held between
        two pages of them."""
        for record in self._records(_OF_FORM if form else _NEXT, {"family": family} | ({"form": form} if form else {})):
            yield rows.document_of(record)

    def searched(self, family: str, form: str, ids: Collection[str] = ()) -> Iterator[tuple[Document, str]]:
        """See WholeReads."""
        statement = _OF_FORM.where(_columns.id.in_(tuple(ids))) if ids else _OF_FORM
        for record in self._records(statement, {"family": family, "form": form}):
            yield rows.document_of(record), record["search"]

    def _records(self, statement: Select[Any], asked: Mapping[str, str]) -> Iterator[rows.Columns]:
        after = 0
        while True:
            with faults.database(), self._lend() as connection:
                page = [dict(record) for record in connection.execute(statement, {**asked, "after": after}).mappings()]
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1]["seq"]
