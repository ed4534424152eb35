"""The project's own Python files, as the rules read them."""

import ast
import inspect
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("coo_desktop", "coo_backend")
TOOLS = ("scripts", "installer")
TESTS = ("tests",)


@dataclass(frozen=True)
class Source:
    """One Python file: where it is, what it says, how it parses.

    Only the text is kept: the trees of all files together are 200 MB. A rule looks into the text for its word first
    and parses those files that have it.
    """

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Parsed anew each time it is asked for."""
        return ast.parse(self.text, self.path)

    @property
    def opening(self) -> str:
        """The first paragraph of the module's docstring, "" without one."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.STRING:
                return inspect.cleandoc(ast.literal_eval(token.string)).partition("\n\n")[0].strip()
            if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING):
                break
        return ""

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def line(self, number: int) -> str:
        """One line by its number, from 1."""
        return self.lines[number - 1]


def sources(*folders: str, holding: str = "") -> Iterator[Source]:
    """Every Python file below these folders, in a fixed order; only those whose text matches `holding`."""
    wanted = re.compile(holding, re.MULTILINE)
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    for path in paths:
        if not {"build", "dist"} & set(path.relative_to(ROOT).parts):
            source = _read(path)
            if wanted.search(source.text):
                yield source


@cache
def _read(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
