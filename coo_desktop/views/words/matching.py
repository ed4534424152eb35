"""What is said of lines and the products that were found for them: how sure a match is, and why."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from coo_desktop.domain.matching.match import Certainty, Ground, Match
from coo_desktop.environment.words import N_, _, ngettext

#: Certainty -> word, icon, meaning of its colour.
CERTAINTIES: Mapping[Certainty, tuple[str, str, str]] = MappingProxyType(
    {
        Certainty.SURE: (N_("Sure"), "approved", "good"),
        Certainty.DOUBTFUL: (N_("Doubtful"), "attention", "wait"),
        Certainty.NONE: (N_("No product"), "problem", "bad"),
    }
)
GROUNDS: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.CHOSEN: N_("chosen here"),
        Ground.REMEMBERED: N_("chosen before for this customer"),
        Ground.ITEM_NUMBER: N_("the item number is the product's own"),
        Ground.NAME: N_("the name is the product's"),
        Ground.DECLARED_ANEW: N_("the product chosen before was declared anew"),
        Ground.NEAR_NAME: N_("the name is only similar"),
        Ground.SAME_SOUND: N_("the name only sounds the same"),
        Ground.ONLY_CODE: N_("only the HS code is the same"),
        Ground.RIVALS: N_("other products fit as well"),
        Ground.OTHER_CODE: N_("the HS code is another one"),
        Ground.OTHER_NAME: N_("the item number fits, the name does not"),
        Ground.OTHER_FIGURES: N_("the figures in the name are others"),
        Ground.NOTHING_NEAR: N_("no approved product comes near"),
        Ground.NOTHING_SAID: N_("the line names nothing"),
    }
)


def match_text(match: Match) -> str:
    """How sure a match is, and why: "Doubtful: the name is only similar"."""
    said = _("{certainty}: {ground}")
    return said.format(certainty=_(CERTAINTIES[match.certainty][0]), ground=_(GROUNDS[match.ground]))


def counted(matches: Iterable[Match]) -> str:
    """How many lines have their product, how many want a look, how many have none."""
    found = [match.certainty for match in matches]
    sure, doubtful, none = (found.count(one) for one in Certainty)
    told = (
        (sure, ngettext("{count} line has its product.", "{count} lines have their products.", sure)),
        (doubtful, ngettext("{count} product is doubtful.", "{count} products are doubtful.", doubtful)),
        (none, ngettext("{count} line has no product.", "{count} lines have no product.", none)),
    )
    return " ".join(said.format(count=count) for count, said in told if count)
