"""What is known between two countries without any rate: the agreements in force and the rule each has for a code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coo_desktop.domain.agreements import Agreement, Agreements
from coo_desktop.domain.origin.conversion import Conversion, find
from coo_desktop.domain.origin.product import Product
from coo_desktop.domain.origin.rules import Found, Rules
from coo_desktop.domain.origin.verdict import Need, applied, decides
from coo_desktop.domain.tariff.comparison import Question


@dataclass(frozen=True, slots=True)
class TariffLink:
    """An agreement that holds between the countries, since the later of their two days.

    `rule` is the text that goods of the code are judged by, "" where none is known or the good itself decides between
    `parts`; `general` tells that it is the agreement's own rule, `outside` that a closed list leaves the code out.
    `need` is what has to be looked up before the rule decides, `verified` that its text was compared.
    """

    agreement: Agreement
    since: date
    rule: str = ""
    parts: tuple[str, ...] = ()
    general: bool = False
    outside: bool = False
    need: Need | None = None
    verified: bool = False


def links(question: Question, agreements: Agreements, rules: Rules, conversion: Conversion) -> tuple[TariffLink, ...]:
    """Every preferential agreement in force between the countries of a question on its day, the oldest first."""
    found = _links(question, agreements, rules, conversion)
    return tuple(sorted(found, key=lambda link: (link.since, link.agreement.id)))


def _links(question: Question, agreements: Agreements, rules: Rules, conversion: Conversion) -> Iterator[TariffLink]:
    good = Product(question.line or question.code, exporter=question.exporter, importer=question.importer)
    for agreement in agreements.between(question.exporter, question.importer, question.day):
        since = max(agreement.parties[country] for country in (question.exporter, question.importer))
        known = find(rules, conversion, agreement.id, good, question.day).found
        yield _link(agreement, since, known)


def _link(agreement: Agreement, since: date, known: Found) -> TariffLink:
    """By the same steps as a product is judged; see verdict.judged."""
    if known.rule is not None and known.rule.kind == "unlisted":
        need = None if known.rule.decides else Need.LIST
        return TariffLink(agreement, since, outside=True, need=need)
    if known.parts:
        return TariffLink(agreement, since, parts=tuple(part.text for part in known.parts))
    rule = applied(agreement, known.law, known.listing)
    if rule is None:
        return TariffLink(agreement, since, need=Need.RULE)
    general = rule.kind == "general"
    decided = decides(agreement, rule, known.listing)
    need = None if decided else Need.LIST if general else Need.TEXT
    return TariffLink(agreement, since, rule.text, general=general, need=need, verified=rule.verified)
