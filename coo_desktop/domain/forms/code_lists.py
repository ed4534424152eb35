"""Code lists (countries, ports, units, packages, currencies…): read from data, searched by code and both names."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.language.spelling import label_key
from coo_desktop.domain.language.written import visible

#: Columns that hold further names, parted by "|": other spellings that print, the plural, and `synonyms`, which are
#: understood where somebody writes them and never printed.
_NAME_COLUMNS = ("print", "plural", "also", "synonyms")
#: The lists of what stands beside a number: money, units, packages.
MEASURES = ("currencies", "units", "packages")


@dataclass(frozen=True, slots=True)
class Code:
    """One entry; `more` holds the list's other columns (a port's country, a unit's plural, synonyms)."""

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

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """Every way to name a code, as `_name_key` has it; the first code of the list that has a name keeps it."""
        found: dict[str, str] = {}
        for code in self.codes:
            listed = (name for column in _NAME_COLUMNS for name in code.more.get(column, "").split("|"))
            for name in (code.code, code.en, code.zh, *listed):
                found.setdefault(_name_key(name), code.code)
        found.pop("", None)
        return found

    @cached_property
    def counted(self) -> Mapping[str, str]:
        """Every English way to write what a code counts, one or several of it, with the singular of the code."""
        from coo_desktop.domain.language.english import plural, singular  # not before first paint

        found: dict[str, str] = {}
        for code in self.codes:
            listed = (name for column in ("plural", "synonyms") for name in code.more.get(column, "").split("|"))
            for name in filter(str.isascii, filter(None, (code.code, code.en, *listed))):
                for form in (name.upper(), plural(name), singular(name)):
                    found.setdefault(form, singular(code.code))
        return found

    def meant(self, text: str) -> str:
        """The code that a code, a name in either language or a synonym stands for whole, "" for none."""
        upper = text.strip().upper()
        return upper if upper in self.by_code else self._by_name.get(_name_key(text), "")

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


def _name_key(name: str) -> str:
    """A name without case, width, blanks, points and what nobody sees: U.S.A. and usa are one."""
    return label_key(visible(name)).replace(".", "").replace("'", "")


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
