"""Nothing grows past the size at which it is read in one go; there are no exceptions."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.rules.sources import PACKAGES, TOOLS, Source, sources

FUNCTION_LINES = 40
FUNCTION_LINES_P95 = 25
CLASS_LINES = 200
CLASS_METHODS = 20
FILE_LINES = 300
FRAME_LINES = 150
CONSTRUCTOR_PARAMETERS = 6
FRAMES = ("coo_desktop/app.py", "coo_desktop/views/shell/window.py")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def span(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def parameters(node: Function) -> int:
    """How many a constructor takes, itself not counted."""
    return len(node.args.posonlyargs) + len(node.args.args) + len(node.args.kwonlyargs) - 1


def sizes(source: Source) -> Iterator[tuple[int, str, int, int]]:
    """Line, what it is, its size and its limit, for everything in a file."""
    yield 1, "file", len(source.lines), FRAME_LINES if source.path in FRAMES else FILE_LINES
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            yield node.lineno, f"function {node.name}", span(node), FUNCTION_LINES
            if node.name == "__init__":
                yield node.lineno, "constructor's parameters", parameters(node), CONSTRUCTOR_PARAMETERS
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(child, Function) for child in node.body)
            yield node.lineno, f"class {node.name}", span(node), CLASS_LINES
            yield node.lineno, f"methods of {node.name}", methods, CLASS_METHODS


@cache
def measured() -> tuple[tuple[str, str, int, int, str], ...]:
    """Of everything in every file: path, what it is, size, limit, and the place to click on."""
    return tuple(
        (source.path, what, size, limit, f"{source.path}:{line}")
        for source in sources(*PACKAGES, *TOOLS)
        for line, what, size, limit in sizes(source)
    )


def test_nothing_is_larger_than_its_budget():
    over = [
        f"{place} {what}: {size}, at most {limit}" for _path, what, size, limit, place in measured() if size > limit
    ]
    assert not over, "\n".join(over)


def test_most_functions_of_a_layer_are_short():
    packages: dict[str, list[int]] = {}
    for path, what, size, _limit, _place in measured():
        # In a migration one function lists the tables of a version.
        if what.startswith("function") and path.startswith(PACKAGES) and "migrations" not in path:
            packages.setdefault("/".join(path.split("/")[:2]), []).append(size)
    long = {
        package: p95
        for package, lengths in packages.items()
        if len(lengths) >= 20 and (p95 := sorted(lengths)[(len(lengths) * 95 - 1) // 100]) > FUNCTION_LINES_P95
    }
    assert not long, f"95 of 100 functions should fit {FUNCTION_LINES_P95} lines: {long}"
