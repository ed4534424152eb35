"""Lines that were matched, with what they said; those that want a look are kept for when their page comes back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coo_desktop.domain.matching.match import Certainty, Ground, Match, Wanted

#: Setting: this and the id of a document -> id of a row -> what a line said, its match, and the buyer of its file.
DOUBTS = "line_doubts/"


@dataclass(frozen=True, slots=True)
class MatchedLine:
    """What a line said when it came, the match that was found, and the buyer that its file names, or ""."""

    said: Wanted
    match: Match
    buyer: str = ""

    @property
    def wants_a_look(self) -> bool:
        return self.match.certainty is not Certainty.SURE


def kept(lines: Mapping[str, MatchedLine]) -> dict[str, dict[str, object]] | None:
    """The lines that want a look as a setting takes them; None where no line does."""
    doubtful: dict[str, dict[str, object]] = {
        row: {
            "said": [line.said.item_code, line.said.name_en, line.said.name_zh, line.said.hs_code],
            "ground": line.match.ground.value,
            "product": line.match.product,
            "rivals": list(line.match.rivals),
            "buyer": line.buyer,
        }
        for row, line in lines.items()
        if line.wants_a_look
    }
    return doubtful or None


def lines_of(setting: object) -> dict[str, MatchedLine]:
    """The lines as a setting has them; what is none is left out."""
    told = setting.items() if isinstance(setting, Mapping) else ()
    return {str(row): line for row, entry in told for line in _line(entry)}


def _line(entry: object) -> Iterator[MatchedLine]:
    if not isinstance(entry, Mapping) or entry.get("ground") not in set(Ground):
        return
    said, rivals = entry.get("said"), entry.get("rivals")
    if isinstance(said, list) and len(said) == len(Wanted.__slots__) and isinstance(rivals, list):
        match = Match(Ground(entry["ground"]), str(entry.get("product", "")), tuple(map(str, rivals)))
        yield MatchedLine(Wanted(*map(str, said)), match, str(entry.get("buyer", "")))
