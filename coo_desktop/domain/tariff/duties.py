"""A duty as a tariff prints it: a percentage, or a text whose clear parts are read; two duties can be compared.

Nothing is computed that a tariff does not print: a text stays a text, its parts only tell which of two duties is lower.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

E4 = 10_000
_NUMBER = r"(?P<{0}>\d[\d,]*(?:\.\d+)?)"
_MONEY = (
    rf"{_NUMBER.format('amount')} ?(?P<currency>円|元|원|[A-Z]{{3}})"
    r" ?/ ?(?P<unit>\d*[a-z²³]{1,6}|[A-Z]{1,3}|[㎡-㏿頭足本枚])"
)
_PERCENT = _NUMBER.format("percent") + "%"
_SHAPES = (
    ("specific", re.compile(_MONEY)),
    ("sum", re.compile(rf"{_PERCENT} ?\+[ /]*{_MONEY}")),
    ("higher", re.compile(rf"{_PERCENT} ?又は ?{_MONEY}のうちいずれか高い税率")),
    ("higher", re.compile(rf"{_PERCENT} ?又は ?{_NUMBER.format('added')}% ?\+ ?{_MONEY}のうちいずれか高い税率")),
    ("lower", re.compile(rf"{_PERCENT} ?又は ?{_MONEY}のうちいずれか低い税率")),
    ("higher", re.compile(rf"{_PERCENT} or {_MONEY},? whichever is (?:the )?(?:higher|greater)")),
    ("lower", re.compile(rf"{_PERCENT} or {_MONEY},? whichever is (?:the )?(?:lower|less)")),
)
_CURRENCIES = {"円": "JPY", "元": "CNY", "원": "KRW"}
_WIDE = str.maketrans("％＋（），／", "%+(),/")
_Bound = tuple[Decimal, int]
_NOTHING, _ENDLESS = Decimal(0), Decimal("Infinity")


class Parts(NamedTuple):
    """What a written duty consists of; `shape` says how: specific, sum, higher or lower of the two.

    `added` is the percentage that goes with the amount where there is another one beside both.
    """

    shape: str
    percent: Decimal | None
    amount: Decimal
    currency: str
    unit: str
    added: Decimal | None = None

    @property
    def measure(self) -> tuple[str, str, str]:
        """What two duties must share to be compared part by part."""
        return self.shape, self.currency, self.unit

    @property
    def numbers(self) -> tuple[Decimal | None, ...]:
        return self.percent, self.amount, self.added


@lru_cache(maxsize=4_000)
def parts(written: str) -> Parts | None:
    """The parts of a written duty where they are clear; None where only its text can be shown."""
    plain = written.translate(_WIDE).strip()
    for shape, pattern in _SHAPES:
        if match := pattern.fullmatch(plain):
            found = match.groupdict()
            currency = _CURRENCIES.get(found["currency"], found["currency"])
            percent, added = _number(found.get("percent")), _number(found.get("added"))
            return Parts(shape, percent, _number(found["amount"]) or _NOTHING, currency, found["unit"], added)
    return None


def _number(text: str | None) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text else None


def order(percent_e4: int | None, written: str, other_e4: int | None, other_written: str) -> int | None:
    """-1, 0 or 1 as the first duty is lower than, equal to or higher than the second; None when nobody can tell.

    A duty is its ten-thousandths of a percent, or, where that is None, its text.
    """
    if percent_e4 is not None and other_e4 is not None:
        return (percent_e4 > other_e4) - (percent_e4 < other_e4)
    if percent_e4 is None and other_e4 is None:
        return _order_written(written, other_written)
    low, high = _bounds(percent_e4, written)
    other_low, other_high = _bounds(other_e4, other_written)
    return -1 if high < other_low else 1 if low > other_high else None


def _order_written(written: str, other: str) -> int | None:
    if written == other:
        return 0
    one, two = parts(written), parts(other)
    if one is None or two is None or one.measure != two.measure:
        return None
    pairs = [(mine or _NOTHING, theirs or _NOTHING) for mine, theirs in zip(one.numbers, two.numbers, strict=True)]
    signs = {(mine > theirs) - (mine < theirs) for mine, theirs in pairs} - {0}
    return None if len(signs) > 1 else next(iter(signs), 0)


def _bounds(percent_e4: int | None, written: str) -> tuple[_Bound, _Bound]:
    """The percentages between which a duty surely lies; a second figure of 1 means that it is more than the first."""
    if percent_e4 is not None:
        exact = (Decimal(percent_e4) / E4, 0)
        return exact, exact
    known = parts(written)
    if known is None:
        return (_NOTHING, 0), (_ENDLESS, 0)
    more = int(known.amount > 0)
    percent = known.percent or _NOTHING
    if known.shape == "lower":
        return (_NOTHING, 0), (percent, 0)
    return (percent, 0 if known.shape == "higher" and percent else more), (_ENDLESS, 0)
