"""What the command line asks of the tariff, answered as plain JSON values."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from coo_desktop.cli.documents import library, rules
from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.hs.codes import digits_of
from coo_desktop.domain.tariff.comparison import HOME, Comparison, DutyOffer, Question, look_up
from coo_desktop.domain.tariff.rates import MFN, Rate
from coo_desktop.store.packs.install import pack_folder

_MOST_DIGITS = 12


def tariff(question: Question, value: str = "", currency: str = "") -> list[dict[str, object]]:
    """`tariff`: each offer, best first; none when no rate is known. Raises Unreadable, NotFound for an unknown code."""
    amount = _amount(value)
    if currency and currency not in rules().code_list("currencies").by_code:
        raise Unreadable(key="--currency", reason="no currency code", value=currency)
    packs = library(pack_folder())
    found = look_up(question, packs, rules().agreements)
    if found.is_empty and packs.nomenclature.find(question.code) is None:
        raise NotFound(id=question.code, what="HS code")
    return [] if found.is_empty else [_facts(found, offer, amount, currency) for offer in found.offers]


def question(exporter: str, importer: str, code: str, day: dt.date) -> Question:
    """A question as typed; raises Unreadable for an unknown country or what is no code of six digits or more."""
    countries = rules().code_list("countries").by_code
    for key, country in (("--from", exporter), ("--to", importer)):
        if country not in countries:
            raise Unreadable(key=key, reason="no country code", value=country)
    if exporter == importer or HOME not in (exporter, importer):
        raise Unreadable(key="--from, --to", reason="one of the two is China", value=f"{exporter}, {importer}")
    digits = digits_of(code)
    if not 6 <= len(digits) <= _MOST_DIGITS:
        raise Unreadable(key="--hs", reason="six digits or more", value=code)
    return Question(exporter, importer, digits[:6], day, digits if len(digits) > 6 else "")


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        amount = Decimal(-1)
    if amount is not None and not (amount.is_finite() and 0 <= amount < 10**15):
        raise Unreadable(key="--value", reason="no amount", value=text)
    return amount


def _facts(found: Comparison, offer: DutyOffer, amount: Decimal | None, currency: str) -> dict[str, object]:
    duty = offer.duty(amount, currency) if amount is not None else None
    saving = offer.saving(amount, currency) if amount is not None else None
    agreements = rules().agreements
    name = agreements.get(offer.agreement).name if offer.agreement in agreements else None
    return {
        "agreement": offer.agreement,
        "name_zh": name.zh_CN if name else "",
        "name_en": name.en if name else "",
        "kind": MFN if offer.is_mfn else "preferential",
        "rate": offer.text,
        "state": offer.state,
        "duty": duty.text if duty else None,
        "saving": saving.text if saving and not offer.is_mfn else None,
        "currency": currency if duty else "",
        "benefit": "" if offer.is_mfn else offer.benefit,
        "best": offer.agreement in found.best,
        "among_known": not found.is_complete,
        **{name: _joined(getattr(rate, name) for rate in offer.rates) for name in ("source", "as_of", "quality")},
        "old": any(rate.is_old(found.question.day) for rate in offer.rates),
        "lines": [_line(rate) for rate in offer.rates],
    }


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _line(rate: Rate) -> dict[str, object]:
    return {
        "code": rate.line.code,
        "edition": rate.line.edition,
        "name": rate.line.name,
        "rate": rate.text.removesuffix("%") if rate.is_duty else None,
        "state": rate.kind,
        "condition": rate.condition,
    }
