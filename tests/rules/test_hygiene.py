"""Habits that keep the code what the architecture says it is."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator

import pytest

from tests.rules.sources import PACKAGES, ROOT, TESTS, TOOLS, Source, sources

SCREENS = ("coo_desktop/views/", "coo_desktop/dialogs/", "coo_desktop/app.py", "coo_desktop/__main__.py")
MAIN_LOOP = ("coo_desktop/app.py", "coo_desktop/__main__.py")
BLOCKING = {"QThread", "QEventLoop", "processEvents", "exec_"}
CATCH_ALL = ("coo_desktop/views/tasks.py", "coo_desktop/app.py", "coo_backend/runtime/daily.py")
LEFTOVER_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "base",
    "misc",
    "manager",
    "processor",
    "core",
}
LEFTOVER_STEMS = LEFTOVER_NAMES | {"data", "info"}
#: Methods that html.parser calls by these names.
NAMED_BY_LIBRARIES = ("def handle_starttag(", "def handle_data(", "def handle_endtag(")
LEFTOVER_DEFINITIONS = tuple(
    f"{opening} {verb}" for opening in ("def", "async def") for verb in ("do_", "handle_", "process_", "execute_")
)
Finding = tuple[int, str]


def found(rule: Callable[[Source], Iterator[Finding]], *folders: str, holding: str = "") -> list[str]:
    """What a rule finds in the files of the folders whose text matches `holding`, as places to click on."""
    files = sources(*folders, holding=holding)
    return [f"{source.path}:{line} {what}" for source in files for line, what in rule(source)]


def imported(source: Source) -> Iterator[Finding]:
    """Each imported module with its line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def names(source: Source) -> Iterator[Finding]:
    """Each name and attribute that the code uses, with its line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias):
            yield node.lineno, node.name.rpartition(".")[2]


def test_nothing_is_mocked():
    def rule(source: Source) -> Iterator[Finding]:
        return ((line, name) for line, name in imported(source) if re.match(r"unittest\.mock|mock\b|pytest_mock", name))

    assert not found(rule, *PACKAGES, *TOOLS, *TESTS, holding="mock")


def test_only_the_runners_of_tasks_and_duties_and_the_top_hook_catch_everything():
    def rule(source: Source) -> Iterator[Finding]:
        if source.path in CATCH_ALL:
            return
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                if re.search(r"\b(Exception|BaseException|everything)\b", caught):
                    yield node.lineno, f"catches {caught}"

    assert not found(rule, *PACKAGES, holding="except")


def test_no_import_dodges_a_contract():
    def rule(source: Source) -> Iterator[Finding]:
        return ((line, name) for line, name in names(source) if name == "TYPE_CHECKING")

    assert not found(rule, *PACKAGES, holding="TYPE_CHECKING")


def test_qt_is_imported_by_screens_only():
    def rule(source: Source) -> Iterator[Finding]:
        if source.path.startswith(SCREENS):
            return iter(())
        return ((line, name) for line, name in imported(source) if name.partition(".")[0] in {"PySide6", "shiboken6"})

    assert not found(rule, *PACKAGES, holding="PySide6|shiboken6")


def test_no_screen_blocks_or_nests_the_loop():
    def rule(source: Source) -> Iterator[Finding]:
        banned = BLOCKING if source.path in MAIN_LOOP else BLOCKING | {"exec"}
        return ((line, name) for line, name in names(source) if name in banned)

    assert not found(rule, "coo_desktop", holding="exec|" + "|".join(BLOCKING))


def test_nobody_sleeps():
    def rule(source: Source) -> Iterator[Finding]:
        return ((line, name) for line, name in names(source) if name in {"sleep", "msleep", "qWait"})

    assert not found(rule, *PACKAGES, *TESTS, holding="sleep|qWait")


def test_the_domain_counts_without_floats():
    """Money, quantities and percentages are Decimal; only a duration, named `..._s`, may be a float."""

    def rule(source: Source) -> Iterator[Finding]:
        durations = re.compile(r"\b\w+_s\b|\bprogress\b")
        for node in ast.walk(source.tree):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if (is_float or (isinstance(node, ast.Name) and node.id == "float")) and not durations.search(
                source.line(node.lineno)
            ):
                yield node.lineno, source.line(node.lineno).strip()

    assert not found(rule, "coo_desktop/domain")


def test_every_module_opens_with_a_sentence():
    def rule(source: Source) -> Iterator[Finding]:
        if not source.opening.endswith((".", "!", "?", ":", "`")):
            yield 1, f"opens with {source.opening!r}"

    assert not found(rule, *PACKAGES, *TOOLS, *TESTS)


def test_nothing_is_named_for_being_leftover():
    def rule(source: Source) -> Iterator[Finding]:
        *folders, stem = source.path.removesuffix(".py").split("/")
        if stem in LEFTOVER_STEMS or LEFTOVER_NAMES & set(stem.split("_")) or LEFTOVER_STEMS & set(folders):
            yield 1, stem
        for number, line in enumerate(source.lines, 1):
            if line.lstrip().startswith(LEFTOVER_DEFINITIONS) and not line.lstrip().startswith(NAMED_BY_LIBRARIES):
                yield number, line.strip()

    assert not found(rule, *PACKAGES, *TOOLS)


def test_what_is_left_to_do_has_a_reason():
    marker = re.compile(r"#\s*(?:TODO|FIXME|XXX)(?!:? \w+ \w+ \w+)")

    def rule(source: Source) -> Iterator[Finding]:
        return ((number, line.strip()) for number, line in enumerate(source.lines, 1) if marker.search(line))

    assert not found(rule, *PACKAGES, *TOOLS, *TESTS)


# Spelt in two parts, so that this file does not find itself.
FOREIGN = {
    "a package registry's address": re.compile("(?:pypi|pythonhosted|npmjs|debian|yarnpkg)" + r"\.(?:org|com)\b/?"),
    "a path of one machine": re.compile(r"(?<![\w.~/-])/(?:" + "work|root|home/[a-z]+)/"),
    "a folder beside the project": re.compile(r"\.\./" + "shared"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names_a_place_that_others_lack(what):
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    places = []
    for name in filter(None, listing.split("\0")):
        file = ROOT / name
        if name.startswith(".ci/") or not file.is_file():
            continue
        content = file.read_bytes()
        if b"\0" in content[:8000]:
            continue  # fonts and pictures
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), 1):
            if FOREIGN[what].search(line):
                places.append(f"{name}:{number}")
    assert not places


@pytest.mark.parametrize("layer", ["coo_desktop/domain", "coo_desktop/paper"])
def test_no_two_public_classes_of_a_layer_have_one_name(layer):
    places: dict[str, list[str]] = {}
    for source in sources(layer):
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(source.path)
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}
