"""Prints a line for each row that was walked: number, seconds, result, and why when it failed.

A plugin of pytest, named on its command line, so that the asserts of the rows tell what they compared.
"""

from pathlib import Path
from typing import Any

import pytest

FLOWS = Path(__file__).parents[1]
#: The asserts of these tell what they compared; pytest does so by itself for files whose name is that of a test.
HELPERS = [path for path in (*FLOWS.glob("*.py"), *FLOWS.glob("walk/*.py")) if path != Path(__file__)]
PLACES = [path.relative_to(FLOWS.parents[1]).with_suffix("").parts for path in HELPERS]
pytest.register_assert_rewrite(*(".".join(place) for place in PLACES))
LONGEST_REASON = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("walk")
    group.addoption("--rows", default="", help="the numbers of the rows to walk, with commas between; all without")
    group.addoption("--pictures", default="", help="a folder for a picture of what each row ended with")
    group.addoption("--table", default="tests.flows.walk.rows", help="the module whose ROWS are walked")


class Lines:
    """Writes while the rows are walked; `failed` are the numbers of those that do not work."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.walked = 0
        self._seconds, self._reason = 0.0, ""

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[Any]) -> None:
        """A row that is wanted and not there is a mistake of whoever asked."""
        known = {item.callspec.id for item in items if hasattr(item, "callspec")}
        unknown = sorted(set(filter(None, config.getoption("rows").split(","))) - known)
        if unknown:
            raise pytest.UsageError(f"the table has no row {', '.join(unknown)}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Adds up the phases of a row; its line is written when the last one is over."""
        self._seconds += report.duration
        if report.failed:
            self._reason = self._reason or reason_of(report)
        if report.when == "teardown":
            row = dict(report.user_properties)
            number, title = str(row.get("number", report.nodeid)), str(row.get("title", ""))
            self.walked += 1
            if self._reason:
                self.failed.append(number)
            result = f"FAIL  {self._reason}" if self._reason else "ok"
            print(f"{number:<24} {self._seconds:6.1f} s  {title:<38} {result}", flush=True)
            self._seconds, self._reason = 0.0, ""

    def pytest_sessionfinish(self) -> None:
        told = f"{self.walked} rows walked, {len(self.failed)} failed"
        print(f"{told}: {', '.join(self.failed)}" if self.failed else told, flush=True)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Lines())


def pytest_report_teststatus(report: Any) -> tuple[str, str, str]:
    """The terminal's own letters would stand between the lines."""
    return (report.outcome if report.when == "call" or report.failed else "", "", "")


def reason_of(report: pytest.TestReport) -> str:
    """What went wrong, in one line, and where."""
    crash, trace = getattr(report.longrepr, "reprcrash", None), getattr(report.longrepr, "reprtraceback", None)
    if crash is None or trace is None:
        return str(report.longrepr).strip().splitlines()[-1][:LONGEST_REASON]
    places = [entry.reprfileloc for entry in trace.reprentries if getattr(entry, "reprfileloc", None)]
    mine = [place for place in places if str(place.path).endswith("_rows.py")] or places[-1:]
    said = " ".join(str(crash.message).split())[:LONGEST_REASON]
    return f"{said} ({', '.join(f'{Path(place.path).name}:{place.lineno}' for place in mine)})"
