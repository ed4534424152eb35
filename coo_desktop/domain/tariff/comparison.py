"""The duties that one importer asks of one exporter's goods on one day: every agreement side by side, line by line.

A rate that nobody has told (`no_data`) is not the absence of a concession (`none`), and neither is a duty of zero. Each
rate keeps its source, its day and its quality; which is lower is decided line by line and never guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, Protocol

from coo_desktop.domain.agreements import Agreements
from coo_desktop.domain.hs.changes import Correlations
from coo_desktop.domain.hs.codes import edition_of
from coo_desktop.domain.tariff.duties import E4, order
from coo_desktop.domain.tariff.rates import MFN, NORMAL, Rate, TariffLine, TariffRates, by_line, newest, normal, reach

SAVES, NO_BENEFIT, UNKNOWN, SOME_LINES = "saves", "no_benefit", "unknown", "some_lines"

#: Certificates are made here: every question has it on one side.
HOME = "CN"
#: Currencies without smaller coins (ISO 4217); all others here have two places.
_WHOLE = frozenset(("JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "RWF", "VUV", "XAF", "XOF", "XPF"))


class Span(NamedTuple):
    """From the lowest to the highest of several lines; both the same where all lines agree."""

    low: Decimal
    high: Decimal

    @property
    def text(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


@dataclass(frozen=True, slots=True)
class Question:
    """Who imports what from whom on which day: a 6-digit code as the edition in force that day knows it.

    `line` narrows the answer to the importer's own line or lines that begin with it, where there are such.
    """

    exporter: str
    importer: str
    code: str
    day: date
    line: str = ""


@dataclass(frozen=True, slots=True)
class DutyOffer:
    """What one agreement (or `mfn`) offers: a rate and its benefit for each of the comparison's lines, in their order.

    `others` are valid rates from other sources that say something else than the one shown.
    """

    agreement: str
    rates: tuple[Rate, ...]
    benefits: tuple[str, ...]
    gains_e4: tuple[int | None, ...]
    others: tuple[Rate, ...] = ()

    @property
    def is_mfn(self) -> bool:
        return self.agreement == MFN

    @property
    def state(self) -> str:
        """The kind of all its rates, `rate` for plain percentages of any height, or `mixed`."""
        kinds = {"rate" if rate.kind in ("free", "ad_valorem") else rate.kind for rate in self.rates}
        return "no_data" if not kinds else kinds.pop() if len(kinds) == 1 else "mixed"

    @property
    def span(self) -> Span | None:
        """The percentages of its lines; None unless each line has one."""
        return _span([rate.percent if rate.is_duty else None for rate in self.rates])

    @property
    def text(self) -> str | None:
        """What is printed: the percentage or its range, or the same text for every line; None for anything else."""
        if self.span:
            return self.span.text
        written = {rate.written if rate.is_duty else "" for rate in self.rates}
        return written.pop() or None if len(written) == 1 else None

    @property
    def benefit(self) -> str:
        """What a certificate brings: it saves on every or on some lines, nothing, or nobody can tell."""
        found = set(self.benefits)
        if len(found) == 1:
            return found.pop()
        return SOME_LINES if SAVES in found else UNKNOWN

    def duty(self, value: Decimal, currency: str = "") -> Span | None:
        """The duty on a value; None where a duty depends on more than the value."""
        return _span([_share(rate.percent_e4 if rate.is_duty else None, value, currency) for rate in self.rates])

    def saving(self, value: Decimal, currency: str = "") -> Span | None:
        """What a certificate saves on a value against the normal duty: never less than nothing, as MFN stays open."""
        return _span([_share(gain, value, currency) for gain in self.gains_e4])


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer: offers best first, each with a rate for every line. `best` is empty where lines or texts differ."""

    question: Question
    lines: tuple[TariffLine, ...]
    offers: tuple[DutyOffer, ...]
    best: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether no rate at all is known."""
        return all(rate.kind == "no_data" for offer in self.offers for rate in offer.rates)

    @property
    def is_complete(self) -> bool:
        """Whether every rate is known; the best is the best among known ones otherwise."""
        return bool(self.lines) and all(rate.kind != "no_data" for offer in self.offers for rate in offer.rates)

    @property
    def candidates(self) -> tuple[str, ...]:
        """The 6-digit codes of the lines; more than one where the tariff's edition knows several for the product."""
        return tuple(dict.fromkeys(line.hs6 for line in self.lines))

    def offer(self, agreement: str) -> DutyOffer | None:
        return next((offer for offer in self.offers if offer.agreement == agreement), None)


class RateBooks(Protocol):
    """The reference data that the comparison needs; see ports.Packs."""

    @property
    def changes(self) -> Correlations: ...
    @property
    def rates(self) -> TariffRates: ...


def look_up(question: Question, books: RateBooks, agreements: Agreements) -> Comparison:
    """The comparison from the packs of this computer; reads files, so it is asked on a worker. Raises Unreadable."""
    edition = edition_of(question.day.year)

    def in_edition(other: str) -> Sequence[str]:
        found = None if other == edition else books.changes.converted(question.code, edition, other)
        return found or (question.code,)

    rates = books.rates.rates(question.importer, question.code, question.day, in_edition)
    return compare(question, rates, agreements)


def compare(question: Question, rates: Iterable[Rate], agreements: Agreements) -> Comparison:
    """Every agreement that links the two countries on that day, and the normal duty, from what is told of a code.

    `rates` are the importer's for the code, or for its several codes where the tariff follows another edition; those of
    other days and exporters are left aside. An agreement known to the program counts only while it is
    in force between the two; one known only to the rates counts by them.
    """
    lines: list[TariffLine] = []
    known: list[list[Rate]] = []
    for line, found in by_line(rates, question.day, question.line):
        lines.append(line)
        known.append([held for rate in found if (held := _held(rate, question.exporter, agreements)) is not None])
    linking = [agreement.id for agreement in agreements.between(question.exporter, question.importer, question.day)]
    told = {rate.agreement for rates_ in known for rate in rates_} - NORMAL
    ids = (MFN, *linking, *sorted(name for name in told if name not in agreements))
    columns = {name: [_chosen(*one, name) for one in zip(lines, known, strict=True)] for name in ids}
    offers = [_offer(name, column, columns[MFN]) for name, column in columns.items()]
    best = _best(offers)
    offers.sort(key=lambda offer: _rank(offer, best))
    return Comparison(question, tuple(lines), tuple(offers), best)


def _held(rate: Rate, exporter: str, agreements: Agreements) -> Rate | None:
    """The rate as it holds for goods of a country: excluded, or None where it is not about them."""
    reached = reach(rate, exporter, agreements)
    return rate if reached else None if reached is None else rate._replace(kind="excluded")


def _chosen(line: TariffLine, found: Sequence[Rate], agreement: str) -> tuple[Rate, tuple[Rate, ...]]:
    """The rate of an agreement for a line, and the valid rates that say otherwise."""
    if agreement == MFN:
        return normal(line, found)
    return newest(line, agreement, [rate for rate in found if rate.agreement == agreement])


def _offer(
    agreement: str, column: Sequence[tuple[Rate, tuple[Rate, ...]]], normal: Sequence[tuple[Rate, tuple[Rate, ...]]]
) -> DutyOffer:
    rates = tuple(rate for rate, _others in column)
    pairs = [_benefit(rate, mfn) for rate, (mfn, _more) in zip(rates, normal, strict=True)]
    others = tuple(rate for _rate, others in column for rate in others)
    return DutyOffer(
        agreement, rates, tuple(name for name, _gain in pairs), tuple(gain for _name, gain in pairs), others
    )


def _benefit(rate: Rate, mfn: Rate) -> tuple[str, int | None]:
    """What a preference brings on a line, and how much of a percent in ten-thousandths."""
    if rate is mfn or rate.kind in ("none", "excluded"):
        return NO_BENEFIT, 0
    if not rate.is_duty or not mfn.is_duty:
        return UNKNOWN, None
    sign = order(rate.percent_e4, rate.written, mfn.percent_e4, mfn.written)
    if sign is None:
        return UNKNOWN, None
    if sign >= 0:
        return NO_BENEFIT, 0
    both = rate.percent_e4 is not None and mfn.percent_e4 is not None
    return SAVES, (mfn.percent_e4 or 0) - (rate.percent_e4 or 0) if both else None


def _best(offers: Sequence[DutyOffer]) -> frozenset[str]:
    """The offers that no known one undercuts on any line; the normal duty alone where a preference only equals it."""
    best = {offer.agreement for offer in offers}
    for rates in zip(*(offer.rates for offer in offers), strict=True):
        known = [(offer.agreement, rate) for offer, rate in zip(offers, rates, strict=True) if rate.is_duty]
        best &= {name for name, rate in known if all(_is_at_most(rate, other) for _name, other in known)}
    if not any(offer.rates for offer in offers):
        return frozenset()
    return frozenset({MFN} if MFN in best else best)


def _is_at_most(rate: Rate, other: Rate) -> bool:
    sign = order(rate.percent_e4, rate.written, other.percent_e4, other.written)
    return rate is other or rate.percent_e4 == 0 or (sign is not None and sign <= 0)


def _rank(offer: DutyOffer, best: frozenset[str]) -> tuple[bool, int, Decimal, bool]:
    span = offer.span
    unknown = 0 if span else {"complex": 1, "mixed": 1, "none": 2, "excluded": 2}.get(offer.state, 3)
    return (offer.agreement not in best, unknown, span.low + span.high if span else Decimal(0), not offer.is_mfn)


def _share(percent_e4: int | None, value: Decimal, currency: str) -> Decimal | None:
    if percent_e4 is None:
        return None
    smallest = Decimal(1) if currency in _WHOLE else Decimal("0.01")
    return (value * percent_e4 / (100 * E4)).quantize(smallest, ROUND_HALF_UP)


def _span(numbers: Sequence[Decimal | None]) -> Span | None:
    known = [number for number in numbers if number is not None]
    return Span(min(known), max(known)) if known and len(known) == len(numbers) else None
