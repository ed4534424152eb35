"""The statements behind list pages: one index gives a page its order and answers its filters on the way."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from coo_desktop.domain.documents.document import Concern, Query, Row
from coo_desktop.domain.documents.lifecycle import EDITABLE
from coo_desktop.domain.documents.succession import OVER
from coo_desktop.domain.documents.todo import DEPARTURE, EVIDENCE_FIELD, OPEN
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.language import finding
from coo_desktop.domain.office.release import DECIDING, FACT, ReleaseState
from coo_desktop.store.database import schema, search

#: Up to so many index hits are fetched and sorted; more are common words, met soon enough on a walk in list order.
FEW = 1000
_LIMIT = 1000
_IN_COLUMN = ("hs_code", "destination", "partner", "invoice", "number")
_columns = schema.document.c


def counting(document: FromClause) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a successor keeps others from the place of its original."""
    return document.c.deleted == 0, document.c.stage.not_in(OVER)


def _successor() -> ColumnElement[str]:
    """The id of the document that is to take a row's place, one that the backend stores before one that it does not."""
    link, other = schema.succession.alias(), schema.document.alias()
    found = select(other.c.id).join(link, link.c.document == other.c.id)
    found = found.where(link.c.original == _columns.id, *counting(other))
    first = found.order_by(other.c.rev.is_(None), other.c.id).limit(1)
    return func.coalesce(first.scalar_subquery(), "").label("successor")


def _rival() -> ColumnElement[str]:
    """The id of the document that the backend has in the place which a row wanted to take."""
    mine, link, other = schema.succession.alias(), schema.succession.alias(), schema.document.alias()
    found = select(other.c.id).join(link, link.c.document == other.c.id).join(mine, mine.c.original == link.c.original)
    wanted = (mine.c.document == _columns.id, other.c.id != _columns.id, other.c.rev.is_not(None))
    first = found.where(*wanted, _columns.rev.is_(None), *counting(other)).order_by(other.c.id).limit(1)
    return func.coalesce(first.scalar_subquery(), "").label("rival")


_FOUND = {"successor": _successor(), "rival": _rival()}
_ROW = [_FOUND[name] if name in _FOUND else _columns[name] for name in Row.__slots__]


def page(query: Query, hits: Sequence[int] | None) -> Select[Any]:
    """One page of rows; `hits` are the few rows the text can be in, None when there are many or no text."""
    if query.order not in schema.ORDERS:
        raise Refused(why="order", order=query.order)
    order, key = _columns[query.order], _columns.id
    statement = select(*_ROW).where(*_narrowed(query, hits), *_filters(query))
    if query.after is not None:
        here, last = tuple_(order, key), tuple_(*query.after)
        statement = statement.where(here < last if query.descending else here > last)
    ordered = (order.desc(), key.desc()) if query.descending else (order, key)
    return statement.order_by(*ordered).limit(min(query.limit, _LIMIT))


def total(queries: Sequence[Query]) -> Select[Any]:
    """How many rows all pages of all queries have together; a row that several have counts once."""
    matches = []
    for query in queries:
        conditions = [*_narrowed(query, None), *_filters(query)]
        if expression := _expression(query):
            found = select(schema.search.c.rowid).where(schema.search.c.words.match(expression))
            conditions.append(_columns.seq.in_(found))
        matches.append(and_(*conditions))
    return select(func.count()).select_from(schema.document).where(or_(*matches))


def hits(query: Query) -> Select[Any] | None:
    """The statement for one more than `FEW` rows the text can be in; None when the index cannot help."""
    expression = _expression(query)
    if not expression:
        return None
    return select(schema.search.c.rowid).where(schema.search.c.words.match(expression)).limit(FEW + 1)


def authors(family: str) -> Select[Any]:
    """Who made the documents of a family, each once, from the index of authors alone."""
    statement = select(_columns.author).where(_columns.family == family, _columns.deleted == 0)
    return statement.distinct().order_by(_columns.author)


def newest(family: str, form: str, partner: str, limit: int) -> Select[Any]:
    """The last documents that were begun of a form, with one partner if there is one: ids sort by age, so the index of
    partners, or else that of forms, gives them in order."""
    statement = select(schema.document).where(_columns.family == family, _columns.deleted == 0)
    if partner:
        statement = statement.where(_columns.partner == partner, _aside(_columns.form) == form)
    else:
        statement = statement.where(_columns.form == form)
    return statement.order_by(_columns.id.desc()).limit(limit)


def _narrowed(query: Query, hits: Sequence[int] | None) -> list[ColumnElement[bool]]:
    if hits is None:
        return [_columns.family == query.family, _columns.deleted == 0]
    return [_columns.seq.in_(hits), _aside(_columns.family) == query.family, _aside(_columns.deleted) == 0]


def _filters(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        _aside(_columns[name]).in_(wanted)
        for name, wanted in (
            ("form", query.forms),
            ("stage", query.stages),
            ("print_state", query.print_states),
            ("author", query.authors),
            ("id", query.documents),
        )
        if wanted
    ]
    if query.made_from:
        conditions.append(_columns.made_on >= query.made_from)
    if query.made_to:
        conditions.append(_columns.made_on <= query.made_to)
    conditions += _concern(query)
    for name in _IN_COLUMN:
        if text := finding.folded(getattr(query, name)).strip():
            found = _columns[name].like(search.pattern(text), escape="\\")
            sounds = _columns.search.like(search.partner_pattern(text), escape="\\")
            conditions.append(found | sounds if name == "partner" else found)
    for term in finding.terms(query.text):
        conditions.append(_columns.search.like(search.pattern(term), escape="\\"))
    return conditions


def _concern(query: Query) -> list[ColumnElement[bool]]:
    """What a Concern means; the index of the list tells most rows by their stage, without their bodies."""
    stage = _aside(_columns.stage)
    match query.concern:
        case Concern.UNSENT:
            return [stage == "ready", _columns.delivery == ""]
        case Concern.CONFLICTS:
            open_ones = select(schema.conflict.c.document).where(schema.conflict.c.resolved == 0)
            return [_columns.conflicts > 0, _columns.id.in_(open_ones)]
        case Concern.DEPARTING:
            departure = func.json_extract(_columns["values"], f"$.{DEPARTURE}")
            return [stage.in_(OPEN), departure.like("____-__-__"), departure <= query.departs_by]
        case Concern.UNPRINTED:
            return [stage == "approved", _aside(_columns.print_state) == "not_printed"]
        case Concern.EVIDENCE:
            return [stage == "returned", _asks_for_evidence()]
        case Concern.TO_CHECK:
            others = _columns.author != query.person, _released("askedBy") != query.person
            return [stage.in_(EDITABLE), _released("state") == ReleaseState.ASKED, *others, _is_undecided()]
        case Concern.GIVEN_BACK:
            mine = _released("askedBy") == query.person
            return [stage.in_(EDITABLE), _released("state") == ReleaseState.GIVEN_BACK, mine, _is_undecided()]
        case None:
            return []


def _asks_for_evidence() -> ColumnElement[bool]:
    """Whether one of the examiner's reasons names the field of evidence, whatever else the facts hold."""
    reasons = func.json_tree(_columns.facts, "$.reasons").table_valued("key", "atom")
    named = reasons.c.atom.like(f"{EVIDENCE_FIELD}/%") | (reasons.c.atom == EVIDENCE_FIELD)
    return exists().where(reasons.c.key == "field", named)


def _released(name: str) -> ColumnElement[str]:
    """A member of what the facts say of a second pair of eyes; see office.release."""
    return func.json_extract(_columns.facts, f"$.{FACT}.{name}")


def _is_undecided() -> ColumnElement[bool]:
    """Whether no step of this desk waits in the outbox that decides about it."""
    outbox = schema.outbox.c
    action = func.json_extract(outbox.body, "$.action")
    decided = outbox.kind == "request", outbox.state != "refused", action.in_(DECIDING)
    return ~exists().where(outbox.document == _columns.id, *decided)


def _aside(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column as a filter that must not choose the index: the index is there for the order (SQLite's unary plus)."""
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def _expression(query: Query) -> str:
    wanted = [*finding.terms(query.text)]
    for name in _IN_COLUMN:
        wanted.extend(finding.terms(getattr(query, name)))
    return search.expression(tuple(dict.fromkeys(wanted)))
