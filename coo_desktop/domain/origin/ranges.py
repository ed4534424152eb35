"""HS codes as digits and ranges of them, compared at the level at which the range is written."""

import re
import unicodedata
from dataclasses import dataclass

_CODE = re.compile(r"\d{2,12}\Z", re.ASCII)
_WRITTEN = re.compile(r"\d\d(?:\.?\d\d){0,3}\Z", re.ASCII)


def digits(text: str) -> str | None:
    """The digits of an HS code written with dots, blanks or full-width digits; None when it is no code."""
    bare = unicodedata.normalize("NFKC", text).replace(".", "").replace(" ", "")
    return bare if _CODE.match(bare) else None


def dotted(code: str) -> str:
    """The code as tariffs print it: 72, 72.19, 7219.34, 7219.34.10."""
    if len(code) > 6:
        return f"{dotted(code[:6])}.{code[6:]}"
    return code if len(code) <= 2 else f"{code[:-2]}.{code[-2:]}"


@dataclass(frozen=True, slots=True, order=True)
class CodeRange:
    """Chapters, headings, subheadings or lines of 8 digits from `low` to `high`, both included, of as many digits."""

    low: str
    high: str

    @classmethod
    def read(cls, low: str, high: str | None = None) -> "CodeRange":
        """A range from codes as a rule writes them; ValueError when they are not codes of one level in order."""
        written = (low, low if high is None else high)
        if not all(_WRITTEN.match(code) for code in written):
            raise ValueError(low)
        first, last = (code.replace(".", "") for code in written)
        if len(first) != len(last) or first > last:
            raise ValueError(high)
        return cls(first, last)

    @property
    def level(self) -> int:
        return len(self.low)

    def covers(self, code: str) -> bool | None:
        """Whether `code` lies in the range; None when it has too few digits to say."""
        if len(code) >= self.level:
            return self.low <= code[: self.level] <= self.high
        first, last = self.low[: len(code)], self.high[: len(code)]
        if not first <= code <= last:
            return False
        return True if first < code < last else None

    def __str__(self) -> str:
        return dotted(self.low) if self.low == self.high else f"{dotted(self.low)}-{dotted(self.high)}"
