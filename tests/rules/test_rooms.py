"""Rooms by noun: few modules a folder, one class a name, and the words of the dictionary."""

import re
from collections import Counter, defaultdict

import pytest

from tests.rules.sources import PACKAGES, TESTS, TOOLS, Source, sources

FOLDER_MODULES = 20
#: What is renamed: `told()` says what it does each time, and a module is a noun.
DIALECT = re.compile(r"told\(|taking_in|mishaps|doorbell|farewell|landing|settling")
PUBLIC_CLASS = re.compile(r"^class ([A-Za-z]\w*)", re.MULTILINE)
EXCUSE = "# budget" + ":"
SEEDED_BUG = "COO_SEEDED" + "_BUG"


def until_the_rooms_are_done(reason: str) -> pytest.MarkDecorator:
    """Strict: the day the restructure has made a rule true, its mark has to go."""
    return pytest.mark.xfail(strict=True, reason=reason)


def modules(*folders: str) -> list[Source]:
    return [source for source in sources(*folders) if not source.path.endswith("/__init__.py")]


def layer(source: Source) -> str:
    """coo_desktop.views for what lies in it, coo_desktop for a module at the top; coo_backend is one layer."""
    folder = source.path.split("/")[:-1]
    return ".".join(folder[:2] if folder[0] == "coo_desktop" else folder[:1])


def lines_with(pattern: re.Pattern[str] | str, *folders: str) -> list[str]:
    wanted = re.compile(re.escape(pattern)) if isinstance(pattern, str) else pattern
    return [
        f"{source.path}:{number} {line.strip()}"
        for source in sources(*folders)
        for number, line in enumerate(source.lines, 1)
        if wanted.search(line)
    ]


def test_a_folder_holds_at_most_twenty_modules():
    held = Counter(source.path.rpartition("/")[0] for source in modules(*PACKAGES, *TESTS))
    assert {folder: count for folder, count in held.items() if count > FOLDER_MODULES} == {}


def test_a_layer_has_no_two_public_classes_of_one_name():
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source in modules(*PACKAGES):
        for name in PUBLIC_CLASS.findall(source.text):
            places[layer(source), name].append(source.path)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_size_is_excused():
    assert lines_with(EXCUSE, *PACKAGES, *TOOLS) == []


def test_the_product_holds_no_seeded_bug():
    assert lines_with(SEEDED_BUG, *PACKAGES) == []


def test_nothing_is_called_by_a_word_that_the_dictionary_replaced():
    assert lines_with(DIALECT, *PACKAGES) == []
