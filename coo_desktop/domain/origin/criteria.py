"""Answers one criterion of a rule for one case: holds, fails, or not decidable and what is missing."""

from functools import partial

from coo_desktop.domain.origin.case import Case, JudgedCriterion, listed, price_of
from coo_desktop.domain.origin.content import maximum_foreign, regional_content
from coo_desktop.domain.origin.notation import Leaf, Named, Process, Shift, Value, WordedRule
from coo_desktop.domain.origin.reasons import PRICE_WORDS, PROCESS_WORDS, Fact, Later, Reason
from coo_desktop.domain.origin.shift import shift
from coo_desktop.domain.origin.thresholds import rooms
from coo_desktop.domain.origin.values import share_at_most, share_text, shown, total

_DECLARED = {"CR": "chemical_reaction", "DR": "distillation", "PUR": "purification"}


def judge(leaf: Leaf, case: Case) -> JudgedCriterion:
    """The answer to one criterion as the rule writes it, with its margins where it has a threshold."""
    answer = _judged(leaf, case)
    if not isinstance(leaf, Shift | Value):
        return answer
    return JudgedCriterion(*answer[:-1], partial(rooms, leaf, case))


def _judged(leaf: Leaf, case: Case) -> JudgedCriterion:
    if isinstance(leaf, Shift):
        return shift(leaf, case)
    if isinstance(leaf, Value):
        return regional_content(leaf, case) if leaf.word == "RVC" else maximum_foreign(leaf, case)
    if isinstance(leaf, Process):
        return _listed_process(leaf, case)
    if isinstance(leaf, WordedRule):
        reason = Reason("wording_to_judge", case.agreement.articles.origin, {"text": leaf.text})
        return JudgedCriterion("TEXT", leaf.text, None, (reason,), ("product_rule",))
    return _named(leaf, case)


def wholly_obtained(case: Case) -> JudgedCriterion:
    """WO: declared, and not contradicted by a non-originating material."""
    source = case.agreement.articles.wholly_obtained
    declared = case.product.wholly_obtained
    if declared and case.foreign:
        reason = Reason("wholly_obtained_contradicted", source, {"materials": Later(_foreign, case)})
        return JudgedCriterion("WO", "WO", False, (reason,))
    if declared:
        return JudgedCriterion("WO", "WO", True, (Reason("wholly_obtained", source, {"party": case.product.exporter}),))
    if declared is None and not case.foreign:
        return JudgedCriterion("WO", "WO", None, (Reason("wholly_obtained_untold", source),), ("wholly_obtained",))
    return JudgedCriterion("WO", "WO", False, (Reason("not_wholly_obtained", source),))


def exclusively_originating(case: Case) -> JudgedCriterion:
    """PE: made of originating materials only."""
    source = case.agreement.articles.exclusively
    if case.aside and not case.foreign:
        facts: dict[str, Fact] = {"materials": Later(_aside, case)}
        return JudgedCriterion("PE", "PE", None, (Reason("packing_to_judge", source, facts),), ("packing",))
    if case.foreign:
        reason = Reason("foreign_used", source, {"materials": Later(_foreign, case)})
        return JudgedCriterion("PE", "PE", False, (reason,))
    if not case.product.materials:
        return JudgedCriterion("PE", "PE", None, (Reason("no_materials", source),), ("materials",))
    return JudgedCriterion("PE", "PE", True, (Reason("only_originating", source, {"count": str(len(case.split.own))}),))


def put_up_in_a_set(case: Case) -> JudgedCriterion:
    """SET: all goods of a set originate, or the foreign ones are worth at most the agreement's share of its price.

    Putting goods up in a set is no working, so no change of classification is asked of them.
    """
    sets, written = case.agreement.sets, "SET"
    if sets is None:
        return JudgedCriterion("SET", written, None, (Reason("set_without_rule"),), ("set_rule",))
    if not case.foreign:
        return JudgedCriterion("SET", written, True, (Reason("set_of_own", sets.source),))
    key, price = price_of(case, sets.basis)
    worth, limit = total(case.foreign), sets.value_percent
    facts: dict[str, Fact] = {"limit": f"{limit:f}"}
    if price is not None and not share_at_most(price, worth.known, limit):
        return JudgedCriterion("SET", written, False, (Reason("set_exceeded", sets.source, facts),))
    if price is None or worth.missing:
        missing = worth.missing + ((key,) if price is None else ())
        return JudgedCriterion("SET", written, None, (Reason("set_untold", sets.source, facts),), missing)
    if not sets.verified:
        return JudgedCriterion("SET", written, None, (Reason("set_unverified", sets.source, facts),), ("set_share",))
    basis_zh, basis_en = PRICE_WORDS[sets.basis]
    facts |= {"basis_zh": basis_zh, "basis_en": basis_en, "value": Later(shown, worth.known)}
    facts |= {"price": Later(shown, price), "percent": Later(share_text, price, worth.known)}
    return JudgedCriterion("SET", written, True, (Reason("set_within", sets.source, facts),))


def _foreign(case: Case) -> str:
    return listed(material for _, material in case.foreign)


def _aside(case: Case) -> str:
    return listed(material for _, material in case.aside)


def _named(leaf: Named, case: Case) -> JudgedCriterion:
    if leaf.word == "SET":
        return put_up_in_a_set(case)
    if leaf.word == "PE":
        return exclusively_originating(case)
    if leaf.word == "ALL":
        return JudgedCriterion("ALL", "ALL", True, (Reason("any_material", case.agreement.articles.origin),))
    if leaf.word in _DECLARED:
        return _declared(leaf.word, case)
    obtained = wholly_obtained(case)
    if not obtained.holds and case.agreement.pe_satisfies_wo:
        only_own = exclusively_originating(case)
        if only_own.holds:
            return JudgedCriterion("PE", "WO", True, only_own.because)
    return obtained


def _declared(word: str, case: Case) -> JudgedCriterion:
    process, source = _DECLARED[word], case.agreement.articles.origin
    facts = _process_facts(process)
    if case.product.processes is None:
        return JudgedCriterion(word, word, None, (Reason("process_untold", source, facts),), ("processes",))
    done = process in case.product.processes
    return JudgedCriterion(word, word, done, (Reason("process_done" if done else "process_not_done", source, facts),))


def _listed_process(leaf: Process, case: Case) -> JudgedCriterion:
    """A process in the agreement's own words is done when it is declared in those words."""
    facts, source = _process_facts(leaf.text), case.agreement.articles.origin
    declared = {text.casefold() for text in case.product.processes or ()}
    if leaf.text.casefold() in declared:
        return JudgedCriterion("SP", str(leaf), True, (Reason("process_done", source, facts),))
    if case.product.processes is None:
        return JudgedCriterion("SP", str(leaf), None, (Reason("process_to_judge", source, facts),), ("processes",))
    return JudgedCriterion("SP", str(leaf), False, (Reason("process_not_done", source, facts),))


def _process_facts(process: str) -> dict[str, Fact]:
    zh, en = PROCESS_WORDS.get(process, (process, process))
    return {"process": process, "process_zh": zh, "process_en": en}
