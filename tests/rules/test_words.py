"""Every word of the program is there in Chinese, whole and with the same blanks."""

import ast
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from coo_desktop.environment import words
from scripts import words as collector
from tests.rules.sources import PACKAGES, ROOT, sources


@cache
def collected() -> Catalog:
    return collector.collected()


@cache
def chinese() -> Catalog:
    with collector.CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def texts(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    """Source texts with their other forms and translations; a counted text stands under its singular."""
    found = {}
    for message in catalogue:
        if message.id:
            forms = message.id if isinstance(message.id, tuple | list) else (message.id,)
            translations = message.string if isinstance(message.string, tuple | list) else (message.string or "",)
            found[forms[0]] = (*forms[1:], *translations)
    return found


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_word_has_its_chinese():
    translated = words.catalogue("zh_CN")
    assert [text for text in texts(collected()) if text not in translated] == []


def test_no_word_of_the_catalogue_is_unused():
    assert sorted(set(texts(chinese())) - set(texts(collected()))) == []


def test_the_program_reads_the_catalogue_as_its_collector_does():
    expected = {text: forms[-1] for text, forms in texts(chinese()).items() if forms[-1]}
    assert words.catalogue("zh_CN") == expected


def test_translations_keep_the_blanks():
    parted = [
        text
        for text, forms in texts(chinese()).items()
        if any(form and blanks(form) - {"count"} != blanks(text) - {"count"} for form in forms)
    ]
    assert parted == []


def test_blanks_have_names():
    assert [text for text in texts(collected()) if any(not name.isidentifier() for name in blanks(text))] == []


def test_words_are_whole_sentences_in_the_source():
    """A text put together before it is looked up is never found in the catalogue."""
    pieces = [
        f"{source.path}:{node.lineno}"
        for source in sources(*PACKAGES, holding=r"\b(?:_|N_|ngettext)\(")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "N_", "ngettext"}
        and any(isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call) for argument in node.args[:2])
    ]
    assert pieces == []


def declared(value: object, place: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Every table that holds a text by language, wherever it stands in a data file."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from declared(item, f"{place}[{number}]")
    elif isinstance(value, dict):
        if set(value) & set(words.LANGUAGES):
            yield place, value
        for name, item in value.items():
            yield from declared(item, f"{place}.{name}")


def data_files() -> list[Path]:
    """Every file that declares texts; a recipe names the columns of somebody's table, `en` and `zh` among them."""
    files = sorted((ROOT / "resources").rglob("*.toml"))
    return [file for file in files if file.parent.name != "recipes"]


def test_declared_texts_stand_in_both_languages():
    halves = [
        where
        for file in data_files()
        for where, text in declared(tomllib.loads(file.read_text(encoding="utf-8")), file.relative_to(ROOT).as_posix())
        if set(text) != set(words.LANGUAGES) or not all(str(part).strip() for part in text.values())
    ]
    assert halves == []
