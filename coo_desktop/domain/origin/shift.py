"""Change of tariff classification: which non-originating materials do not make it, and what the tolerance forgives."""

from collections.abc import Sequence
from decimal import Decimal

from coo_desktop.domain.agreements import Tolerance
from coo_desktop.domain.origin.case import Case, JudgedCriterion, listed, price_of
from coo_desktop.domain.origin.notation import LEVELS, Shift
from coo_desktop.domain.origin.product import Placed, Product, Role
from coo_desktop.domain.origin.ranges import CodeRange
from coo_desktop.domain.origin.reasons import LEVEL_WORDS, PRICE_WORDS, Fact, Later, Reason
from coo_desktop.domain.origin.values import share_at_most, share_text, shown, total


def shift(rule: Shift, case: Case) -> JudgedCriterion:
    """Whether every non-originating material makes the change, or the tolerance covers those that do not."""
    source, written = case.agreement.articles.origin, str(rule)
    if not case.told:
        return JudgedCriterion("CTC", written, None, (Reason("no_materials"),), ("materials",))
    if not case.foreign:
        return JudgedCriterion("CTC", written, True, (Reason("nothing_to_shift", source),))
    offenders, unclear = failing(rule, case)
    level_zh, level_en = LEVEL_WORDS[rule.level]
    facts: dict[str, Fact] = {
        "rule": written,
        "code": case.product.hs_code,
        "level_zh": level_zh,
        "level_en": level_en,
    }
    if not offenders and not unclear:
        reason = Reason("shift_holds", source, facts | {"materials": Later(_names, case.foreign)})
        return JudgedCriterion("CTC", written, True, (reason,))
    because = [Reason("shift_fails", source, facts | {"materials": Later(_names, offenders)})] if offenders else []
    if unclear:
        because.append(Reason("shift_unclear", source, facts | {"materials": Later(_names, unclear)}))
    return _forgiven(rule, case, tuple(because), offenders, unclear)


def failing(rule: Shift, case: Case) -> tuple[list[Placed], list[Placed]]:
    """The foreign materials that do not make the change, and those of which it cannot be said."""
    split = case.split
    kept: tuple[list[Placed], list[Placed]] | None = split.shifts.get(rule)
    if kept is None:
        offenders, unclear = _staying(rule, case.product)
        kept = (
            [row for row in offenders if split.is_foreign(row[1])],
            [row for row in unclear if split.is_foreign(row[1])],
        )
        split.shifts[rule] = kept
    return kept


def _staying(rule: Shift, product: Product) -> tuple[list[Placed], list[Placed]]:
    """As `failing`, of all materials of other countries: once for a product, whatever agreements count as their own."""
    kept: tuple[list[Placed], list[Placed]] | None = product.splits.get(rule)
    if kept is None:
        good, level = product.hs_code, LEVELS[rule.level]
        kept = ([], [])
        settled = len(good) >= level and not rule.excluded and not rule.only_from
        for row in product.placed:
            material = row[1]
            if material.origin == product.exporter or material.role is Role.SHIPPING_PACKING:
                continue
            code = material.hs_code
            if settled and not good.startswith(code[:level]):
                continue
            made = makes(rule, good, code)
            if not made:
                kept[made is None].append(row)
        product.splits[rule] = kept
    return kept


def _forgiven(
    rule: Shift, case: Case, because: tuple[Reason, ...], offenders: list[Placed], unclear: list[Placed]
) -> JudgedCriterion:
    """The answer once some material does not (or may not) make the change: the tolerance has to cover it."""
    worst, why, missing = _tolerated(case, offenders + unclear)
    if worst:
        return JudgedCriterion("CTC", str(rule), True, (*because, why), tolerated=True)
    if offenders:
        best, why, missing = _tolerated(case, offenders)
        if best is False:
            return JudgedCriterion("CTC", str(rule), False, (*because, why))
    elif unclear:
        missing = ()
    codes = [f"{place}.hs_code" for place, _ in unclear]
    if unclear and len(case.product.hs_code) < LEVELS[rule.level]:
        codes = ["product.hs_code"]
    return JudgedCriterion("CTC", str(rule), None, (*because, why), (*codes, *missing))


def makes(rule: Shift, good: str, material: str) -> bool | None:
    """Whether a material of one code makes the change to the good's code; None when digits are missing to tell."""
    leaves = _leaves(good, material, LEVELS[rule.level])
    if leaves is False or not (rule.excluded or rule.only_from):
        return leaves
    answers: list[bool | None] = [leaves]
    if rule.excluded:
        answers.append(_not(_within(rule.excluded, material)))
    if rule.only_from:
        answers.append(_within(rule.only_from, material))
    if False in answers:
        return False
    return None if None in answers else True


def _leaves(good: str, material: str, level: int) -> bool | None:
    shared = min(len(good), len(material), level)
    if good[:shared] != material[:shared]:
        return True
    return False if shared == level else None


def _within(ranges: tuple[CodeRange, ...], code: str) -> bool | None:
    answers = [codes.covers(code) for codes in ranges]
    return True if True in answers else None if None in answers else False


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _names(rows: Sequence[Placed]) -> str:
    return listed(material for _, material in rows)


_Answer = tuple[bool | None, Reason, tuple[str, ...]]


def _tolerated(case: Case, offenders: Sequence[Placed]) -> _Answer:
    """Whether the agreement's tolerance covers these materials: the answer, its reason, what is missing."""
    tolerance = case.agreement.tolerance
    if tolerance is None:
        return False, Reason("no_tolerance"), ()
    if any(same_subheading(case, tolerance, material.hs_code) for _, material in offenders):
        return False, _reason("tolerance_exceeded", tolerance, tolerance.value_percent), ()
    by_weight = within_chapters(case.product.hs_code, tolerance.weight_chapters)
    answers = [_by_value(case, tolerance, offenders)]
    if tolerance.weight_percent is not None and by_weight:
        answers.append(_by_weight(case, tolerance, tolerance.weight_percent, offenders))
    for wanted in (True, None, False):
        for answer in answers:
            if answer[0] is wanted:
                return _verified(answer, tolerance)
    return answers[0]


def _verified(answer: _Answer, tolerance: Tolerance) -> _Answer:
    if answer[0] and not tolerance.verified:
        return None, _reason("tolerance_unverified", tolerance, tolerance.value_percent), ("tolerance",)
    return answer


def _by_value(case: Case, tolerance: Tolerance, offenders: Sequence[Placed]) -> _Answer:
    key, price = price_of(case, tolerance.basis)
    worth, limit = total(offenders), tolerance.value_percent
    if price is not None and not share_at_most(price, worth.known, limit):
        return False, _reason("tolerance_exceeded", tolerance, limit), ()
    if price is None or worth.missing:
        missing = worth.missing + ((key,) if price is None else ())
        return None, _reason("tolerance_untold", tolerance, limit), missing
    return True, _share_reason("tolerated_value", tolerance, limit, worth.known, price), ()


def _by_weight(case: Case, tolerance: Tolerance, limit: Decimal, offenders: Sequence[Placed]) -> _Answer:
    whole = case.product.net_weight_kg
    missing = tuple(f"{place}.weight_kg" for place, material in offenders if material.weight_kg is None)
    weight = sum((material.weight_kg or Decimal(0) for _, material in offenders), Decimal(0))
    if whole is not None and not share_at_most(whole, weight, limit):
        return False, _reason("tolerance_exceeded", tolerance, limit), ()
    if whole is None or missing:
        return None, _reason("tolerance_untold", tolerance, limit), missing + (() if whole else ("net_weight_kg",))
    return True, _share_reason("tolerated_weight", tolerance, limit, weight, whole), ()


def _reason(key: str, tolerance: Tolerance, limit: Decimal) -> Reason:
    return Reason(key, tolerance.source, {"limit": f"{limit:f}"})


def _share_reason(key: str, tolerance: Tolerance, limit: Decimal, part: Decimal, whole: Decimal) -> Reason:
    basis_zh, basis_en = PRICE_WORDS[tolerance.basis]
    facts: dict[str, Fact] = {
        "limit": f"{limit:f}",
        "basis_zh": basis_zh,
        "basis_en": basis_en,
        "value": Later(shown, part),
        "price": Later(shown, whole),
        "percent": Later(share_text, whole, part),
    }
    return Reason(key, tolerance.source, facts)


def same_subheading(case: Case, tolerance: Tolerance, code: str) -> bool:
    """In some chapters (Korea: 15–24) the tolerance asks at least for a change of subheading."""
    chapters = tolerance.subheading_change_chapters
    if chapters is None or not within_chapters(case.product.hs_code, chapters):
        return False
    return _leaves(case.product.hs_code, code, 6) is not True


def within_chapters(code: str, chapters: tuple[str, str]) -> bool:
    return CodeRange(*chapters).covers(code) is True
