"""Schema 5: what is searched in a document has the sounds of its Chinese, too; older rows are spelt once."""

from alembic.operations import Operations
from sqlalchemy import Connection, text

from coo_desktop.store.database import search

_PAGE = 500
_NEXT = text("SELECT seq, search, partner FROM document WHERE seq > :after ORDER BY seq LIMIT :page")
_KEEP = text("UPDATE document SET search = :search WHERE seq = :seq")
_FORGET = text("DELETE FROM search WHERE rowid = :seq")
_INDEX = text("INSERT INTO search (rowid, words) VALUES (:seq, :words)")


def upgrade(operations: Operations) -> None:
    """Spells every row that has Chinese, and indexes its words anew; no document is touched."""
    connection, after = operations.get_bind(), 0
    while page := connection.execute(_NEXT, {"after": after, "page": _PAGE}).all():
        for seq, known, partner in page:
            spelt = search.spelt(known.partition(search.NAMES)[0].rstrip(), partner)
            if spelt != known:
                _keep(connection, seq, spelt)
        after = page[-1][0]


def _keep(connection: Connection, seq: int, spelt: str) -> None:
    connection.execute(_KEEP, {"seq": seq, "search": spelt})
    connection.execute(_FORGET, {"seq": seq})
    connection.execute(_INDEX, {"seq": seq, "words": search.words(spelt)})
