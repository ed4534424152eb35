"""Recipes: how one published table is laid out, as data.

A recipe names the columns the table must have, where each field of a row comes from, how it is cleaned and what it has
to look like; `tables` reads a table by it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.hs import codes
from coo_desktop.domain.packs.annex import CODE, RULE
from coo_desktop.domain.packs.faults import FaultKind, TableFault
from coo_desktop.domain.packs.manifest import KINDS, LISTS, QUALITIES, ROW_FIELDS, day

Row = Mapping[str, str]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
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
    "low": lambda text: text.partition("-")[0],
    "high": lambda text: text.rpartition("-")[2],
    "no_mark": lambda text: text.removeprefix("X:"),
}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where one field comes from and what it has to be; `column` "" means the same `value` in every row.

    A value may name in braces what the file's name tells.
    """

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
    """One published table's layout. `each` makes several rows of one line, each with fields of its own.

    `annex` names the columns of a list that customs print, which gives the columns `code` and `rule` to the fields.
    `rest` is what a list of product rules says of every code that it does not name.
    """

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
    annex: tuple[str, ...] = ()  # the columns of chapter, heading, subheading and rule
    rest: str = ""

    @property
    def given(self) -> tuple[str, ...]:
        """The columns that the fields may name."""
        return (*self.columns, CODE, RULE) if self.annex else self.columns


def read_recipe(recipe_id: str, text: str) -> Recipe:
    """A recipe from TOML; raises Unreadable(file, key) for anything that it misspells."""
    try:
        found = tomllib.loads(text)
        fields = {name: _rule(entry) for name, entry in found.pop("fields").items()}
        each = tuple({name: _rule(entry) for name, entry in one.items()} for one in found.pop("each", [{}]))
        facts = {name: str(found.pop(name)) for name in _MANIFEST if name in found}
        skip = {name: tuple(values) for name, values in found.pop("skip", {}).items()}
        columns, found["annex"] = tuple(found.pop("columns")), tuple(found.pop("annex", ()))
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
    known = told_by(recipe, file_name)
    if as_of:
        known |= {"year": as_of[:4], "date": as_of}
    if "year" in known:
        known["hs"] = codes.edition_of(int(known["year"]))
    try:
        facts = {name: value.format(**known) for name, value in recipe.facts.items()}
    except KeyError as error:
        key = str(error.args[0])
        kind = FaultKind.UNTOLD_LIST if key in ("agreement", "edition") else FaultKind.UNTOLD_DAY
        raise Unreadable(file=file_name, key=key, reason=TableFault(kind)) from None
    facts["as_of"] = as_of or facts.get("as_of", "")
    if not day(facts["as_of"]):
        raise Unreadable(file=file_name, key="as_of", reason=TableFault(FaultKind.UNTOLD_DAY))
    return dict.fromkeys(_MANIFEST, "") | {"name": recipe.id} | facts


def told_by(recipe: Recipe, file_name: str) -> dict[str, str]:
    """What a file's name tells by the recipe."""
    match = re.search(recipe.told_by_name, file_name) if recipe.told_by_name else None
    return dict(match.groupdict()) if match else {}


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
            if rule.column and rule.column not in recipe.given:
                yield f"{name}: {rule.column}"
            yield from (f"{name}: {cleaning}" for cleaning in rule.clean if cleaning not in CLEANINGS)
    yield from (f"annex: {column}" for column in recipe.annex if column not in recipe.columns)
    yield from (f"skip: {column}" for column in recipe.skip if column not in recipe.columns)
    yield from (f"unique: {name}" for name in (*recipe.unique, *recipe.first_of) if name not in recipe.fields)
