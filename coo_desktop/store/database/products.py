"""The company's approved products that a typed text may mean, straight from the search index: newest first, few rows.

A list page counts and sorts what it finds; this stops at the first few, so it costs the same among any number.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from sqlalchemy import Connection, text

from coo_desktop.domain.documents.document import PRE_REVIEW
from coo_desktop.domain.hs.codes import OwnProduct
from coo_desktop.domain.language import finding
from coo_desktop.store import faults
from coo_desktop.store.database import search

# CROSS JOIN keeps the index outside: its rows come in the order of their numbers, and nothing is sorted.
_COLUMNS = (
    "SELECT d.id, d.title, d.hs_code, d.search, d.number,"
    " CASE WHEN json_valid(d.\"values\") THEN ifnull(json_extract(d.\"values\", '$.name_en'), '') ELSE '' END,"
    " CASE WHEN json_valid(d.\"values\") THEN ifnull(json_extract(d.\"values\", '$.specification'), '') ELSE '' END,"
    " CASE WHEN json_valid(d.links) THEN ifnull(json_extract(d.links, '$.redeclares'), '') ELSE '' END"
)
_APPROVED = " d.family = :family AND d.stage = 'approved' AND d.deleted = 0"
_ALL = f"{_COLUMNS} FROM document d WHERE{_APPROVED} ORDER BY d.seq DESC"
_FOUND = f"{_COLUMNS} FROM search s CROSS JOIN document d ON d.seq = s.rowid WHERE s.words MATCH :words AND{_APPROVED}"
_HAS = r" AND d.search LIKE :term{number} ESCAPE '\'"
_NEWEST = " ORDER BY s.rowid DESC LIMIT :limit"


class StoredProducts:
    """Reads over whatever connection `lend` gives; implements `ProductReads`."""

    def __init__(self, lend: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._lend = lend

    def meant(self, typed: str, limit: int) -> tuple[OwnProduct, ...]:
        """Approved products that have the text in what a list searches through; nothing for a text without words."""
        terms = finding.terms(typed)
        words = search.expression(terms)
        if not words:
            return ()
        patterns = {f"term{number}": search.pattern(term) for number, term in enumerate(terms)}
        asked = {"words": words, "family": PRE_REVIEW, "limit": limit, **patterns}
        statement = _FOUND + "".join(_HAS.format(number=number) for number in range(len(terms))) + _NEWEST
        return self._read(statement, asked)

    def approved(self) -> tuple[OwnProduct, ...]:
        """Every approved product, the one made last first."""
        return self._read(_ALL, {"family": PRE_REVIEW})

    def _read(self, statement: str, asked: Mapping[str, object]) -> tuple[OwnProduct, ...]:
        with faults.database(), self._lend() as connection:
            rows = connection.execute(text(statement), asked).all()
        return tuple(
            OwnProduct(
                found, title, hs_code, str(name_en), search.sounds_of_names(searched), number, str(model), str(replaces)
            )
            for found, title, hs_code, searched, number, name_en, model, replaces in rows
        )
