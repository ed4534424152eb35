"""Every agreement under which a product could travel between two countries, the best answer first."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from coo_desktop.domain.agreements import NON_PREFERENTIAL, Agreement, Agreements
from coo_desktop.domain.origin.conversion import UNCONVERTED, Conversion, Converted, find, good_in
from coo_desktop.domain.origin.determination import Determination, determine
from coo_desktop.domain.origin.product import Material, Product
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
    listing = Listing.LISTED if known.found.parts else known.found.listing
    answer = determine(good, agreement, known.found.rule, on, listing)
    notes = (*answer.notes, *_converted(product, known, doubtful), *_parts(known.found))
    return replace(answer, hs_code=product.hs_code, notes=notes)


def _parts(found: Found) -> Iterator[Reason]:
    if found.parts:
        parts = "; ".join(f"{part.part or '—'}: {part.text}" for part in found.parts)
        yield Reason("rule_parts", found.parts[0].source, {"parts": parts})


def _converted(product: Product, known: Converted, doubtful: Iterable[Material]) -> Iterator[Reason]:
    """That the rule was found by other codes than the product's, and which materials could not be taken along."""
    if known.edition == product.hs_edition:
        return
    source = (known.found.rule or known.found.parts[0]).source
    codes = {"edition": product.hs_edition, "rule_edition": known.edition, "codes": ", ".join(known.codes)}
    yield Reason("code_converted", source, codes)
    if names := "; ".join(f"{material.name} ({material.hs_code})" for material in doubtful):
        yield Reason("materials_not_converted", source, {"rule_edition": known.edition, "materials": names})


def _rank(answer: Determination) -> tuple[int, bool, bool]:
    return answer.standing.rank, answer.agreement == NON_PREFERENTIAL, not answer.verified
