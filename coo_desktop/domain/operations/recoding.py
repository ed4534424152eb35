"""转版: stored products whose codes changed, and giving many of them their new codes in one commit.

An approved product is not changed: it gets an adjusting copy with the new code, which is sent for review like any.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from coo_desktop.domain.documents.document import PRE_REVIEW, Change, Document, Query, Values
from coo_desktop.domain.documents.field_access import rows_of, text_of
from coo_desktop.domain.errors import Locked, Outdated
from coo_desktop.domain.hs.candidates import Candidate
from coo_desktop.domain.hs.codes import digits_of, edition_of
from coo_desktop.domain.hs.outdated import Books, OutdatedCode, Remembered, outdated
from coo_desktop.domain.office.notices import NOTICE
from coo_desktop.domain.operations import drafts, notices, sending
from coo_desktop.domain.ports import Reader, Unit

#: The family under which a Change tells that products were looked through or given new codes.
RECODING = "recoding"
#: Setting: what was found last, against which packs and in which year.
FOUND = "recoding.found"
#: Setting: "document/path" -> "code@edition" that a person has chosen, so that it is not asked again.
CHOSEN = "recoding.chosen"
#: No more notices than this at once; the page shows the rest.
MOST_NOTICES = 200
#: A notice names so many candidates, each by so much of its name.
_NAMED, _NAME_LENGTH = 8, 16
#: Progress is told once in so many products.
_STEP = 100
_OVER = ("voided", "deleted")


@dataclass(frozen=True, slots=True)
class Affected:
    """A product, or one of its materials, whose code has to be looked at; `path` names the code as `walk` does.

    It is `changeable` by its author now, or in an adjusting copy once it is approved; not while it is reviewed.
    """

    document: str
    path: str
    stage: str
    changeable: bool
    title: str
    part: str
    found: OutdatedCode


@dataclass(frozen=True, slots=True)
class Recoding:
    """One code and what takes its place; the same again says that a person looked and keeps it."""

    document: str
    path: str
    old: str
    new: str


def affected(
    reader: Reader, books: Books, on: dt.date, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> tuple[Affected, ...]:
    """Every stored product with an outdated code, the newest first; one that is being adjusted counts in its copy.

    Reads all products, in one pass over the table: belongs on a worker.
    """
    chosen: Mapping[str, str] = reader.setting(CHOSEN, {})
    books = Remembered(books)
    count = reader.count(Query(family=PRE_REVIEW))
    found, adjusted = list[tuple[str, str, Affected]](), set[str]()
    for number, document in enumerate(reader.whole.of(PRE_REVIEW), 1):
        if document.stage not in _OVER:
            adjusted.add(str(document.links.get("adjusts", "")))
            changed = document.updated_at, document.id
            found += ((*changed, each) for each in _in_one(document, books, on, chosen))
        if number % _STEP == 0 or number == count:
            progress(number, count)
    found.sort(key=lambda one: one[:2], reverse=True)
    return tuple(each for _at, _id, each in found if each.document not in adjusted)


def recode(unit: Unit, recodings: Sequence[Recoding]) -> Change:
    """Puts the new codes in, all or none; raises Outdated where a code is no longer the old one, Locked in review."""
    edition = edition_of(unit.clock.today().year)
    chosen = dict(unit.setting(CHOSEN, {}))
    ids = list[str]()
    for document_id, group in groupby(sorted(recodings, key=_document_of), key=_document_of):
        wanted = list(group)
        document = drafts.existing(unit, document_id)
        if any(each.old != each.new for each in wanted):
            document = _target(unit, document)
            values = _with(document, wanted)
            document = drafts.store_edit(unit, dataclasses.replace(document, values=values))
            ids.append(document.id)
        for each in wanted:
            chosen[f"{document.id}/{each.path}"] = f"{each.new}@{edition}"
    unit.put_setting(CHOSEN, chosen)
    return Change(ids=tuple(ids), families=frozenset({PRE_REVIEW, RECODING}))


def undo(unit: Unit, recodings: Sequence[Recoding], ids: Iterable[str]) -> Change:
    """Takes a `recode` back, `ids` being those of its Change: adjusting copies go, other products get their old codes.

    Raises Outdated where somebody has typed another code since.
    """
    asked = {each.document for each in recodings}
    copies = list[Document]()
    for document_id in ids:
        document = drafts.existing(unit, document_id)
        if document.id not in asked and document.links.get("adjusts") in asked:
            copies.append(document)
    made_from = {str(document.links["adjusts"]): document for document in copies}
    for each in recodings:
        if each.document in made_from and _code_at(made_from[each.document].values, each.path) != each.new:
            raise Outdated(id=each.document, path=each.path)
    for document in copies:
        drafts.discard(unit, document.id)
    back = [each for each in recodings if each.document not in made_from]
    change = recode(unit, [Recoding(each.document, each.path, each.new, each.old) for each in back])
    _forget(unit, {*asked, *(document.id for document in copies)}, {each.path for each in recodings})
    return dataclasses.replace(change, ids=(*change.ids, *(document.id for document in copies)))


def note(unit: Unit, found: Sequence[Affected], mark: str) -> Change:
    """Keeps how many codes of which products were found outdated, and tells each once in a notice."""
    documents = list(dict.fromkeys(each.document for each in found))
    unit.put_setting(FOUND, {"mark": mark, "count": len(found), "documents": documents})
    for each in found[:MOST_NOTICES]:
        facts = {"code": each.found.code, "name": each.part or each.title, "since": each.found.since}
        facts |= _candidate_facts(each.found.candidates[:_NAMED])
        key = f"{RECODING}/{each.document}/{each.path}/{each.found.code}"
        notices.tell(unit, f"code_{each.found.kind}", each.document, facts, key=key)
    return Change(families=frozenset({RECODING, NOTICE}))


def _candidate_facts(candidates: Sequence[Candidate]) -> dict[str, str]:
    """The codes, and the same with their Chinese names for a screen in Chinese."""
    codes, named = [each.code for each in candidates], list[str]()
    for each in candidates:
        name = each.zh or each.heading_zh
        named.append(f"{each.code} {name if len(name) <= _NAME_LENGTH else name[:_NAME_LENGTH] + '…'}".strip())
    return {"candidates": ", ".join(codes) or "—", "candidates_zh_CN": "；".join(named) or "—"}


def _in_one(document: Document, books: Books, on: dt.date, chosen: Mapping[str, str]) -> Iterator[Affected]:
    since = _day(document.created_at, on)
    title = text_of(document.values, "name_zh") or text_of(document.values, "name_en")
    for path, row in _coded(document.values):
        code = digits_of(text_of(row, "hs_code"))
        found = outdated(books, code, since, on, (text_of(row, "name_zh"), text_of(row, "name_en"))) if code else None
        if found is None:
            continue
        is_kept = any(code.startswith(each.code) for each in found.candidates)
        if is_kept and chosen.get(f"{document.id}/{path}") == f"{code}@{edition_of(on.year)}":
            continue
        part = "" if path == "hs_code" else text_of(row, "name_zh") or text_of(row, "name_en")
        changeable = document.stage == "approved" or drafts.editable(document)
        yield Affected(document.id, path, document.stage, changeable, title, part, found)


def _coded(values: Values) -> Iterator[tuple[str, Values]]:
    """Each (path of a code, what it is the code of): the product itself, then its materials."""
    yield "hs_code", values
    for row in rows_of(values, "materials"):
        yield f"materials/{row.get('id', '')}/hs_code", row


def _target(unit: Unit, document: Document) -> Document:
    """What may be typed in: the product itself, or the adjusting copy of an approved one."""
    if document.stage == "approved":
        copy = sending.adjust(unit, document.id).document
        assert copy is not None
        return copy
    if not drafts.editable(document):
        raise Locked(id=document.id, stage=document.stage, delivery=document.delivery, event="save")
    return document


def _with(document: Document, recodings: Iterable[Recoding]) -> Values:
    values: dict[str, Any] = dict(document.values)
    for each in recodings:
        if _code_at(values, each.path) != each.old:
            raise Outdated(id=document.id, path=each.path)
        name, _slash, rest = each.path.partition("/")
        row_id = rest.partition("/")[0]
        if not rest:
            values[name] = each.new
        else:
            rows = rows_of(values, name)
            values[name] = [{**row, "hs_code": each.new} if row.get("id") == row_id else row for row in rows]
    return values


def _code_at(values: Values, path: str) -> str:
    return next((digits_of(text_of(row, "hs_code")) for place, row in _coded(values) if place == path), "")


def _forget(unit: Unit, documents: set[str], paths: set[str]) -> None:
    undone = {f"{document_id}/{path}" for document_id in documents for path in paths}
    kept = {place: code for place, code in unit.setting(CHOSEN, {}).items() if place not in undone}
    unit.put_setting(CHOSEN, kept)


def _document_of(each: Recoding) -> str:
    return each.document


def _day(instant: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(instant[:10])
    except ValueError:
        return otherwise
