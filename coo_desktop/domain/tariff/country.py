"""The RCEP country of origin (box 11): which party a good counts as coming from where the importer's rates differ.

By Art. 2.6: the exporter, where the good got its required production there and, if the importer lists it, a fifth of
its value; else the party whose originating materials are worth most. Nobody has checked this against the text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from coo_desktop.domain.agreements import Agreement, Agreements
from coo_desktop.domain.origin.case import Case, case
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.origin.product import Product
from coo_desktop.domain.origin.reasons import Fact, Later, Reason
from coo_desktop.domain.origin.values import EXACT, Sum, left_at_least, left_sum, shown, total
from coo_desktop.domain.tariff.rates import Rate, by_line, newest, reach

SOURCE = "Art. 2.6"
#: What has to be added in the exporting party to a good that the importer lists (DV20).
ADDED_PERCENT = Decimal(20)
CONTRIBUTORS, EVERYBODY = "*", "**"

Rates = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Tariff:
    """What the importer asks of the same good of each party; a party that is not named is not known.

    `listed` tells whether the importer lists the good as one to which a fifth of the value must be added.
    """

    rates: Rates
    parties: frozenset[str]
    listed: bool | None = None

    @property
    def differs(self) -> bool | None:
        """Whether the parties' goods pay different rates; None while that cannot be told."""
        if len(set(self.rates.values())) > 1:
            return True
        return False if self.parties and self.parties <= set(self.rates) else None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the importer may claim instead: the highest rate among some parties, `mark` as box 11 prints it."""

    mark: str
    countries: tuple[str, ...]
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Country:
    """The country for box 11, None while it cannot be told; `missing` names what it would take."""

    country: str | None
    because: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


def country_of_origin(
    product: Product, agreement: Agreement, found: Determination, tariff: Tariff, on: date
) -> Country:
    """The RCEP country of origin of a good that originates; without that there is none."""
    if found.qualifies is not True:
        missing = found.missing if found.qualifies is None else ()
        return Country(None, (Reason("country_not_originating", SOURCE),), missing)
    with localcontext(EXACT):
        examined = case(product, agreement, on)
        country, because, missing = _decided(examined, tariff)
        return Country(country, because, missing, tuple(_claims(contributions(examined), tariff)))


def contributions(examined: Case) -> dict[str, Sum]:
    """The value of originating materials by the party they come from, the exporter among them."""
    rows = defaultdict(list)
    for place, material in examined.split.own:
        rows[material.origin].append((place, material))
    return {origin: total(placed) for origin, placed in rows.items()}


def party_rates(rates: Iterable[Rate], agreement: Agreement, agreements: Agreements, on: date) -> Rates:
    """One plain percentage for each party whose rate is the same on every line of the code; others stay unknown."""
    lines = by_line(rates, on)
    told: dict[str, Decimal] = {}
    for party in agreement.parties:
        percents = {_percent(fit, party, agreement, agreements) for _line, fit in lines}
        percent = percents.pop() if len(percents) == 1 else None
        if percent is not None:
            told[party] = percent
    return told


def _percent(fit: Iterable[Rate], party: str, agreement: Agreement, known: Agreements) -> Decimal | None:
    own = [rate for rate in fit if rate.agreement == agreement.id and reach(rate, party, known)]
    if not own:
        return None
    return newest(own[0].line, agreement.id, own)[0].percent


_Answer = tuple[str | None, tuple[Reason, ...], tuple[str, ...]]


def _decided(examined: Case, tariff: Tariff) -> _Answer:
    exporter = examined.product.exporter
    facts: dict[str, Fact] = {"party": exporter}
    if tariff.differs is False:
        return exporter, (Reason("country_without_differential", SOURCE, facts),), ()
    if tariff.listed is False:
        return exporter, (Reason("country_of_production", SOURCE, facts),), ()
    enough, added, missing = _added_value(examined)
    if enough:
        return exporter, (added,), ()
    if tariff.listed is None:
        return None, (Reason("country_list_untold", SOURCE, facts), added), ("differential_list", *missing)
    if tariff.differs is None:
        return None, (Reason("country_rates_untold", SOURCE, facts), added), ("party_rates", *missing)
    if enough is None:
        return None, (added,), missing
    country, reason, missing = _greatest(contributions(examined))
    return country, (added, reason), missing


def _added_value(examined: Case) -> tuple[bool | None, Reason, tuple[str, ...]]:
    """Whether a fifth of the price was added by the exporter: materials of other parties do not count as added."""
    price, exporter = examined.product.fob_price, examined.product.exporter
    others = [row for row in examined.split.own if row[1].origin != exporter]
    lent = total(others)
    outside = Sum(examined.vnm.known + lent.known, (*examined.vnm.missing, *lent.missing))
    facts: dict[str, Fact] = {"party": exporter, "needed": f"{ADDED_PERCENT:f}"}
    if price is not None and not left_at_least(price, outside.known, ADDED_PERCENT):
        return False, Reason("country_added_too_little", SOURCE, facts), ()
    if price is None or outside.missing:
        missing = (*outside.missing, *(("fob_price",) if price is None else ()))
        return None, Reason("country_added_untold", SOURCE, facts), missing
    facts["sum"] = Later(_left_text, price, outside.known)
    return True, Reason("country_added_enough", SOURCE, facts), ()


def _left_text(price: Decimal, outside: Decimal) -> str:
    return left_sum(price, outside) or ""


def _greatest(by_party: Mapping[str, Sum]) -> tuple[str | None, Reason, tuple[str, ...]]:
    """The party of the most valuable originating materials; none where two are equal or a value is missing."""
    facts: dict[str, Fact] = {"parties": Later(_listed, by_party)}
    missing = tuple(name for worth in by_party.values() for name in worth.missing)
    most = max((worth.known for worth in by_party.values()), default=Decimal(0))
    first = [party for party, worth in by_party.items() if worth.known == most]
    if missing or len(first) != 1:
        return None, Reason("country_contribution_untold", SOURCE, facts), missing or ("contributions",)
    return first[0], Reason("country_of_contribution", SOURCE, facts | {"party": first[0]}), ()


def _listed(by_party: Mapping[str, Sum]) -> str:
    return "; ".join(f"{party} {shown(worth.known)}" for party, worth in by_party.items())


def _claims(by_party: Mapping[str, Sum], tariff: Tariff) -> Iterable[Claim]:
    """The rates that an importer may claim without showing the country, where all of them are known."""
    if tariff.differs is False:
        return
    for mark, parties in ((CONTRIBUTORS, frozenset(by_party)), (EVERYBODY, tariff.parties)):
        if parties and parties <= set(tariff.rates):
            highest = max(tariff.rates[party] for party in parties)
            yield Claim(mark, tuple(sorted(party for party in parties if tariff.rates[party] == highest)), highest)
