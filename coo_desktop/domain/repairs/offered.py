"""Which problem codes have a repair, and the repairs of a problem list; the words stand in shared/problems.toml.

A code is listed where it has one safe answer. `invoice_unknown` and `invoice_of_line_missing` have one for each invoice
of the document: choosing by number is what a person does in any case.
"""

from collections.abc import Iterator, Mapping, Sequence

from coo_desktop.domain.checks.problems import Problem, ProblemWords
from coo_desktop.domain.forms.form_type import Words
from coo_desktop.domain.repairs import texts
from coo_desktop.domain.repairs.codes import put_code_in_force
from coo_desktop.domain.repairs.invoices import drop_doubled, drop_empty, put_invoice_number
from coo_desktop.domain.repairs.products import put_successor
from coo_desktop.domain.repairs.repair import Fix, Mend, Repair, RepairContext

REPAIRS: Mapping[str, Mend] = {
    "product_voided": put_successor,
    "material_hs_past": put_code_in_force,
    "invoice_unknown": put_invoice_number,
    "invoice_of_line_missing": put_invoice_number,
    "invoice_doubled": drop_doubled,
    "line_is_empty": drop_empty,
    "package_text_differs": texts.auto_filled,
    "packing_unworded": texts.auto_filled,
    "unprintable": texts.each(texts.without_controls),
    "not_latin": texts.each(texts.narrowed),
    "finishing_typed": texts.each(texts.without_finishing),
    "description_gap": texts.each(texts.without_gaps),
    "page_foot_typed": texts.each(texts.without(texts.PAGE_FOOT)),
    "total_typed": texts.each(texts.without(texts.TOTAL_LINE)),
    "hs_typed_twice": texts.each(texts.without(texts.HS_CODE)),
    "exporter_not_filed": texts.each(texts.as_filed),
    "exporter_address_without_china": texts.each(texts.with_china),
    "departure_not_certain": texts.each(texts.expected),
    "picture_marks_unannounced": texts.each(texts.announced),
    "sub_rule_idle": texts.each(texts.emptied),
    "retroactive_typed": texts.each(texts.without_phrases("retroactive")),
    "retroactive_not_due": texts.each(texts.without_phrases("retroactive")),
    "lower_case": texts.each(texts.capitals),
    "traditional_characters": texts.each(texts.simplified),
    "country_twice": texts.each(texts.with_country_once),
    "port_unknown": texts.nearest_ports,
    "wrong_hs_length": texts.each(texts.as_long_as_printed),
}


def repairs(asked: RepairContext, found: Sequence[Problem], words: Mapping[str, ProblemWords]) -> tuple[Repair, ...]:
    """What can be done in one press about these problems, in the order of the list; each answers all of its kind."""
    grouped: dict[Mend, list[Problem]] = {}
    for problem in found:
        if problem.code in REPAIRS:
            grouped.setdefault(REPAIRS[problem.code], []).append(problem)
    return tuple(Repair(_said(fix, words), fix) for mend, problems in grouped.items() for fix in mend(asked, problems))


def repair_for(problem: Problem, offered: Sequence[Repair]) -> Iterator[Repair]:
    """The repairs that answer this problem."""
    return (repair for repair in offered if problem in repair.solves)


def _said(fix: Fix, words: Mapping[str, ProblemWords]) -> Words:
    """The repair words of the first problem's code, their blanks filled."""
    told = words[fix.solves[0].code].repair
    assert told is not None, fix.solves[0].code
    return Words(zh_CN=told.zh_CN.format_map(fix.facts), en=told.en.format_map(fix.facts))
