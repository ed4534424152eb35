"""The tables of the store; `migrations` makes them, this module names them for queries.

List columns are real columns, everything a person typed is one JSON text. Bodies stand last in their rows, so that
a list reads the start of a row and never the pages a long body overflows to.
"""

from sqlalchemy import (
    BLOB,
    REAL,
    TEXT,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    column,
    table,
)

from coo_desktop.store.database.driver import SCHEMA
from coo_desktop.store.database.lists import ORDERS

#: The schema of these tables; `migrations` has the step that leads to it.
VERSION = SCHEMA

metadata = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, TEXT, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


_FILTERS = ("stage", "form", "print_state", "author")

#: `seq` ties a document to its words in `search`; an implicit rowid would be renumbered by a backup.
document = Table(
    "document",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", TEXT, nullable=False, unique=True),
    _text("family"),
    _text("form"),
    _text("stage"),
    _text("print_state"),
    _text("delivery"),
    _text("title"),
    _text("number"),
    _text("hs_code"),
    _text("destination"),
    _text("partner"),
    _text("invoice"),
    _text("made_on"),
    _text("author"),
    _text("office"),
    _count("blocking"),
    _count("conflicts"),
    _count("needs_review"),
    _count("deleted"),
    _text("created_at"),
    _text("updated_at"),
    _count("revision"),
    Column("rev", TEXT),
    Column("row_hash", BLOB, nullable=False),
    _text("search"),
    _text("links"),
    _text("facts"),
    _text("extra"),
    _text("values"),
    Column("base", TEXT),
    Column("review", TEXT, nullable=False, server_default="merged"),
    Index("document_rev", "id", "rev"),
    *(
        Index(f"list_{name}", "family", "deleted", name, "id", *(other for other in _FILTERS if other != name))
        for name in ORDERS
    ),
)

#: The words of `document.search`, already cut (see `search`), without their text: an index and nothing else.
search = table("search", column("rowid"), column("words"))

invoice_use = Table(
    "invoice_use",
    metadata,
    Column("invoice", TEXT, primary_key=True),
    Column("document", TEXT, primary_key=True, index=True),
)

#: Which document is to take the place of which `original`, as its links say.
succession = Table(
    "succession",
    metadata,
    Column("document", TEXT, primary_key=True),
    Column("original", TEXT, nullable=False, index=True),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("key", TEXT, nullable=False),
    _text("kind"),
    Column("document", TEXT, nullable=False, index=True),
    _text("state"),
    _count("attempts"),
    Column("next_try_s", REAL, nullable=False),
    _text("after"),
    Column("base_rev", TEXT),
    _text("created_at"),
    _text("body"),
    Column("problem", TEXT),
    UniqueConstraint("key"),
    Index("outbox_state", "state", "seq"),
    sqlite_autoincrement=True,
)

conflict = Table(
    "conflict",
    metadata,
    Column("id", TEXT, primary_key=True),
    Column("document", TEXT, nullable=False, index=True),
    _text("path"),
    _text("base"),
    _text("mine"),
    _text("theirs"),
    _text("theirs_by"),
    _count("resolved"),
    Column("theirs_at", TEXT, nullable=False, server_default=""),
    Column("decision", TEXT, nullable=False, server_default="null"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", TEXT, primary_key=True),
    Column("sha256", TEXT, nullable=False, index=True),
    _count("size_bytes"),
    _text("mime"),
    _text("name"),
    Column("state", TEXT, nullable=False, index=True),
    _text("upload_url"),
    _count("upload_offset"),
)

#: What was typed over what, field by field; the newest few hundred of each document.
edit = Table(
    "edit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("document", TEXT, nullable=False),
    Column("revision", Integer, nullable=False),
    _text("path"),
    _text("old"),
    _text("new"),
    _text("at"),
    Index("edit_document", "document", "seq"),
    sqlite_autoincrement=True,
)

#: `mark` is unread, marked or read (see `domain.notices`); `local` ones were made on this computer.
notice = Table(
    "notice",
    metadata,
    Column("id", TEXT, primary_key=True),
    _text("at"),
    _text("kind"),
    _text("document"),
    _text("by"),
    _count("local"),
    _text("mark"),
    _text("text"),
    _text("facts"),
    Index("notice_at", "at", "id"),
    Index("notice_mark", "mark", "at", "id"),
)

#: The sittings a document went through; `before` leads from each to the one before it (see `domain.history`).
version = Table(
    "version",
    metadata,
    Column("document", TEXT, primary_key=True),
    Column("number", Integer, primary_key=True),
    _count("revision"),
    _text("by"),
    _text("source"),
    _text("stage"),
    _text("print_state"),
    _text("began_at"),
    _text("at"),
    _text("before"),
)

#: `setting` is the person's, `meta` the program's: company, person and what sync remembers.
setting = Table("setting", metadata, Column("name", TEXT, primary_key=True), _text("value"))
meta = Table("meta", metadata, Column("name", TEXT, primary_key=True), _text("value"))
