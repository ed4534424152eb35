"""A module too small to be read on its own is a crumb, unless what it is makes it small: a table, a port, an entry
point. Which of the three is written here, beside the module, and looked at by the reviewer of a change of this list."""

import ast
from collections.abc import Callable

import pytest

from tests.rules.sources import Source, sources

SMALL_LINES = 40
FEWER_THAN = 30

TABLES = (
    "coo_desktop/domain/documents/succession.py",
    "coo_desktop/views/widgets/severity_icons.py",
    "coo_desktop/views/words/verdicts.py",
)
"""What is looked up: names and what stands for them."""
PORTS = (
    "coo_desktop/domain/records/tools.py",
    "coo_desktop/sync/account_status.py",
)
"""Where two layers meet: a protocol, or the class that puts its parts together behind one."""
ENTRY_POINTS = (
    "coo_backend/__main__.py",
    "coo_backend/db/migrations/env.py",
    "coo_backend/db/migrations/versions/v0003_packs.py",
    "coo_backend/db/migrations/versions/v0005_correspondence.py",
    "coo_backend/db/migrations/versions/v0006_invoice_keys.py",
    "coo_backend/db/migrations/versions/v0008_stamps.py",
    "coo_backend/db/migrations/versions/v0009_sending.py",
    "coo_backend/db/migrations/versions/v0010_release.py",
    "coo_backend/db/migrations/versions/v0011_origins_of_failures.py",
    "coo_backend/db/migrations/versions/v0012_sweeps.py",
    "coo_backend/notices/routes.py",
    "coo_backend/packs/__main__.py",
    "coo_backend/packs/routes.py",
    "coo_backend/web/meta.py",
    "coo_desktop/__main__.py",
    "coo_desktop/store/database/migrations/step_0002.py",
    "coo_desktop/store/database/migrations/step_0003.py",
    "coo_desktop/store/database/migrations/step_0004.py",
    "coo_desktop/store/database/migrations/step_0005.py",
    "coo_desktop/store/database/migrations/step_0006.py",
)
"""Where a process, a request or the step of a migration comes in."""


def test_a_small_module_is_a_table_a_port_or_an_entry_point():
    small = {
        source.path
        for source in sources("coo_desktop", "coo_backend")
        if len(source.lines) < SMALL_LINES and not source.path.endswith("/__init__.py")
    }
    assert sorted(small) == sorted(TABLES + PORTS + ENTRY_POINTS)
    assert len(small) < FEWER_THAN


def is_table(source: Source) -> bool:
    """More names with a value than functions that read them."""
    named = sum(isinstance(node, ast.Assign | ast.AnnAssign) for node in source.tree.body)
    return named > 0 and named >= sum(isinstance(node, ast.FunctionDef) for node in source.tree.body) - 1


def is_port(source: Source) -> bool:
    """One class and nothing beside it that works."""
    works = [node for node in source.tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    return len(works) == 1 and isinstance(works[0], ast.ClassDef)


def is_entry_point(source: Source) -> bool:
    text = "\n".join(source.lines)
    return "migrations" in source.path or source.path.endswith("__main__.py") or "\nrouter = " in text


@pytest.mark.parametrize(
    ("listed", "is_one"),
    [(TABLES, is_table), (PORTS, is_port), (ENTRY_POINTS, is_entry_point)],
    ids=["tables", "ports", "entry points"],
)
def test_each_is_what_it_is_listed_as(listed: tuple[str, ...], is_one: Callable[[Source], bool]):
    known = {source.path: source for source in sources("coo_desktop", "coo_backend")}
    assert [path for path in listed if not is_one(known[path])] == []
