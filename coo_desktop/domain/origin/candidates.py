"""Every agreement under which a product could travel between two countries, the best answer first."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from coo_desktop.domain.agreements import NON_PREFERENTIAL, Agreement, Agreements
from coo_desktop.domain.origin.conversion import UNCONVERTED, Conversion, Converted, find, good_in
from coo_desktop.domain.origin.determination import Determination, determine
from coo_desktop.domain.origin.product import Material, Product
from coo_desktop.domain.origin.ranges import dotted
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.rules import Found, Listing, Rules


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
    return answer._replace(hs_code=product.hs_code, notes=notes)


def _answered(good: Product, agreement: Agreement, found: Found, on: date) -> Determination:
    """The answer by the rule, or by what a list says of a code for which it holds none; the list is its source then."""
    answer = determine(good, agreement, found.law, on, found.listing)
    if found.listing is Listing.OUTSIDE and found.rule is not None:
        return answer._replace(rule=found.rule, verified=found.rule.verified, criteria=())
    return answer


def _listed(found: Found, product: Product) -> Iterator[Reason]:
    """By which list the general rule decides, or that a list only hints at its answer."""
    row = found.rule
    if row is None or row.is_rule:
        return
    if found.listing is Listing.UNLISTED:
        yield Reason("general_by_list", row.source, {"code": dotted(product.hs_code)})
    elif found.listing is Listing.UNTOLD and row.editions:
        editions = {"rule_edition": ", ".join(row.editions), "edition": product.hs_edition}
        yield Reason("edition_differs", row.source, editions)


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
    return answer.standing.rank, answer.agreement == NON_PREFERENTIAL, not answer.verified
