"""What the reasons of an offer come to, and the offers for the values of one part of a row."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from coo_desktop.domain.filling.assists import ASSISTS, AssistContext, Offer
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.origin.verdict import Standing

#: Assists that offer values with their reasons.
_WITH_REASONS = "choice"
_CRITERION = "criterion"


class OfferVerdict(Enum):
    """A rule that nobody could check against its source is never certain."""

    HOLDS = "holds"
    HOLDS_UNVERIFIED = "holds_unverified"
    WOULD_HOLD = "would_hold"
    UNDECIDED = "undecided"
    FAILS = "fails"


_VERDICTS: Mapping[Standing, OfferVerdict] = MappingProxyType(
    {
        Standing.HOLDS: OfferVerdict.HOLDS,
        Standing.WOULD_HOLD: OfferVerdict.WOULD_HOLD,
        Standing.UNKNOWN: OfferVerdict.UNDECIDED,
        Standing.FAILS: OfferVerdict.FAILS,
    }
)


def verdict_of(offer: Offer) -> OfferVerdict:
    if offer.standing is Standing.HOLDS and not offer.verified:
        return OfferVerdict.HOLDS_UNVERIFIED
    return _VERDICTS[offer.standing]


def offered_choices(asked: AssistContext, part: FieldSpec) -> dict[str, Offer]:
    """What is offered for a part of a row by the value it would get, the offers that hold first."""
    offers: dict[str, Offer] = {}
    for assist in (ASSISTS[name] for name in part.assists if ASSISTS[name].kind == _WITH_REASONS):
        for offer in assist.offers(asked):
            value = offer.fills.get(part.id)
            if isinstance(value, str) and value:
                offers.setdefault(value, offer)
    return offers


def criterion_offer(asked: AssistContext) -> Offer | None:
    """What a row without a criterion gets: the first one that the determination says to hold, verified ones before
    others; None where it says so of none."""
    part = asked.specs.get(_CRITERION)
    if part is None or part.locked or not is_blank(asked.row.get(_CRITERION)):
        return None
    held = [offer for offer in offered_choices(asked, part).values() if offer.standing is Standing.HOLDS]
    return min(held, key=lambda offer: not offer.verified, default=None)
