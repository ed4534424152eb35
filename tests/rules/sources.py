"""The project's own Python files, parsed once for all the rules."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("coo_desktop", "coo_backend")
TOOLS = ("scripts", "installer")
TESTS = ("tests",)


@dataclass(frozen=True)
class Source:
    """One Python file: where it is, what it says, how it parses."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def line(self, number: int) -> str:
        """One line by its number, from 1."""
        return self.lines[number - 1]


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file below these folders, in a fixed order."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(_parsed(path) for path in paths if not {"build", "dist"} & set(path.relative_to(ROOT).parts))


def _parsed(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text, str(path)))
