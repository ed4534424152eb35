"""How far a criterion is from its threshold by one way of measuring, and how that is told in both languages."""

import enum
from dataclasses import dataclass
from decimal import Decimal

from coo_desktop.domain.origin.reasons import PRICE_WORDS
from coo_desktop.domain.origin.values import shown


class Measure(enum.Enum):
    """What is measured against the threshold."""

    BUILD_DOWN = "build_down"
    EX_WORKS = "ex_works"
    MAX_FOREIGN = "max_foreign"
    BUILD_UP = "build_up"
    TOLERANCE = "tolerance"
    TOLERANCE_WEIGHT = "tolerance_weight"


@dataclass(frozen=True, slots=True)
class Room:
    """What may still change before a criterion falls, or has to before it holds.

    `spare` is what may still come in: foreign value, materials without the change of classification (their value or
    kilograms); for a build-up what may still go of own value. Below zero it is what is too much, or lacks. `bound` is
    the price or net weight at which the criterion just holds: the lowest, for a build-up the highest; None where there
    is none. Both are multiples of `unit`; one unit beyond them the criterion does not hold.
    """

    measure: Measure
    spare: Decimal
    bound: Decimal | None
    unit: Decimal
    basis: str = "fob"

    @property
    def text_zh(self) -> str:
        return self._said(0)

    @property
    def text_en(self) -> str:
        return self._said(1)

    def _said(self, language: int) -> str:
        words = WORDS[self.measure]
        template = (words[0] if self.spare >= 0 else words[1])[language]
        tail = (words[2] if self.spare >= 0 else words[3])[language] if self.bound is not None else ""
        basis = PRICE_WORDS[self.basis][language] if self.basis in PRICE_WORDS else ""
        facts = {"spare": shown(abs(self.spare)), "bound": shown(self.bound) if self.bound is not None else ""}
        return (template + tail).format_map({**facts, "basis": basis}) + ("。" if language == 0 else ".")


Said = tuple[str, str]


def _foreign(method: Said) -> tuple[Said, Said, Said, Said]:
    """The words of a method that bounds foreign value: to spare, too much, and the price that goes with each."""
    zh, en = method
    return (
        (f"{zh}：非原产材料价值还可增加 {{spare}}", f"{en}: still {{spare}} of foreign material"),
        (f"{zh}：非原产材料价值须减少 {{spare}}", f"{en}: {{spare}} of foreign material too much"),
        ("，或 {basis} 最低可至 {bound}", ", or {basis} down to {bound}"),
        ("，或 {basis} 至少须为 {bound}", ", or {basis} has to be {bound} at least"),
    )


#: Measure -> words with something to spare, with too much, and what is said of the price behind either.
WORDS: dict[Measure, tuple[Said, Said, Said, Said]] = {
    Measure.BUILD_DOWN: _foreign(("扣减法", "Build-down")),
    Measure.EX_WORKS: _foreign(("出厂价价值成分", "Ex-works value component")),
    Measure.MAX_FOREIGN: _foreign(("非原产材料上限", "Limit of foreign material")),
    Measure.BUILD_UP: (
        ("累加法：原产材料和各项成本还可减少 {spare}", "Build-up: {spare} of own materials and costs to spare"),
        ("累加法：原产材料和各项成本还差 {spare}", "Build-up: {spare} of own materials and costs too little"),
        ("，或 {basis} 最高可至 {bound}", ", or {basis} up to {bound}"),
        ("，或 {basis} 最多为 {bound}", ", or {basis} may be {bound} at most"),
    ),
    Measure.TOLERANCE: (
        ("微小含量：未改变归类的材料还可增加 {spare}", "Tolerance: still {spare} of materials without the change"),
        ("微小含量：未改变归类的材料须减少 {spare}", "Tolerance: {spare} of materials without the change too much"),
        ("，或 {basis} 最低可至 {bound}", ", or {basis} down to {bound}"),
        ("，或 {basis} 至少须为 {bound}", ", or {basis} has to be {bound} at least"),
    ),
    Measure.TOLERANCE_WEIGHT: (
        (
            "微小含量：未改变归类的材料还可增加 {spare} 千克",
            "Tolerance: still {spare} kg of materials without the change",
        ),
        (
            "微小含量：未改变归类的材料须减少 {spare} 千克",
            "Tolerance: {spare} kg of materials without the change too much",
        ),
        ("，或净重最低可至 {bound} 千克", ", or a net weight down to {bound} kg"),
        ("，或净重至少须为 {bound} 千克", ", or a net weight of {bound} kg at least"),
    ),
}
