"""Notices in the store: the newest first for screens, and their marks for whoever tells the backend."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Executable, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from coo_desktop.domain.office.notices import MARKED, MOST, UNREAD, Notice
from coo_desktop.store import faults
from coo_desktop.store.database import rows, schema

_notice = schema.notice
_NEWEST = (_notice.c.at.desc(), _notice.c.id.desc())


class StoredNotices:
    """Reads over whatever connection `lend` gives; implements `NoticeReads`."""

    def __init__(self, lend: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._lend = lend

    def newest(self, limit: int, *, unread_only: bool = False) -> tuple[Notice, ...]:
        statement = select(_notice).order_by(*_NEWEST).limit(limit)
        return self._all(statement.where(_notice.c.mark == UNREAD) if unread_only else statement)

    def find(self, notice_id: str) -> Notice | None:
        return next(iter(self._all(select(_notice).where(_notice.c.id == notice_id))), None)

    def unread(self) -> int:
        statement = select(func.count()).select_from(_notice).where(_notice.c.mark == UNREAD)
        with faults.database(), self._lend() as connection:
            return int(connection.execute(statement).scalar_one())

    def marked(self, marks: Sequence[str], *, local: bool) -> tuple[Notice, ...]:
        wanted = select(_notice).where(_notice.c.mark.in_(marks), _notice.c.local == int(local))
        return self._all(wanted.order_by(_notice.c.at, _notice.c.id))

    def _all(self, statement: Executable) -> tuple[Notice, ...]:
        with faults.database(), self._lend() as connection:
            return tuple(_notice_of(dict(record)) for record in connection.execute(statement).mappings())


class KeptNotices(StoredNotices):
    """The same inside a write transaction; implements `NoticeShelf`."""

    def put(self, notice: Notice) -> None:
        columns = _columns(notice)
        statement = insert(_notice).values(columns)
        self._write(statement.on_conflict_do_update(index_elements=["id"], set_=columns))

    def prune(self) -> None:
        beyond = select(_notice.c.id).order_by(*_NEWEST).offset(MOST)
        self._write(delete(_notice).where(_notice.c.id.in_(beyond), _notice.c.mark != MARKED))

    def _write(self, statement: Executable) -> None:
        with self._lend() as connection:
            connection.execute(statement)


def _columns(notice: Notice) -> rows.Columns:
    texts = {name: rows.storable(getattr(notice, name)) for name in ("id", "at", "kind", "document", "text", "by")}
    return {**texts, "facts": rows.packed(dict(notice.facts)), "local": int(notice.local), "mark": notice.mark}


def _notice_of(record: dict[str, Any]) -> Notice:
    return Notice(**{**record, "facts": rows.unpacked(record["facts"]), "local": bool(record["local"])})
