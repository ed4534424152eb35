"""What an offer of the tariff is called, what its rate says and what a certificate brings, in the screen's words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from coo_desktop.domain.agreements import Agreements
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.tariff.comparison import (
    NO_BENEFIT,
    SAVES,
    SOME_LINES,
    UNKNOWN,
    Comparison,
    DutyOffer,
    Question,
    Span,
)
from coo_desktop.domain.tariff.duties import E4
from coo_desktop.domain.tariff.links import TariffLink
from coo_desktop.domain.tariff.rates import MFN, plain
from coo_desktop.environment.words import N_, _

#: Quality of a source -> word, icon, meaning of its colour.
QUALITIES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "official": (N_("official"), "approved", "good"),
        "republished": (N_("official, republished"), "info", "calm"),
        "third_party": (N_("from a third party"), "attention", "wait"),
        "user": (N_("brought by the user"), "attention", "wait"),
    }
)
#: What stands in place of a rate where there is none.
_STATES: Mapping[str, str] = MappingProxyType(
    {
        "none": N_("no concession"),
        "excluded": N_("not for this origin"),
        "no_data": N_("no data"),
        "mixed": N_("differs by line"),
        "complex": N_("differs by line"),
    }
)
NOTHING = N_("nothing: the normal duty is not higher")
_BENEFITS: Mapping[str, str] = MappingProxyType(
    {
        SAVES: N_("lower than the normal duty"),
        SOME_LINES: N_("lower than the normal duty for some lines"),
        NO_BENEFIT: NOTHING,
        UNKNOWN: N_("cannot be compared with the normal duty"),
    }
)


def agreement_name(agreement: str, agreements: Agreements, language: str) -> str:
    """An agreement by its name, the normal duty by its own; one that only the rates know by its id."""
    if agreement == MFN:
        return _("Normal duty (MFN)")
    return agreements.get(agreement).name.in_(language) if agreement in agreements else agreement.upper()


def rate_words(offer: DutyOffer) -> str:
    """The rate or the range of its lines with the sign of percent, the printed text, or why there is none."""
    if offer.span:
        return span_words(offer.span, "%")
    return offer.text or _(_STATES[offer.state])


def brings(offer: DutyOffer) -> str:
    """What a certificate under an offer brings against the normal duty."""
    if offer.is_mfn:
        return _("what everybody pays")
    if offer.state == "none":
        return _("no preference: the normal duty applies")
    if offer.state == "excluded":
        return _("this origin is excluded: the normal duty applies")
    if offer.state == "no_data":
        return _("not known here, which is not zero")
    return _(_BENEFITS[offer.benefit])


def span_words(span: Span | None, unit: str = "") -> str:
    """A figure or a range of figures with their thousands parted; empty for None."""
    if span is None:
        return ""
    figures = (span.low,) if span.low == span.high else span
    told = "–".join(_grouped(figure) for figure in figures)
    return f"{told}{unit if unit == '%' else f' {unit}'}" if unit else told


def verdict(found: Comparison, agreements: Agreements, language: str) -> str:
    """The comparison in a sentence: what to use, or why nobody can say."""
    if found.is_empty:
        return _("No rate is known for this code between these countries on this day. That does not mean zero.")
    if not found.best:
        return _("Which is best depends on the line of the importer's tariff, or on a duty that is no percentage.")
    names = [agreement_name(name, agreements, language) for name in sorted(found.best)]
    if MFN in found.best:
        told = _("Use the normal duty: no certificate makes it lower.")
    else:
        rate = next(rate_words(offer) for offer in found.offers if offer.agreement in found.best)
        told = _("Best: {agreement}, {rate}.").format(agreement=" / ".join(names), rate=rate)
    if found.is_complete:
        return told
    partly = _("Not every rate is known here: this is the best among the known ones.")
    return f"{told} {partly}"


def in_short(offers: Sequence[DutyOffer], normal: Sequence[DutyOffer]) -> str:
    """What a certificate is worth for its products together: its rate, the normal duty and what that saves."""
    if not offers or all(offer.state == "no_data" for offer in offers):
        return _("rate: no data") if offers else ""
    told = _("rate {rate}, normal {normal}").format(rate=_together(offers), normal=_together(normal))
    benefits = {offer.benefit for offer in offers}
    if benefits <= {NO_BENEFIT}:
        return f"{told} · {_(NOTHING)}"
    gains = [gain for offer in offers for gain in offer.gains_e4]
    known = [Decimal(gain) / E4 for gain in gains if gain is not None]
    if len(known) < len(gains) or not any(known):
        return told
    points = span_words(Span(plain(min(known)), plain(max(known))))
    saves = _("saves {points} percentage points").format(points=points)
    return f"{told} · {saves}"


def _together(offers: Sequence[DutyOffer]) -> str:
    spans = [offer.span for offer in offers]
    known = [span for span in spans if span is not None]
    if known and len(known) == len(spans):
        return span_words(Span(min(span.low for span in known), max(span.high for span in known)), "%")
    return " / ".join(dict.fromkeys(rate_words(offer) for offer in offers))


def cautions(found: Comparison) -> list[str]:
    """What to keep in mind about a comparison, in sentences."""
    told = []
    rates = [rate for offer in found.offers for rate in offer.rates if rate.is_duty]
    if len(found.candidates) > 1:
        codes = ", ".join(found.candidates)
        told.append(_("This tariff follows another HS edition, where the code is one of {codes}.").format(codes=codes))
    if any(rate.is_old(found.question.day) for rate in rates):
        told.append(_("Some rates were told in an earlier year; reductions come yearly. Check them before you rely."))
    if any(offer.others for offer in found.offers):
        told.append(_("Sources disagree on a rate: the latest one is shown, the others stand below it."))
    return told


def published(question: Question, rules: Rulebook, language: str) -> str:
    """Who publishes the official rates of the importing country, and in which table."""
    known = rules.code_list("tariff_tables").by_code.get(question.importer)
    if known is not None:
        return known.name(language)
    country = rules.code_list("countries").by_code[question.importer]
    return _("the customs of {country}, in its import tariff").format(country=country.name(language))


def ways_to_rates(question: Question, linking: Sequence[TariffLink], rules: Rulebook, language: str) -> str:
    """How rates come here, and where the official ones are published."""
    told = _(
        "Rates come with packs of reference data: look for newer packs of your office, or install a .pack file or an "
        "official table from a file. Published by: {table}."
    ).format(table=published(question, rules, language))
    if not linking:
        return told
    schedules = _(
        "Agreed reductions by year: each agreement's schedule of tariff commitments, published by the Ministry of "
        "Commerce on the China FTA Network."
    )
    return f"{told} {schedules}"


def _grouped(figure: Decimal) -> str:
    return f"{figure:,f}"
