"""Verdicts of offers in words, with their icon and the meaning of its colour."""

from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.filling.assists import Verdict
from coo_desktop.environment.words import N_

VERDICTS: Mapping[Verdict, tuple[str, str, str]] = MappingProxyType(
    {
        Verdict.HOLDS: (N_("Holds"), "approved", "good"),
        Verdict.HOLDS_UNVERIFIED: (N_("Holds, unverified"), "attention", "wait"),
        Verdict.UNDECIDED: (N_("Not decided"), "info", "calm"),
        Verdict.FAILS: (N_("Does not hold"), "problem", "bad"),
    }
)
