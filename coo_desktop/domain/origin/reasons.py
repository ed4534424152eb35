"""Why a criterion holds or fails: an explanation in both languages with its source and its numbers."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from coo_desktop.domain.origin.reason_texts import TEXTS


class Later(partial[str]):
    """A text that is made once it is read; equal to another that is made in the same way of the same."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Later):
            return NotImplemented
        return (self.func, self.args, self.keywords) == (other.func, other.args, other.keywords)

    def __hash__(self) -> int:
        return hash(self.func)


#: What a sentence is told with: a text, or what makes it once it is read.
Fact = str | Callable[[], str]

LEVEL_WORDS = {"CC": ("章", "chapter"), "CTH": ("品目", "heading"), "CTSH": ("子目", "subheading")}
QUALITY_WORDS = {
    "official": ("官方文本", "an official text"),
    "one_copy": ("官方文本（仅据一份）", "an official text of which one copy was read"),
    "republished": ("转载的文本", "a republished text"),
    "third_party": ("第三方整理的资料", "a third party's collection"),
    "user": ("用户自备的资料", "the user's own table"),
}
#: Processes of which the program knows the word; any other is told in the rule's own words.
PROCESS_WORDS = {
    "chemical_reaction": ("化学反应", "chemical reaction"),
    "distillation": ("蒸馏", "distillation"),
    "purification": ("提纯", "purification"),
    "listed process": ("规定清单所列的加工工序", "listed process"),
}
PRICE_WORDS = {"fob": ("FOB", "FOB"), "ex_works": ("出厂价", "ex-works")}
#: Which text of an agreement a fact was read in, as it follows "the general rule is".
WORDING_WORDS = {
    "signed": ("签署文本", "as signed"),
    "upgraded": ("升级后的文本", "as upgraded"),
    "unread": ("一般知识", "from general knowledge"),
}


class Reason(NamedTuple):
    """One sentence of an explanation; its words, lists and sums are put together only when somebody reads them."""

    key: str
    source: str = ""
    facts: Mapping[str, Fact] = MappingProxyType({})

    @property
    def inputs(self) -> dict[str, str]:
        return {name: fact if isinstance(fact, str) else fact() for name, fact in self.facts.items()}

    @property
    def text_zh(self) -> str:
        return TEXTS[self.key][0].format_map(self.inputs)

    @property
    def text_en(self) -> str:
        return TEXTS[self.key][1].format_map(self.inputs)


def as_json(reason: Reason) -> dict[str, object]:
    return {
        "text_zh": reason.text_zh,
        "text_en": reason.text_en,
        "source": reason.source,
        "inputs": reason.inputs,
    }
