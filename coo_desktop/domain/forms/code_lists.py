"""Code lists (countries, ports, units, packages, currencies…): read from data, searched by code and both names."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from coo_desktop.domain.errors import Unreadable


@dataclass(frozen=True, slots=True)
class Code:
    """One entry; `more` holds the list's other columns (a port's country, a unit's plural)."""

    code: str
    en: str
    zh: str
    more: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        return self.zh if language.startswith("zh") and self.zh else self.en


@dataclass(frozen=True)
class CodeList:
    """An ordered list of codes; the order of the file is the order of usefulness."""

    id: str
    codes: tuple[Code, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Code]:
        return {code.code: code for code in self.codes}

    def search(self, text: str, limit: int = 20) -> Iterator[Code]:
        """Codes whose code is, whose name is, whose code or name starts with, then contains, the text."""
        wanted = text.strip().casefold()
        same: list[Code] = []
        named: list[Code] = []
        first: list[Code] = []
        then: list[Code] = []
        for code in self.codes:
            names = (code.code.casefold(), code.en.casefold(), code.zh.casefold(), code.more.get("keys", ""))
            if names[0] == wanted:
                same.append(code)
            elif wanted in names[1:3]:
                named.append(code)
            elif any(name.startswith(wanted) for name in names):
                first.append(code)
            elif any(wanted in name for name in names):
                then.append(code)
        yield from (same + named + first + then)[:limit]


def read_list(list_id: str, text: str) -> CodeList:
    """A code list from CSV text with the columns code, en, zh and any others; raises Unreadable(file, line)."""
    reader = csv.DictReader(io.StringIO(text))
    if not {"code", "en", "zh"} <= set(reader.fieldnames or ()):
        raise Unreadable(file=list_id, line=1, reason="columns code, en, zh are needed")
    codes = []
    for row in reader:
        if not row["code"] or None in row or None in row.values():
            raise Unreadable(file=list_id, line=reader.line_num, reason="a row is incomplete or too long")
        more = {name: value for name, value in row.items() if name not in ("code", "en", "zh") and value}
        codes.append(Code(row["code"], row["en"], row["zh"], more))
    return CodeList(list_id, tuple(codes))
