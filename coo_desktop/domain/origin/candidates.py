"""Every agreement under which a product could travel between two countries, the best answer first."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from coo_desktop.domain.agreements import NON_PREFERENTIAL, Agreement, Agreements
from coo_desktop.domain.origin.conversion import UNCONVERTED, Conversion, Converted, find, good_in
from coo_desktop.domain.origin.determination import Determination, Margin, determine
from coo_desktop.domain.origin.product import Material, Product
from coo_desktop.domain.origin.ranges import dotted
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.rules import Found, Listing, ProductRule, Rules

_RANK = {True: 0, None: 1, False: 2}


def possible(
    product: Product,
    exporter: str,
    importer: str,
    agreements: Agreements,
    rules: Rules,
    on: date,
    conversion: Conversion = UNCONVERTED,
) -> list[Determination]:
    """One determination per agreement that links the countries on that day, plus the non-preferential one."""
    product = replace(product, exporter=exporter, importer=importer)
    linking: Iterable[Agreement] = agreements.between(exporter, importer, on)
    if NON_PREFERENTIAL in agreements:
        linking = (*linking, agreements.get(NON_PREFERENTIAL))
    found = [look_up(product, agreement, rules, on, conversion) for agreement in linking]
    return sorted(found, key=_rank)


def look_up(
    product: Product, agreement: Agreement, rules: Rules, on: date, conversion: Conversion = UNCONVERTED
) -> Determination:
    """The determination by the product rule the table holds; parts of a code are offered, never chosen.

    Where the rule is written in another edition of the HS, product and materials are judged by their codes there.
    """
    known = find(rules, conversion, agreement.id, product, on)
    good, doubtful = good_in(product, conversion, known)
    answer = _answered(good, agreement, known.found, on)
    notes = (
        *_listed(known.found, product),
        *answer.notes,
        *_converted(product, known, doubtful),
        *_parts(known.found),
        *_contradictions(known.found),
    )
    return replace(answer, hs_code=product.hs_code, notes=notes)


def _answered(good: Product, agreement: Agreement, found: Found, on: date) -> Determination:
    """The answer by the rule, or by what a list says of a code for which it holds none."""
    general = agreement.general_rule
    if found.listing is Listing.UNLISTED and found.rule is not None and general is not None:
        verified = general.verified and found.rule.verified
        law = ProductRule(general.text, general.source, verified, "general", applies=True)
        return determine(good, agreement, law, on)
    answer = determine(good, agreement, found.law, on)
    if found.listing is not Listing.OUTSIDE:
        said = ("no_rule",) if found.listing is Listing.LISTED and not found.parts else ()
        return replace(answer, notes=tuple(note for note in answer.notes if note.key not in said))
    notes = tuple(note for note in answer.notes if note.key == "not_linked")
    verified = found.rule is not None and found.rule.verified
    plain = replace(answer, rule=found.rule, criteria=(), criterion=None, margin=Margin(), additions=())
    return replace(plain, verified=verified, qualifies=False, missing=(), notes=notes)


def _listed(found: Found, product: Product) -> Iterator[Reason]:
    """What a list says of the product's code, with the list."""
    row = found.rule
    if row is None or row.is_rule:
        return
    if found.listing in _LISTINGS:
        yield Reason(_LISTINGS[found.listing], row.source, {"code": dotted(product.hs_code)})
    elif row.editions:
        editions = {"rule_edition": ", ".join(row.editions), "edition": product.hs_edition}
        yield Reason("edition_differs", row.source, editions)


#: How the answer tells what a list says.
_LISTINGS = {
    Listing.LISTED: "rule_listed",
    Listing.OUTSIDE: "not_listed",
    Listing.UNLISTED: "general_by_list",
}


def _contradictions(found: Found) -> Iterator[Reason]:
    """What further sources say for the code; the answer does not rest on it."""
    for other in found.others:
        yield Reason("rule_contradicted", other.source, {"rule": other.text, "source": other.source})


def _parts(found: Found) -> Iterator[Reason]:
    if found.parts:
        parts = "; ".join(f"{part.part or '—'}: {part.text}" for part in found.parts)
        yield Reason("rule_parts", found.parts[0].source, {"parts": parts})


def _converted(product: Product, known: Converted, doubtful: Iterable[Material]) -> Iterator[Reason]:
    """That the rule was found by other codes than the product's, and which materials could not be taken along."""
    if known.edition == product.hs_edition:
        return
    source = (known.found.rule or known.found.parts[0]).source
    same = known.codes == (product.hs_code[:6],)
    codes = {"edition": product.hs_edition, "rule_edition": known.edition, "codes": ", ".join(known.codes)}
    yield Reason("code_unchanged" if same else "code_converted", source, codes)
    if names := "; ".join(f"{material.name} ({material.hs_code})" for material in doubtful):
        yield Reason("materials_not_converted", source, {"rule_edition": known.edition, "materials": names})


def _rank(answer: Determination) -> tuple[int, bool, bool]:
    return _RANK[answer.qualifies], answer.agreement == NON_PREFERENTIAL, not answer.verified
