"""What the long machinery has to try, and the table at the end of `make faults` that says how much of it was tried.

A test tells its share by `record_property` under the name of a row here; that travels from every worker to this table.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.lengths import IS_WHOLE


@dataclass(frozen=True, slots=True)
class Target:
    """`least` is how many; what fails in a test whose path begins with `proof` is a violation."""

    what: str
    least: int
    proof: str


DISK = "tests/faults/test_failing_disk.py"
TARGETS = (
    Target("disk operations that failed", 2_000, f"{DISK}::test_a_disk"),
    Target("states after a power cut", 20_000, f"{DISK}::test_a_power"),
    Target("controls of the power cut that must fail", 2, f"{DISK}::test_work"),
    Target(
        "simulated steps with stand-ins", 2_000_000, "tests/faults/test_sync_simulation.py::test_a_random_day_loses"
    ),
    Target(
        "simulated steps, real stores and backend",
        200_000,
        "tests/faults/test_sync_simulation.py::test_a_random_day_of",
    ),
    Target("faulty engines and backends found out", 25, "tests/faults/test_faulty_engines.py::test_a_wrong_engine_is"),
    Target("the same with real stores and backend", 20, "tests/faults/test_faulty_engines.py::test_a_wrong_real"),
    Target("cuts: every byte of every request and answer", 20_000, "tests/faults/test_network_cuts.py"),
    Target("kills of the real desktop", 300, "tests/faults/test_killed_desktop.py"),
    Target("edits of sixty desks, PostgreSQL, two workers", 1_200, "tests/faults/test_two_workers.py"),
    Target("requests of any shape", 20_000, "tests/backend/contracts/test_random_requests.py"),
    Target("damages of a profile", 200, "tests/faults/test_damages.py"),
    Target("random texts through a field", 100_000, "tests/flows/documents/test_strings.py::test_a_field"),
    Target(
        "random texts through store and wire",
        100_000,
        "tests/flows/documents/test_strings.py::test_a_text_is_the_same_in",
    ),
    Target(
        "random texts through csv and xlsx",
        200_000,
        "tests/flows/documents/test_strings.py::test_a_text_is_the_same_after",
    ),
    Target("random texts through the PDF", 100_000, "tests/flows/documents/test_strings.py::test_a_text_that"),
    Target("pairs of accounts told apart by time", 200, "tests/backend/contracts/test_unknown_accounts.py"),
)
#: What takes long in one piece, by about how many seconds; it begins first. All else is short pieces, which fill up.
LONGEST_S = {
    "tests/faults/test_two_workers.py": 200,
    "tests/faults/test_network_cuts.py": 150,
    "tests/faults/test_killed_desktop.py::test_what": 110,
    "tests/backend/contracts/test_random_requests.py": 80,
    "tests/faults/test_swapped_answers.py": 70,
    "tests/flows/documents/test_strings.py": 60,
    "tests/faults/test_failing_disk.py": 50,
    "tests/flows/sending/test_random_actions.py": 50,
    "tests/flows/sending/test_races.py": 50,
    "tests/golden/paper/test_random_documents.py": 50,
    "tests/backend/contracts/test_one_admin.py": 40,
    "tests/faults/test_damages.py": 40,
}
NAMES = frozenset(target.what for target in TARGETS)


def table(reports: Iterable[Any]) -> list[str]:
    """A line for every target that any of these reports of tests is about."""
    done, failed, asked = Counter[str](), Counter[str](), set[str]()
    for report in reports:
        for target in TARGETS:
            if report.nodeid.startswith(target.proof):
                asked.add(target.what)
                failed[target.what] += report.failed
        if report.when == "call":
            for name, value in report.user_properties:
                done[name] += value if name in NAMES else 0
    head = f"{'what':<50}{'how many':>12}{'at least':>12}{'violations':>12}"
    rows = [
        f"{one.what:<50}{done[one.what]:>12,}{one.least:>12,}{failed[one.what]:>12}"
        + ("  TOO FEW" if done[one.what] < one.least else "")
        for one in TARGETS
        if one.what in asked
    ]
    return [head, *rows] if rows else []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """At the whole length the longest begin first, so that all workers are busy to the end."""
    if IS_WHOLE:
        items.sort(key=lambda item: -next((one for name, one in LONGEST_S.items() if item.nodeid.startswith(name)), 0))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """At the whole length alone: a short run tries too few of everything."""
    if not IS_WHOLE:
        return
    reports = (each for kind in terminalreporter.stats.values() for each in kind)
    lines = table(each for each in reports if isinstance(each, pytest.TestReport))
    if lines:
        terminalreporter.section("what the machinery tried")
        for line in lines:
            terminalreporter.write_line(line)
