"""What a goods line says of its product, and which approved product it was found to mean, how surely and why."""

import enum
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_WORDS = re.compile(r"[^\W_]+")


class Certainty(enum.StrEnum):
    """How sure a match is: sure ones need no look, doubtful ones do, and a line with none has no product yet."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    NONE = "none"


class Ground(enum.StrEnum):
    """Why a line got its product, or none; it decides how sure the match is."""

    CHOSEN = "chosen"
    REMEMBERED = "remembered"
    ITEM_NUMBER = "item_number"
    NAME = "name"
    DECLARED_ANEW = "declared_anew"
    NEAR_NAME = "near_name"
    SAME_SOUND = "same_sound"
    ONLY_CODE = "only_code"
    RIVALS = "rivals"
    OTHER_CODE = "other_code"
    OTHER_NAME = "other_name"
    OTHER_FIGURES = "other_figures"
    NOTHING_NEAR = "nothing_near"
    NOTHING_SAID = "nothing_said"


CERTAINTIES: Mapping[Ground, Certainty] = MappingProxyType(
    {
        **dict.fromkeys(Ground, Certainty.DOUBTFUL),
        **dict.fromkeys((Ground.CHOSEN, Ground.REMEMBERED, Ground.ITEM_NUMBER, Ground.NAME), Certainty.SURE),
        **dict.fromkeys((Ground.NOTHING_NEAR, Ground.NOTHING_SAID), Certainty.NONE),
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line says: the customer's item number, its names, its HS code as digits; each may be ""."""

    item_code: str = ""
    name_en: str = ""
    name_zh: str = ""
    hs_code: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The product of a line by its id, "" where none is near, and why; `rivals` are others that fit nearly as well."""

    ground: Ground
    product: str = ""
    rivals: tuple[str, ...] = ()

    @property
    def certainty(self) -> Certainty:
        return CERTAINTIES[self.ground]


def item_key(text: str) -> str:
    """An item number as item numbers are compared: without case, width, blanks and signs; TF-450 is tf450."""
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))


def name_key(text: str) -> str:
    """A name as names are compared: its words without case, width, signs and the S of a plural."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word for word in words)
