"""Verdicts of offers in words, with their icon and the meaning of its colour."""

from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.filling.verdicts import OfferVerdict
from coo_desktop.environment.words import N_

VERDICTS: Mapping[OfferVerdict, tuple[str, str, str]] = MappingProxyType(
    {
        OfferVerdict.HOLDS: (N_("Holds"), "approved", "good"),
        OfferVerdict.HOLDS_UNVERIFIED: (N_("Holds, unverified"), "attention", "wait"),
        OfferVerdict.WOULD_HOLD: (N_("Would hold"), "attention", "wait"),
        OfferVerdict.UNDECIDED: (N_("Not decided"), "info", "calm"),
        OfferVerdict.FAILS: (N_("Does not hold"), "problem", "bad"),
    }
)
