"""A certificate that could be made, in the screen's words: how it stands, what settles it, its rates and reasons."""

from collections.abc import Iterator, Sequence

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.verdicts import OfferVerdict
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.operations.certificates import Possible
from coo_desktop.domain.origin.margin import Room
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.verdict import NEED_WORDS, Standing
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.tariff.rates import MFN
from coo_desktop.environment.words import _
from coo_desktop.views.document.offers_panel import VERDICTS
from coo_desktop.views.tariff.words import brings, in_short, published, rate_words, span_words
from coo_desktop.views.words.verdicts import VERDICTS as OFFERED


def line(one: Possible, language: str) -> str:
    """The certificate with everything that decides between it and others."""
    normal = [offer for compared in one.rates if (offer := compared.offer(MFN)) is not None]
    worth = in_short(one.offers, normal)
    parts = (one.form.title.in_(language), _(_look(one)[0]), one.criterion, worth, *_open(one, language))
    return " · ".join(part for part in parts if part)


def standing_words(one: Possible, language: str) -> str:
    """How it stands and by which criterion, with what would settle it, whatever it is worth."""
    parts = (_(_look(one)[0]), one.criterion, *_open(one, language))
    return " · ".join(part for part in parts if part)


def standing_icon(one: Possible) -> tuple[str, str]:
    """The icon of the verdict and the meaning of its colour."""
    return _look(one)[1:]


def _look(one: Possible) -> tuple[str, str, str]:
    """Word, icon and meaning of the verdict; what rests on an unverified rule is never shown as certain."""
    if one.verdict is Standing.HOLDS and not one.verified:
        return OFFERED[OfferVerdict.HOLDS_UNVERIFIED]
    return VERDICTS[one.verdict]


def _open(one: Possible, language: str) -> Iterator[str]:
    """What would settle an answer that is open."""
    if one.needs:
        needs = ", ".join(NEED_WORDS[need][0 if language.startswith("zh") else 1] for need in one.needs)
        said = _("one thing settles it: {names}") if len(one.needs) == 1 else _("missing: {names}")
        yield said.format(names=needs)


def reasons(one: Possible, language: str) -> Iterator[str]:
    """For each product what its verdict rests on, with what room there is."""
    for found in one.found:
        if found is None:
            continue
        because = [reason for criterion in found.criteria for reason in criterion.because]
        rooms = [room for criterion in found.criteria for room in criterion.rooms]
        said: list[Reason | Room] = [*because, *rooms, *found.notes]
        for each in said:
            text = each.text_zh if language.startswith("zh") else each.text_en
            yield f"{found.hs_code} — {text}"


def told_rates(one: Possible, products: Sequence[Document]) -> Iterator[str]:
    """Each product's rate with its source, and what it saves at the FOB price of the pre-review."""
    for product, offer in zip(products, one.offers, strict=False):
        rate = offer.rates[0] if offer.rates else None
        if rate is None or offer.state == "no_data":
            continue
        code = str(product.values.get("hs_code") or "")
        told = _("{code} — rate {rate}: {brings}").format(code=code, rate=rate_words(offer), brings=brings(offer))
        price, currency = decimal_of(product.values.get("fob_price")), str(product.values.get("currency") or "")
        saving = offer.saving(price, currency) if price else None
        if price and saving and saving.high:
            money = span_words(saving, currency)
            saves = _("saves {amount} at the FOB price of {price}").format(amount=money, price=f"{price:f}")
            told = f"{told} · {saves}"
        yield f"{told} ({rate.source}, {rate.as_of})"


def without_rates(one: Possible, rules: Rulebook, language: str) -> Iterator[str]:
    """Since when certificates of a form with preference are issued and, where its rates are unknown, the way there."""
    if not one.rates or one.form.agreement not in rules.agreements:
        return
    question, parties = one.rates[0].question, rules.agreements.get(one.form.agreement).parties
    days = [parties[country] for country in (question.exporter, question.importer) if country in parties]
    if all(offer.state != "no_data" for offer in one.offers) or not days:
        return
    yield _("Certificates are issued since {day}.").format(day=max(days).isoformat())
    yield _(
        "No rate is known here, which is not zero: install a pack of rates on the page “Reference data packs”. "
        "Published by: {table}."
    ).format(table=published(question, rules, language))
