"""The matching set: a customer's twenty lines and the company's products, each line with a trap and its right product.

The lines are made from the products by what customers do to names: words change places, a translator takes other words,
an item number has other signs. Products stand close to each other on purpose: near names, one HS code for many.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from coo_desktop.domain.hs.codes import OwnProduct
from coo_desktop.domain.matching.match import Wanted
from coo_desktop.store.database.search import sounds

#: Id: Chinese name, English name, HS code, specification.
PRODUCTS: dict[str, tuple[str, str, str, str]] = {
    "flask": ("不锈钢真空保温杯", "STAINLESS STEEL VACUUM FLASK", "961700", "TF-450"),
    "flask-large": ("不锈钢真空保温杯", "STAINLESS STEEL VACUUM FLASK", "961700", "TF-750"),
    "mug": ("不锈钢真空马克杯", "STAINLESS STEEL VACUUM MUG", "961700", "MG-12"),
    "box": ("不锈钢保鲜盒", "STAINLESS STEEL FOOD CONTAINER", "732393", "800 ML"),
    "box-small": ("不锈钢保鲜盒", "STAINLESS STEEL FOOD CONTAINER", "732393", "400 ML"),
    "pan": ("铝制不粘煎锅", "NON-STICK ALUMINIUM FRYING PAN", "761510", "28 CM"),
    "pot": ("铝制汤锅", "ALUMINIUM SOUP POT", "761510", "24 CM"),
    "cutting-board": ("竹制砧板", "BAMBOO CUTTING BOARD", "441911", ""),
    "tray": ("竹制托盘", "BAMBOO SERVING TRAY", "441919", ""),
    "umbrella": ("折叠雨伞", "FOLDING UMBRELLA", "660191", "UM.8K/21"),
    "umbrella-long": ("长柄雨伞", "UMBRELLA WITH LONG HANDLE", "660199", "UM.8K/23"),
    "backpack": ("涤纶双肩背包", "POLYESTER BACKPACK", "420292", "BP 2016"),
    "towel": ("棉制毛巾", "COTTON TERRY TOWEL", "630260", "40x60 CM"),
    "bath-towel": ("棉制浴巾", "COTTON TERRY BATH TOWEL", "630260", "70x140 CM"),
    "glove": ("橡胶手套", "HOUSEHOLD RUBBER GLOVES", "401519", ""),
    "lamp": ("LED台灯", "LED DESK LAMP", "940521", "DL-5W"),
    "bulb": ("LED灯泡", "LED BULB E27", "853952", "9 W"),
    "bulb-bright": ("LED灯泡", "LED BULB E27", "853952", "12 W"),
    "toy": ("毛绒玩具熊", "PLUSH TOY BEAR", "950300", ""),
    "kettle": ("电热水壶", "ELECTRIC KETTLE", "851679", "EK1.7"),
    "scale": ("厨房电子秤", "DIGITAL KITCHEN SCALE", "842381", "KS-5000"),
    "bottle": ("运动水壶", "SPORTS WATER BOTTLE", "392410", "SB-600"),
    "chair": ("折叠椅", "FOLDING CHAIR", "940179", "FC-01"),
    "tent": ("野营帐篷", "CAMPING TENT", "630622", "CT-4"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What a customer wrote, the product that it is, "" for none of them, and what is hard about it."""

    said: Wanted
    right: str
    trap: str


def products() -> tuple[OwnProduct, ...]:
    return tuple(
        OwnProduct(name, zh, code, en, sounds(zh), f"YS2610{number:04}", model)
        for number, (name, (zh, en, code, model)) in enumerate(PRODUCTS.items())
    )


def lines() -> Iterator[Line]:
    """The twenty lines."""
    for right, change, trap in _CHANGED:
        zh, en, code, model = PRODUCTS[right]
        yield Line(change(Wanted(model, en, zh, code)), right, trap)
    yield Line(Wanted("", "GARDEN HOSE 15 M", "园艺水管", "391739"), "", "a product that nobody has")
    yield Line(Wanted("X-9", "WOODEN PENCIL", "", "960910"), "", "a product that nobody has, with an item number")


def _as(**said: str) -> Callable[[Wanted], Wanted]:
    """Only these parts, in the customer's own words."""
    return lambda _own: Wanted(**said)


def _with_signs(item_code: str) -> Callable[[Wanted], Wanted]:
    """The item number with other signs, the English name only."""
    return lambda own: replace(own, item_code=item_code, name_zh="", hs_code="")


_CHANGED: tuple[tuple[str, Callable[[Wanted], Wanted], str], ...] = (
    ("flask", _with_signs("tf 450"), "two products with one name: the item number tells, written with a blank"),
    ("flask-large", _with_signs("ＴＦ／７５０"), "the item number in full width with another sign"),
    ("umbrella", _with_signs("UM8K-21"), "item numbers that differ in their last figure"),
    ("mug", _as(name_en="Vacuum Mug, Stainless Steel", hs_code="9617.00"), "words that changed places"),
    ("box", _as(name_en="STAINLESS STEEL FOOD CONTAINER 800ML", hs_code="7323.93"), "one name, the size tells"),
    ("box-small", _as(name_en="FOOD CONTAINERS STAINLESS STEEL 400 ml"), "plural, other order, the size tells"),
    ("pan", _as(name_en="ALUMINUM FRYPAN NONSTICK 28CM", hs_code="761510"), "American spelling, one HS code for two"),
    ("pot", _as(name_en="SOUP POT ALUMINIUM", hs_code="761510"), "one HS code for two"),
    ("cutting-board", _as(name_en="CHOPPING BOARD OF BAMBOO", hs_code="441911"), "another word for it"),
    ("tray", _as(name_zh="竹制托盘", name_en="BAMBOO PLATE FOR TEA"), "retranslated, the Chinese is the same"),
    ("umbrella-long", _as(name_en="STICK UMBRELLA", hs_code="660199"), "near another name, the HS code tells"),
    ("backpack", _as(name_en="RUCKSACK", hs_code="420292"), "retranslated, only the HS code is left"),
    ("towel", _as(name_en="Terry towel cotton", hs_code="630260"), "a name within another name, one HS code"),
    ("bath-towel", _as(name_en="COTTON BATH TOWEL 70X140", hs_code="630260"), "a word left out, the size tells"),
    ("glove", _as(name_zh="橡胶手套", hs_code="401519"), "Chinese alone"),
    (
        "lamp",
        _as(name_zh="LED檯燈", name_en="TABLE LIGHT LED", hs_code="940521"),
        "traditional characters, retranslated",
    ),
    ("bulb-bright", _as(name_en="LED BULB E27 12W"), "one name, the power tells"),
    ("kettle", _as(item_code="ek-17", name_en="WATER BOILER"), "the item number without its point, another name"),
)


def numbered() -> list[tuple[int, Line]]:
    """The lines with their numbers as a customer counts them."""
    return list(enumerate(lines(), 1))
