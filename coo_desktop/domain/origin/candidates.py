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
from coo_desktop.domain.origin.rules import Found, ProductRule, Rules

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
    found = known.found.rule
    answer = _answered(good, agreement, found, on)
    notes = (*answer.notes, *_converted(product, known, doubtful), *_parts(known.found), *_contradictions(known.found))
    return replace(answer, hs_code=product.hs_code, notes=notes)


def _answered(good: Product, agreement: Agreement, rule: ProductRule | None, on: date) -> Determination:
    """The answer by a rule, by what a list says of a code that it does not name, or by the general rule."""
    if rule is not None and rule.kind == "unlisted":
        return _unlisted(determine(good, agreement, None, on), good, rule)
    if rule is not None and rule.kind == "general" and not rule.text:
        return _by_general_rule(good, agreement, rule, on)
    return determine(good, agreement, rule, on)


def _unlisted(answer: Determination, good: Product, rule: ProductRule) -> Determination:
    """No preference for what a closed list does not name, however it was made; unknown where the list only hints."""
    if not rule.decides:
        notes = tuple(note for note in answer.notes if note.key not in _ANSWERED)
        hint = Reason("edition_differs", rule.source, _editions(good, rule))
        return replace(answer, rule=rule, verified=False, qualifies=None, criterion=None, notes=(*notes, hint))
    note = Reason("not_listed", rule.source, {"code": dotted(good.hs_code)})
    return replace(
        answer,
        rule=rule,
        verified=rule.verified,
        criteria=(),
        qualifies=False,
        criterion=None,
        missing=(),
        margin=Margin(),
        additions=(),
        notes=(note, *(other for other in answer.notes if other.key == "not_linked")),
    )


def _by_general_rule(good: Product, agreement: Agreement, listing: ProductRule, on: date) -> Determination:
    """A whole list of product rules does not name the code: the agreement's general rule decides."""
    general = agreement.general_rule
    if general is None:
        return determine(good, agreement, None, on)
    source = f"{general.source}; {listing.source}"
    verified = general.verified and listing.verified
    rule = ProductRule(general.text, source, verified, "general", applies=listing.decides)
    answer = determine(good, agreement, rule, on)
    if not listing.decides:
        return answer
    note = Reason("general_by_list", listing.source, {"code": dotted(good.hs_code)})
    return replace(answer, notes=(note, *answer.notes))


#: What an answer without a rule says of itself, which is not so where a list answers.
_ANSWERED = ("no_rule", "general_rule_unverified")


def _editions(good: Product, rule: ProductRule) -> dict[str, str]:
    return {"rule_edition": ", ".join(rule.editions), "edition": good.hs_edition}


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
