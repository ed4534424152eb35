"""A void pre-review's successor put into every goods line that carries the old one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from coo_desktop.domain.agreements import NON_PREFERENTIAL
from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.field_access import Row, rows_of, text_of
from coo_desktop.domain.filling.assists import criterion_offers, judged_criteria, product_facts
from coo_desktop.domain.filling.computed import package_text
from coo_desktop.domain.forms.form_type import FieldSpec, Words
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.repairs.repair import Fix, RepairContext, by_field, row_at, with_rows

#: A verdict in Chinese, and in English as it was and as it is.
_VERDICTS = {
    True: ("成立", "held", "holds"),
    False: ("不成立", "did not hold", "does not hold"),
    None: ("无法判定", "was not decided", "is not decided"),
}


class Successions(Protocol):
    """Where a successor is looked up: the store's reader."""

    def document(self, document_id: str) -> Document | None: ...
    def redeclared(self, document_id: str) -> Document | None:
        """The pre-review that declares a void one again, the approved one first."""


def successor_of(reader: Successions, product: Document) -> Document | None:
    """The approved pre-review that took a void one's place, over any number of steps.

    The office names the successor of an adjusted one; one that it voided by itself is found by who declares it again.
    """
    passed = {product.id}
    while True:
        told = str(product.facts.get("replacedBy") or "")
        following = (reader.document(told) if told else None) or reader.redeclared(product.id)
        if following is None or following.deleted or following.id in passed:
            return None
        if following.stage != "voided":
            return following if following.stage == "approved" else None
        passed.add(following.id)
        product = following


def put_successor(asked: RepairContext, found: Sequence[Problem]) -> Iterator[Fix]:
    """One fix for each void product. What came from the product follows, what the clerk typed stays; the lines whose
    origin is answered differently for the successor are named."""
    for name, problems in by_field(found).items():
        lines: dict[str, list[tuple[Problem, Row]]] = {}
        for problem in problems:
            row = row_at(asked.values, problem)
            if row is not None:
                lines.setdefault(text_of(row, problem.part), []).append((problem, row))
        for product_id, carried in lines.items():
            old = asked.context.product(product_id)
            new = asked.successor(old) if old is not None else None
            if old is not None and new is not None:
                yield _fix(asked, name, carried, old, new)


def _fix(asked: RepairContext, name: str, carried: Sequence[tuple[Problem, Row]], old: Document, new: Document) -> Fix:
    link, specs = carried[0][0].part, asked.parts(name)
    before, after = _determined(asked, old), _determined(asked, new)
    changed = {str(row["id"]): {**row, link: new.id, **_facts(specs, row, old, new)} for _, row in carried}
    values = {**asked.values, **with_rows(asked.values, name, changed)}
    for _, row in carried:
        fresh = changed[str(row["id"])]
        fresh |= _description(asked, values, row, fresh) | _percent(asked, specs, row, before, after)
    facts = {
        "name": text_of(new.values, "name_zh") or text_of(new.values, "name_en"),
        "number": new.facts.get("number") or "—",
        "count": len(carried),
    }
    places = [row.get("id") for row in rows_of(asked.values, name)]
    notes = _notes(asked, [(places.index(row["id"]) + 1, row) for _, row in carried], before, after)
    return Fix(with_rows(asked.values, name, changed), tuple(p for p, _ in carried), facts, tuple(notes))


def _facts(specs: Mapping[str, FieldSpec], row: Row, old: Document, new: Document) -> dict[str, Any]:
    """What the line has of the old product as it was brought in, as the new one has it."""
    before, after = product_facts(old, specs), product_facts(new, specs)
    return {part: told for part, told in after.items() if told and text_of(row, part) in ("", before[part])}


def _description(asked: RepairContext, values: Mapping[str, Any], row: Row, fresh: Row) -> dict[str, Any]:
    """A description that auto-fill wrote and nobody has changed since, written anew."""
    written = package_text(asked.form, asked.values, row)[0]
    if not written or text_of(row, "description") != written:
        return {}
    return {"description": package_text(asked.form, values, fresh)[0]}


def _percent(
    asked: RepairContext,
    specs: Mapping[str, FieldSpec],
    row: Row,
    before: Determination | None,
    after: Determination | None,
) -> dict[str, Any]:
    """The percentage of the line's criterion where it was the old product's."""
    told = [_percent_of(asked, specs, text_of(row, "criterion"), found) for found in (before, after)]
    return {"criterion_percent": told[1]} if told[0] and told[1] and row.get("criterion_percent") == told[0] else {}


def _percent_of(
    asked: RepairContext, specs: Mapping[str, FieldSpec], criterion: str, found: Determination | None
) -> str:
    offers = criterion_offers(asked.form, found, specs) if found is not None else ()
    fills = (offer.fills for offer in offers if offer.fills.get("criterion") == criterion)
    return next((str(each.get("criterion_percent", "")) for each in fills), "")


def _determined(asked: RepairContext, product: Document) -> Determination | None:
    importer = text_of(asked.values, "destination_country")
    agreement, today = asked.form.agreement or NON_PREFERENTIAL, asked.context.today
    return asked.rules.determination(product, agreement, importer, today)


def _notes(
    asked: RepairContext, rows: Sequence[tuple[int, Row]], before: Determination | None, after: Determination | None
) -> Iterator[Words]:
    """The lines whose origin answer is another one for the successor: the verdict, or whether their criterion holds."""
    changed: dict[str, list[int]] = {}
    for place, row in rows:
        changed.setdefault(text_of(row, "criterion"), []).append(place)
    for criterion, places in changed.items():
        was, now = _answer(asked, criterion, before), _answer(asked, criterion, after)
        if was != now:
            zh, en = (f"标准 {criterion} ", f"criterion {criterion}") if criterion else ("原产资格", "the origin")
            told, row_word = [str(place) for place in places], "row" if len(places) == 1 else "rows"
            yield Words(
                zh_CN=f"第 {'、'.join(told)} 行：{zh}原来{_VERDICTS[was][0]}，现在{_VERDICTS[now][0]}，请核对。",
                en=f"Check {row_word} {', '.join(told)}: {en} {_VERDICTS[was][1]} before and {_VERDICTS[now][2]} now.",
            )


def _answer(asked: RepairContext, criterion: str, found: Determination | None) -> bool | None:
    if found is None or not criterion:
        return found.qualifies if found is not None else None
    judged = [each.holds for known, each in judged_criteria(asked.form, found) if known.id == criterion]
    held = True if True in judged else None if None in judged else False
    return found.qualifies if held else held
