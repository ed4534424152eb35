"""The statements behind list pages, as text: one index gives a page its order and answers its filters on the way.

Nothing here needs SQLAlchemy: the first rows on the screen are read by the driver alone, before it is loaded. What is
looked for by words is asked of the index of words once a statement, beside the index of the order; the row itself is
read only where its text has to decide.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coo_desktop.domain.documents.document import Concern, Query, Row
from coo_desktop.domain.documents.lifecycle import EDITABLE
from coo_desktop.domain.documents.succession import OVER
from coo_desktop.domain.documents.todo import DEPARTURE, EVIDENCE_FIELD, OPEN
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.language import finding
from coo_desktop.store.database import search

#: Up to so many hits of the index of words are fetched and sorted; more are met on a walk in the order of the list.
FEW = 1000
LIMIT = 1000
#: The columns a list may be ordered by; each has an index that also answers the list's filters.
ORDERS = (
    "updated_at",
    "made_on",
    "title",
    "number",
    "hs_code",
    "destination",
    "partner",
    "invoice",
    "form",
    "stage",
    "print_state",
    "author",
)
_IN_COLUMN = ("hs_code", "destination", "partner", "invoice", "number")
Value = str | int | None


class Statement(NamedTuple):
    """A text of SQL, or a piece of one, and its parameters in their order."""

    text: str
    values: tuple[Value, ...] = ()


def _joined(link: str, pieces: Iterable[Statement]) -> Statement:
    parts = tuple(pieces)
    return Statement(link.join(part.text for part in parts), tuple(value for part in parts for value in part.values))


def listed(texts: Iterable[str]) -> str:
    """Constants of the program as a list of SQL."""
    return ", ".join(f"'{text}'" for text in texts)


#: The condition under which a successor `o` keeps others from the place of its original.
_COUNTING = f"o.deleted = 0 AND o.stage NOT IN ({listed(OVER)})"
_FOUND = {
    # The document that is to take a row's place, one that the backend stores before one that it does not.
    "successor": "coalesce((SELECT o.id FROM document o JOIN succession l ON l.document = o.id"
    f" WHERE l.original = document.id AND {_COUNTING} ORDER BY o.rev IS NULL, o.id LIMIT 1), '')",
    # The document that the backend has in the place which a row wanted to take.
    "rival": "coalesce((SELECT o.id FROM succession m JOIN succession l ON l.original = m.original"
    " JOIN document o ON o.id = l.document WHERE m.document = document.id AND document.rev IS NULL"
    f" AND o.id <> document.id AND o.rev IS NOT NULL AND {_COUNTING} ORDER BY o.id LIMIT 1), '')",
}
_DEPARTURE = f"json_extract(document.\"values\", '$.{DEPARTURE}')"
# Whether one of the examiner's reasons names the field of evidence, whatever else the facts hold.
_ASKS_FOR_EVIDENCE = (
    "EXISTS (SELECT 1 FROM json_tree(document.facts, '$.reasons') AS reason WHERE reason.\"key\" = 'field'"
    f" AND (reason.atom LIKE '{EVIDENCE_FIELD}/%' OR reason.atom = '{EVIDENCE_FIELD}'))"
)
_HAS_CONFLICTS = "document.id IN (SELECT conflict.document FROM conflict WHERE conflict.resolved = 0)"
_ROW = ", ".join(_FOUND.get(name, f"document.{name}") for name in Row._fields)


def page(query: Query, hits: Sequence[int] | None = None) -> Statement:
    """One page of rows; `hits` are the only rows that are meant, None when all are."""
    end = Statement(" LIMIT ? OFFSET ?", (min(query.limit, LIMIT), query.offset))
    return _joined("", (Statement(f"SELECT {_ROW}"), _from(query, hits), _in_order(query), end))


def lines(ids: Iterable[str]) -> Statement:
    """The rows with these ids, of whatever family, deleted ones included."""
    text = f"SELECT {_ROW} FROM document WHERE document.id IN (SELECT value FROM json_each(?))"
    return Statement(text, (json.dumps(list(ids)),))


def members(query: Query, hits: Sequence[int] | None = None) -> Statement:
    """The numbers of all rows that a query finds, in its order."""
    return _joined("", (Statement("SELECT document.seq"), _from(query, hits, whole=True), _in_order(query)))


def mark(query: Query, every: int) -> Statement:
    """(order value, id) of the so manieth row after `query.after`: the rows between are counted in the index alone."""
    head, end = Statement(f"SELECT document.{query.order}, document.id"), Statement(" LIMIT 1 OFFSET ?", (every - 1,))
    return _joined("", (head, _from(query), _in_order(query), end))


def keys(query: Query, ids: Iterable[str]) -> Statement:
    """(order value, id) of those of these rows that a query finds."""
    wanted = Statement(" AND document.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
    return _joined("", (Statement(f"SELECT document.{query.order}, document.id"), _from(query), wanted))


def stretch(query: Query, last: tuple[str, str] | None = None) -> Statement:
    """How many rows stand after `query.after`, up to and with the row of this key if there is one."""
    sign = ">=" if query.descending else "<="
    text = f" AND (document.{query.order}, document.id) {sign} (?, ?)"
    end = Statement(text, last) if last is not None else Statement("")
    return _joined("", (Statement("SELECT count(*)"), _from(query), end))


def total(queries: Sequence[Query]) -> Statement:
    """How many rows all pages of all queries have together; a row that several have counts once."""
    wheres = (
        Statement(f"({part.text})", part.values) for part in (_where(query, None, whole=True) for query in queries)
    )
    return _joined("", (Statement("SELECT count(*) FROM document WHERE "), _joined(" OR ", wheres)))


def hits(query: Query) -> Statement | None:
    """The statement for one more than `FEW` rows the words can be in; None when the index cannot help."""
    expression = words_of(query)
    text = f"SELECT rowid FROM search WHERE words MATCH ? LIMIT {FEW + 1}"
    return Statement(text, (expression,)) if expression else None


def numbers(ids: Iterable[str]) -> Statement:
    """(number, id) of the rows with these ids."""
    text = "SELECT seq, id FROM document WHERE id IN (SELECT value FROM json_each(?))"
    return Statement(text, (json.dumps(list(ids)),))


def authors(family: str) -> Statement:
    """Who made the documents of a family, each once, from the index of authors alone."""
    text = "SELECT DISTINCT document.author FROM document WHERE document.family = ? AND document.deleted = 0"
    return Statement(f"{text} ORDER BY document.author", (family,))


def words_of(query: Query) -> str:
    """What the index of words is asked for a query; "" where it is not."""
    wanted = [*finding.terms(query.text)]
    for name in _IN_COLUMN:
        wanted.extend(finding.terms(getattr(query, name)))
    return "" if query.documents else search.expression(tuple(dict.fromkeys(wanted)))


def _from(query: Query, hits: Sequence[int] | None = None, *, whole: bool = False) -> Statement:
    return _joined("", (Statement(" FROM document WHERE "), _where(query, hits, whole=whole)))


def _in_order(query: Query) -> Statement:
    way = "DESC" if query.descending else "ASC"
    return Statement(f" ORDER BY document.{query.order} {way}, document.id {way}")


def _where(query: Query, hits: Sequence[int] | None, *, whole: bool) -> Statement:
    """A `whole` answer meets rows without end: what a column has is then asked of its index, once for all of them."""
    if query.order not in ORDERS:
        raise Refused(why="order", order=query.order)
    texts = _texts(query, whole and hits is None)
    return _joined(" AND ", (*_narrowed(query, hits), *_filters(query), *texts, *_after(query)))


def _narrowed(query: Query, hits: Sequence[int] | None) -> Iterator[Statement]:
    """A plus before a column keeps it from choosing the index: the index is there for the order."""
    if hits is not None:
        yield Statement(f"document.seq IN ({', '.join(map(str, map(int, hits)))})")
        yield Statement("+document.family = ? AND +document.deleted = 0", (query.family,))
        return
    yield Statement("document.family = ? AND document.deleted = 0", (query.family,))
    if words := words_of(query):
        yield Statement("+document.seq IN (SELECT rowid FROM search WHERE words MATCH ?)", (words,))


def _filters(query: Query) -> Iterator[Statement]:
    for name, wanted in (
        ("form", query.forms),
        ("stage", query.stages),
        ("print_state", query.print_states),
        ("author", query.authors),
    ):
        if wanted:
            yield Statement(f"+document.{name} IN ({', '.join('?' * len(wanted))})", wanted)
    if query.documents:
        yield Statement("+document.id IN (SELECT value FROM json_each(?))", (json.dumps(query.documents),))
    if query.made_from:
        yield Statement("document.made_on >= ?", (query.made_from,))
    if query.made_to:
        yield Statement("document.made_on <= ?", (query.made_to,))
    if query.concern is not None:
        yield from _of_concern(query)


def _of_concern(query: Query) -> Iterator[Statement]:
    """What a Concern asks of a row; the index of the list tells most rows by their stage, without their bodies."""
    match query.concern:
        case Concern.UNSENT:
            yield Statement("+document.stage = 'ready' AND document.delivery = ''")
        case Concern.CONFLICTS:
            yield Statement(f"document.conflicts > 0 AND {_HAS_CONFLICTS}")
        case Concern.DEPARTING:
            yield Statement(f"+document.stage IN ({listed(OPEN)})")
            yield Statement(f"{_DEPARTURE} LIKE '____-__-__' AND {_DEPARTURE} <= ?", (query.departs_by,))
        case Concern.UNPRINTED:
            yield Statement("+document.stage = 'approved' AND +document.print_state = 'not_printed'")
        case Concern.EVIDENCE:
            yield Statement(f"+document.stage = 'returned' AND {_ASKS_FOR_EVIDENCE}")
        case Concern.TO_CHECK | Concern.GIVEN_BACK:
            yield from _of_release(query)


def _of_release(query: Query) -> Iterator[Statement]:
    """What waits for a second pair of eyes, or comes back from it; see office.release.

    A step of this desk that decides about it may wait in the outbox: then it waits for nobody here.
    """
    from coo_desktop.domain.office.release import DECIDING, FACT, ReleaseState  # needs the declarations of forms

    state, asker = (f"json_extract(document.facts, '$.{FACT}.{name}')" for name in ("state", "askedBy"))
    yield Statement(f"+document.stage IN ({listed(sorted(EDITABLE))})")
    if query.concern is Concern.TO_CHECK:
        yield Statement(f"{state} = '{ReleaseState.ASKED}' AND document.author <> ?", (query.person,))
        yield Statement(f"{asker} <> ?", (query.person,))
    else:
        yield Statement(f"{state} = '{ReleaseState.GIVEN_BACK}' AND {asker} = ?", (query.person,))
    yield Statement(
        "NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.document = document.id AND outbox.kind = 'request'"
        f" AND outbox.state <> 'refused' AND json_extract(outbox.body, '$.action') IN ({listed(DECIDING)}))"
    )


def _texts(query: Query, by_index: bool) -> Iterator[Statement]:
    """What the texts of a row decide, and the index of words has not decided already."""
    for name in _IN_COLUMN:
        if not (text := finding.folded(getattr(query, name)).strip()):
            continue
        has = Statement(rf"document.{name} LIKE ? ESCAPE '\'", (search.pattern(text),))
        if by_index:
            inside = f"SELECT i.seq FROM document i WHERE i.family = ? AND i.deleted = 0 AND i.{name} LIKE ?"
            has = Statement(rf"+document.seq IN ({inside} ESCAPE '\')", (query.family, *has.values))
        if name == "partner":
            sounds = Statement(r"document.search LIKE ? ESCAPE '\'", (search.partner_pattern(text),))
            has = _joined("", (Statement("("), _joined(" OR ", (has, sounds)), Statement(")")))
        yield has
    for term in finding.terms(query.text):
        if query.documents or not search.is_exact(term):
            yield Statement(r"document.search LIKE ? ESCAPE '\'", (search.pattern(term),))


def _after(query: Query) -> Iterator[Statement]:
    if query.after is not None:
        sign = "<" if query.descending else ">"
        yield Statement(f"(document.{query.order}, document.id) {sign} (?, ?)", query.after)
