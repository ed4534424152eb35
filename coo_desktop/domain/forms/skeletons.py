"""Declarations that build on others: a form file names a skeleton and says only what differs from it.

Tables merge key by key and lists of named entries entry by entry; `without` takes away; everything else is replaced.
All this happens to the parsed files, before anything is read into models.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.errors import Unreadable

FOLDER = "shared/skeletons/"

_ENTRIES = frozenset({"fields", "sections", "criteria", "boxes", "rules", "ticks", "columns"})
"""Lists whose entries have names; an entry of a known name changes that one, any other is added."""

_GROWING = frozenset({"checks", "fills"})
"""Lists of names to which a file adds its own."""

_NAMED = ("fields", "criteria")
_PLAIN = ("checks", "fills", "copy_clears", "columns")

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A declaring file with those it builds on, so that a fault names the file and the line where it stands."""

    name: str
    text: str
    behind: tuple["Source", ...] = ()

    def fault(self, key: str, reason: str) -> Unreadable:
        """The error for a word of this file, or of a skeleton when this file does not have the word."""
        for source in (self, *self.behind) if key else ():
            for number, row in enumerate(source.text.splitlines(), 1):
                if key in row:
                    return Unreadable(file=source.name, line=number, key=key, reason=reason)
        return Unreadable(file=self.name, line=1, key=key, reason=reason)


@dataclass(frozen=True, slots=True)
class Declared:
    """A parsed file and where it came from."""

    source: Source
    table: Table


class Skeletons:
    """The skeletons among parsed files by name, each grown once."""

    def __init__(self, parsed: Mapping[str, Declared]) -> None:
        self._parsed = parsed
        self._grown: dict[str, Declared] = {}

    def grown(self, declared: Declared, below: tuple[str, ...] = ()) -> Declared:
        """The declaration with all that its `skeleton`, and that one's, says before it; raises Unreadable."""
        if "skeleton" not in declared.table:
            return declared
        base = self._skeleton(str(declared.table["skeleton"]), declared, below)
        source = Source(declared.source.name, declared.source.text, (base.source, *base.source.behind))
        own = {key: value for key, value in declared.table.items() if key != "skeleton"}
        return Declared(source, merged(base.table, own, source))

    def _skeleton(self, name: str, asking: Declared, below: tuple[str, ...]) -> Declared:
        found = self._parsed.get(f"{FOLDER}{name}.toml")
        if found is None or name in below:
            raise asking.source.fault(name, f"no skeleton {name!r}")
        if name not in self._grown:
            self._grown[name] = self.grown(found, (*below, name))
        return self._grown[name]


def merged(base: Mapping[str, Any], own: Mapping[str, Any], source: Source) -> Table:
    """`base` with the changes of `own`: first what it is `without`, then what it says."""
    result = dict(base)
    for name in own.get("without", ()):
        shorter = _without(result, str(name))
        if shorter == result:
            raise source.fault(str(name), f"nothing here is called {name!r}")
        result = shorter
    for key, value in own.items():
        if key != "without":
            result[key] = _changed(key, result.get(key), value, source)
    return result


def name_of(entry: Mapping[str, Any]) -> str:
    """What a field, section, criterion, box or column is called; "" when it has no name."""
    return str(entry.get("id") or entry.get("use") or entry.get("no") or "")


def _changed(key: str, held: Any, value: Any, source: Source) -> Any:
    if key == "items" and isinstance(held, dict):
        return {**held, **{name: _collected(held.get(name, {}), own) for name, own in value.items()}}
    if isinstance(held, dict) and isinstance(value, dict) and key != "boxes":
        return merged(held, value, source)
    if isinstance(value, list) and key in _ENTRIES and all(isinstance(entry, dict) for entry in value):
        return _entries(held or [], value, source)
    if key in _GROWING and isinstance(held, list):
        return [*held, *(name for name in value if name not in held)]
    return value


def _collected(held: Table, own: Table) -> Table:
    """Changes to an item are kept until it is known; the item is first without all that either side takes away."""
    lists = {key: [*held.get(key, ()), *own.get(key, ())] for key in ("without", "fields")}
    return {**held, **own, **lists}


def _entries(held: Iterable[Table], own: Iterable[Table], source: Source) -> list[Table]:
    result = list(held)
    for entry in own:
        told = {key: value for key, value in entry.items() if key != "after"}
        names = [name_of(one) for one in result]
        name = name_of(entry)
        at = names.index(name) if name and name in names else None
        if at is not None:
            told = merged(result.pop(at), told, source)
        if "after" in entry:
            at = _place(entry["after"], [name_of(one) for one in result], source)
        result.insert(len(result) if at is None else at, told)
    return result


def _place(after: str, names: list[str], source: Source) -> int:
    if after and after not in names:
        raise source.fault(after, f"nothing here is called {after!r}")
    return names.index(after) + 1 if after else 0


def _without(table: Table, name: str) -> Table:
    """The table without a field and wherever it stands, or without a check, fill, criterion or place on the paper."""
    result = dict(table)
    for key in _NAMED:
        if key in table:
            result[key] = [entry for entry in table[key] if name_of(entry) != name]
    for key in _PLAIN:
        if key in table and all(isinstance(one, str) for one in table[key]):
            result[key] = [one for one in table[key] if one != name]
    if "rows" in table:
        result["rows"] = _rows(table["rows"], name)
    if "sections" in table:
        sections = ({**section, "rows": _rows(section["rows"], name)} for section in table["sections"])
        result["sections"] = [section for section in sections if section["rows"]]
    if "paper" in table:
        result["paper"] = _paper(table["paper"], name)
    return result


def _rows(rows: Iterable[Iterable[str]], name: str) -> list[list[str]]:
    shorter = ([field for field in row if field != name] for row in rows)
    return [row for row in shorter if row]


def _paper(paper: Table, name: str) -> Table:
    result = dict(paper)
    for key in ("boxes", "rules", "ticks"):
        if key in paper:
            kept = (entry for entry in paper[key] if name not in (name_of(entry), entry.get("when")))
            result[key] = [_parts(entry, name) for entry in kept]
    if "columns" in paper.get("goods", {}):
        columns = (_parts(column, name) for column in paper["goods"]["columns"] if name_of(column) != name)
        result["goods"] = {**paper["goods"], "columns": [column for column in columns if column.get("show", True)]}
    return result


def _parts(entry: Table, name: str) -> Table:
    """A box or a column without the parts that read a field."""
    lists = {key: entry[key] for key in ("show", "total", "below") if key in entry}
    return {**entry, **{key: [part for part in parts if not _reads(part, name)] for key, parts in lists.items()}}


def _reads(part: Any, name: str) -> bool:
    if isinstance(part, str):
        return part == name
    return any(f"{{{name}}}" in str(value) if key == "text" else value == name for key, value in part.items())
