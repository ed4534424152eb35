"""Every agreement under which a product could travel between two countries, the best answer first."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from coo_desktop.domain.agreements import NON_PREFERENTIAL, Agreement, Agreements
from coo_desktop.domain.origin.determination import Determination, determine
from coo_desktop.domain.origin.product import Product
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.rules import Rules

_RANK = {True: 0, None: 1, False: 2}


def possible(
    product: Product, exporter: str, importer: str, agreements: Agreements, rules: Rules, on: date
) -> list[Determination]:
    """One determination per agreement that links the countries on that day, plus the non-preferential one."""
    product = replace(product, exporter=exporter, importer=importer)
    linking: Iterable[Agreement] = agreements.between(exporter, importer, on)
    if NON_PREFERENTIAL in agreements:
        linking = (*linking, agreements.get(NON_PREFERENTIAL))
    found = [look_up(product, agreement, rules, on) for agreement in linking]
    return sorted(found, key=_rank)


def look_up(product: Product, agreement: Agreement, rules: Rules, on: date) -> Determination:
    """The determination by the product rule the table holds; parts of a code are offered, never chosen."""
    rule = rules.find(agreement.id, product.hs_code, on, product.hs_edition)
    answer = determine(product, agreement, rule.rule, on)
    if not rule.parts:
        return answer
    parts = "; ".join(f"{part.part or '—'}: {part.text}" for part in rule.parts)
    note = Reason("rule_parts", rule.parts[0].source, {"parts": parts})
    return replace(answer, notes=(*answer.notes, note))


def _rank(answer: Determination) -> tuple[int, bool, bool]:
    return _RANK[answer.qualifies], answer.agreement == NON_PREFERENTIAL, not answer.verified
