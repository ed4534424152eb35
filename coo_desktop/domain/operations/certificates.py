"""Making certificates from what is known: 智能创建 opens one filled from approved products."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coo_desktop.domain.agreements import NON_PREFERENTIAL
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import PRE_REVIEW, Change, Document
from coo_desktop.domain.documents.field_access import rows_of
from coo_desktop.domain.errors import Locked, NotFound, Refused
from coo_desktop.domain.filling.assists import judged_criteria, product_facts
from coo_desktop.domain.filling.fills import filled_row
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.operations.drafts import editable, existing, fresh_rows, start, store_edit
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.origin.verdict import Need, Standing
from coo_desktop.domain.ports import Unit
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.tariff.comparison import NO_BENEFIT, SAVES, SOME_LINES, Comparison, DutyOffer


@dataclass(frozen=True)
class Possible:
    """One certificate that could be made: the form and, for each product, its determination (None: nothing to ask).

    `rates` has for each product every agreement's rate at the destination, once they were looked up.
    """

    form: FormType
    found: tuple[Determination | None, ...]
    rates: tuple[Comparison, ...] = ()

    @property
    def verdict(self) -> Standing:
        """How the product stands that stands worst."""
        verdicts = (Standing.UNKNOWN if found is None else found.standing for found in self.found)
        return max(verdicts, key=lambda standing: standing.rank, default=Standing.HOLDS)

    @property
    def verified(self) -> bool:
        """Whether every answer rests on rules that were verified, or on none."""
        return all(found is not None and (found.verified or found.rule is None) for found in self.found)

    @property
    def criterion(self) -> str:
        """The form's criterion that holds or would hold for every product, or empty."""
        common = set.intersection(*(_held(self.form, found) for found in self.found)) if self.found else set()
        return next((known.id for known in self.form.criteria if known.id in common), "")

    @property
    def needs(self) -> tuple[Need, ...]:
        """What would settle the answer while it is open."""
        return tuple(dict.fromkeys(need for found in self.found if found for need in found.needs))

    @property
    def offers(self) -> tuple[DutyOffer, ...]:
        """For each product the rate under the form's agreement; empty for a form without preference."""
        offers = [compared.offer(self.form.agreement) for compared in self.rates if self.form.agreement]
        return tuple(offer for offer in offers if offer is not None)

    @property
    def standing(self) -> tuple[int, int]:
        """Its place by what it saves: first what surely saves, the most first, then what nobody knows, then nothing."""
        gains = [gain for offer in self.offers for gain in offer.gains_e4]
        if any(offer.benefit in (SAVES, SOME_LINES) for offer in self.offers):
            return 0, -sum(gain or 0 for gain in gains) // len(gains)
        useless = self.offers and all(offer.benefit == NO_BENEFIT for offer in self.offers)
        return (2 if useless or not self.form.agreement else 1), 0


def possible(rules: Rulebook, products: Sequence[Document], destination: str, on: dt.date) -> tuple[Possible, ...]:
    """Every certificate form for these products and this destination: what holds, would hold, is unknown, fails."""
    made = [
        Possible(form, tuple(_ask(rules, form, product, destination, on) for product in products))
        for form in rules.book.current("certificate")
        if goods_field(form) is not None and _reaches(rules, form, destination, on)
    ]
    return tuple(sorted(made, key=lambda one: (one.verdict.rank, not one.verified, not one.form.agreement)))


def with_rates(ones: Sequence[Possible], rates: Sequence[Comparison]) -> tuple[Possible, ...]:
    """The same certificates with the rates of their products, in their order; of what can be made the best first."""
    told = [replace(one, rates=tuple(rates)) for one in ones]
    return tuple(
        sorted(told, key=lambda one: (one.verdict.rank, *one.standing, not one.verified, not one.form.agreement))
    )


def start_from_products(
    unit: Unit, form_id: str, product_ids: Iterable[str], destination: str, criterion: str = ""
) -> Change:
    """A new certificate with a goods line for each approved product; raises Refused(why="product_not_approved")."""
    form = unit.rules.form(form_id)
    goods = goods_field(form)
    if goods is None or goods.item_type is None:
        raise NotFound(id=form_id, what="goods")
    rows = []
    for product_id in product_ids:
        product = unit.document(product_id)
        if product is None or product.family != PRE_REVIEW or product.stage != "approved":
            raise Refused(why=Rule.PRODUCT_NOT_APPROVED, id=product_id)
        rows.append(_line(goods, product, criterion))
    values: dict[str, Any] = {goods.id: rows}
    for name in ("destination_country", "consignee_country"):
        if name in form.stored and destination:
            values[name] = destination
    return start(unit, form_id, values)


def split(unit: Unit, document_id: str) -> Change:
    """Puts the goods lines over the form's limit onto as many further certificates as they need.

    The document keeps the first lines; each further certificate copies all else from it, with rows of its own. Raises
    Locked when the document cannot be edited now, Refused(why="nothing_to_split") when its lines fit.
    """
    document = existing(unit, document_id)
    form = unit.rules.form(document.form)
    goods = goods_field(form)
    if not editable(document):
        raise Locked(id=document_id, stage=document.stage, delivery=document.delivery, event="split")
    lines = rows_of(document.values, goods.id) if goods is not None else []
    if goods is None or form.item_limit is None or len(lines) <= form.item_limit:
        raise Refused(why=Rule.NOTHING_TO_SPLIT, id=document_id, limit=form.item_limit, count=len(lines))
    parts = [lines[start : start + form.item_limit] for start in range(0, len(lines), form.item_limit)]
    kept = store_edit(unit, replace(document, values={**document.values, goods.id: parts[0]}))
    links = {"copied_from": document.id}
    made = [start(unit, form.id, fresh_rows(form, {**document.values, goods.id: part}), links) for part in parts[1:]]
    ids = (kept.id, *(made_id for change in made for made_id in change.ids))
    return Change(ids=ids, families=frozenset({document.family}), document=kept)


def goods_field(form: FormType) -> FieldSpec | None:
    """The field whose rows are goods lines: the items field with a link to pre-reviews."""
    return next((spec for spec in form.fields if _product_link(spec) is not None), None)


def _product_link(goods: FieldSpec) -> FieldSpec | None:
    parts = goods.item_type.fields if goods.item_type else ()
    return next((part for part in parts if part.family == PRE_REVIEW), None)


def _line(goods: FieldSpec, product: Document, criterion: str) -> dict[str, Any]:
    specs = goods.item_type.by_id if goods.item_type else {}
    row = {"id": new_id(), **product_facts(product, specs)}
    if (link := _product_link(goods)) is not None:
        row[link.id] = product.id
    if criterion and "criterion" in specs:
        row["criterion"] = criterion
    return filled_row(goods, row)


def _ask(rules: Rulebook, form: FormType, product: Document, destination: str, on: dt.date) -> Determination | None:
    return rules.determination(product, form.agreement or NON_PREFERENTIAL, destination, on)


def _reaches(rules: Rulebook, form: FormType, destination: str, on: dt.date) -> bool:
    """Whether the form serves the destination: an agreement's forms its members, the others every country."""
    if not form.agreement or not destination:
        return True
    if form.agreement not in rules.agreements:
        return destination in form.members
    return rules.agreements.get(form.agreement).is_party(destination, on)


def _held(form: FormType, found: Determination | None) -> set[str]:
    """The form's criteria that hold, or would hold once a list or a text is looked up; checks ask for that."""
    if found is None or found.standing not in (Standing.HOLDS, Standing.WOULD_HOLD):
        return set()
    return {criterion.id for criterion, judged in judged_criteria(form, found) if judged.holds}
