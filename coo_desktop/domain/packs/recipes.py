"""Recipes: how one published table is laid out, as data, and reading such a table into rows with what was rejected.

A recipe names the columns the table must have, where each field of a row comes from, how it is cleaned and what it has
to look like. One bad line is rejected by line and reason; a table with too many is refused whole.
"""

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.hs import codes
from coo_desktop.domain.packs.faults import FaultKind, TableFault
from coo_desktop.domain.packs.manifest import KINDS, LISTS, QUALITIES, ROW_FIELDS, Rejected, day

Row = Mapping[str, str]
_MOST_CELL = 20_000
_MOST_SHOWN = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LOST = "\ufffd"  # what a program leaves of a character that it could not read
_HAN = re.compile(r"[㐀-鿿]")
_MANIFEST = ("name", "edition", "as_of", "valid_from", "valid_to", "source", "licence", "quality")

CLEANINGS: Mapping[str, Callable[[str], str]] = {
    "text": lambda text: " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split()),
    "digits": lambda text: re.sub(r"[\s.]", "", text),
    "upper": str.upper,
    "year_start": lambda text: f"{text}-01-01" if text else "",
    "year_end": lambda text: f"{text}-12-31" if text else "",
    "edition": lambda text: "".join(re.findall(r"(?:19|20)\d\d", text)[:1]),
    "no_data_when_empty": lambda text: "" if text else "no_data",
    "none_when_empty": lambda text: "" if text else "none",
    "no_mark": lambda text: text.removeprefix("X:"),
}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where one field comes from and what it has to be; `column` "" means the same `value` in every row."""

    column: str = ""
    value: str = ""
    clean: tuple[str, ...] = ("text",)
    needed: bool = False
    drops: bool = False  # an empty cell makes no row at all
    pattern: str = ""
    script: str = ""
    translate: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """One published table's layout. `each` makes several rows of one line, each with fields of its own."""

    id: str
    title: Mapping[str, str]
    kind: str
    facts: Mapping[str, str]
    columns: tuple[str, ...]
    fields: Mapping[str, FieldRule]
    each: tuple[Mapping[str, FieldRule], ...] = ({},)
    told_by_name: str = ""
    encoding: str = "utf-8-sig"
    least_rows: int = 1
    most_rejected: int = 0
    unique: tuple[str, ...] = ()  # a later line with the same fields is rejected
    first_of: tuple[str, ...] = ()  # a later line with the same fields says nothing new
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_recipe(recipe_id: str, text: str) -> Recipe:
    """A recipe from TOML; raises Unreadable(file, key) for anything that it misspells."""
    try:
        found = tomllib.loads(text)
        fields = {name: _rule(entry) for name, entry in found.pop("fields").items()}
        each = tuple({name: _rule(entry) for name, entry in one.items()} for one in found.pop("each", [{}]))
        facts = {name: str(found.pop(name)) for name in _MANIFEST if name in found}
        skip = {name: tuple(values) for name, values in found.pop("skip", {}).items()}
        columns = tuple(found.pop("columns"))
        unique, first_of = (tuple(found.pop(name, ())) for name in ("unique", "first_of"))
        title, kind = found.pop("title"), found.pop("kind")
        recipe = Recipe(
            recipe_id, title, kind, facts, columns, fields, each, unique=unique, first_of=first_of, skip=skip, **found
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(file=f"{recipe_id}.toml", reason=str(error)) from None
    for key in _wrong(recipe):
        raise Unreadable(file=f"{recipe_id}.toml", key=key, reason="not known here")
    return recipe


def manifest_facts(recipe: Recipe, file_name: str, as_of: str = "") -> dict[str, str]:
    """The manifest's facts for a file of this name; `as_of` says the day when the name does not.

    Raises Unreadable(file, reason) when neither the recipe, the name nor the caller tells what day the table describes.
    """
    match = re.search(recipe.told_by_name, file_name) if recipe.told_by_name else None
    known = dict(match.groupdict()) if match else {}
    if as_of:
        known |= {"year": as_of[:4], "date": as_of}
    if "year" in known:
        known["hs"] = codes.edition_of(int(known["year"]))
    try:
        facts = {name: value.format(**known) for name, value in recipe.facts.items()}
    except KeyError as error:
        raise Unreadable(file=file_name, key=str(error.args[0]), reason=TableFault(FaultKind.UNTOLD_DAY)) from None
    facts["as_of"] = as_of or facts.get("as_of", "")
    if not day(facts["as_of"]):
        raise Unreadable(file=file_name, key="as_of", reason=TableFault(FaultKind.UNTOLD_DAY))
    return dict.fromkeys(_MANIFEST, "") | {"name": recipe.id} | facts


def decoded(recipe: Recipe, file_name: str, content: bytes) -> str:
    """The table's text; raises Unreadable with the first line that is not in the recipe's encoding."""
    try:
        return content.decode(recipe.encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            file=file_name,
            line=line,
            reason=TableFault(FaultKind.ENCODING, text=recipe.encoding.removesuffix("-sig")),
        ) from None


def header_of(recipe: Recipe, head: bytes) -> tuple[str, ...]:
    """The names of the columns in the first bytes of a table, read as the recipe would; () when it cannot."""
    try:
        first = next(csv.reader(io.StringIO(head.decode(recipe.encoding, "ignore"), newline=""), strict=True), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in first)


def table_rows(recipe: Recipe, file_name: str, content: bytes) -> Iterator[tuple[int, tuple[Row, ...] | Rejected]]:
    """Every line of a table with the rows it became or why it became none; a line to be skipped becomes no row.

    Raises Unreadable for a table with another encoding or other columns than the recipe says.
    """
    reader = csv.reader(io.StringIO(decoded(recipe, file_name, content), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if tuple(header) != recipe.columns:
            raise Unreadable(
                file=file_name, line=1, reason=TableFault(FaultKind.COLUMNS), found=", ".join(header)[:200]
            )
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if cells:
                made = _rows(recipe, cells)
                yield line, Rejected(file_name, line, made) if isinstance(made, TableFault) else made
    except csv.Error as error:
        fault = TableFault(FaultKind.NOT_CSV, text=str(error))
        raise Unreadable(file=file_name, line=reader.line_num, reason=fault) from None


def _rows(recipe: Recipe, cells: list[str]) -> tuple[Row, ...] | TableFault:
    """The rows of one line, or why it is rejected."""
    if len(cells) != len(recipe.columns):
        return TableFault(FaultKind.CELLS, found=len(cells), needed=len(recipe.columns))
    if any(len(cell) > _MOST_CELL for cell in cells):
        return TableFault(FaultKind.CELL_TOO_LONG)
    if any(_LOST in cell for cell in cells):
        return TableFault(FaultKind.CHARACTER_LOST)
    given = dict(zip(recipe.columns, cells, strict=True))
    if any(given[column] in values for column, values in recipe.skip.items()):
        return ()
    made = []
    for own in recipe.each:
        rules = {**recipe.fields, **own}
        row = {name: cleaned(rule, given) for name, rule in rules.items()}
        if any(rule.drops and not row[name] for name, rule in rules.items()):
            continue
        for name, rule in rules.items():
            if (kind := _complaint(rule, row[name])) is not None:
                return TableFault(kind, name, row[name][:_MOST_SHOWN])
        made.append(row)
    return tuple(made)


def cleaned(rule: FieldRule, given: Row) -> str:
    """A field's value from a line's cells."""
    text = given[rule.column] if rule.column else rule.value
    for name in rule.clean:
        text = CLEANINGS[name](text)
    return rule.translate.get(text, text)


def _complaint(rule: FieldRule, text: str) -> FaultKind | None:
    if not text:
        return FaultKind.EMPTY if rule.needed else None
    if rule.pattern and not re.fullmatch(rule.pattern, text):
        return FaultKind.MISFIT
    if rule.script == "han" and not _HAN.search(text):
        return FaultKind.NOT_CHINESE
    if rule.script == "day" and not day(text):
        return FaultKind.NO_DAY
    return None


def _rule(entry: Any) -> FieldRule:
    if isinstance(entry, str):
        return FieldRule(column=entry)
    given = dict(entry)
    if "clean" in given:
        given["clean"] = ("text", *given["clean"])
    return FieldRule(**given)


def _wrong(recipe: Recipe) -> Iterator[str]:
    """What a recipe says that nothing here knows."""
    if recipe.kind not in KINDS:
        yield f"kind = {recipe.kind}"
        return
    if recipe.facts.get("quality") not in QUALITIES:
        yield "quality"
    if set(recipe.title) != {"zh_CN", "en"}:
        yield "title"
    for own in recipe.each:
        for name, rule in {**recipe.fields, **own}.items():
            if recipe.kind not in LISTS and name not in ROW_FIELDS[recipe.kind]:
                yield name
            if rule.column and rule.column not in recipe.columns:
                yield f"{name}: {rule.column}"
            yield from (f"{name}: {cleaning}" for cleaning in rule.clean if cleaning not in CLEANINGS)
    yield from (f"skip: {column}" for column in recipe.skip if column not in recipe.columns)
    yield from (f"unique: {name}" for name in (*recipe.unique, *recipe.first_of) if name not in recipe.fields)
