"""Tests mirror the code: whoever changes a module knows where its tests are."""

import pytest

from tests.rules.sources import ROOT, sources

# The packages whose every module is tested on its own. Screens are tested by what a user does with them.
MIRRORED = ("coo_desktop/domain", "coo_desktop/store", "coo_desktop/sync", "coo_desktop/paper")
ELSEWHERE = {
    "coo_desktop/domain/evidence.py": "protocols: tests/contracts and tests/sync hold what implements them",
    "coo_desktop/domain/ports.py": "protocols: nothing runs here, tests/contracts holds what implements them",
    "coo_desktop/domain/mending.py": "facts handed over: nothing runs here, tests/store/files reads them",
    "coo_desktop/domain/context.py": "facts handed over: nothing runs here, tests/domain/checks reads them",
    "coo_desktop/domain/records/tools.py": "a protocol: tests/store/test_record_tools holds what implements it",
    "coo_desktop/domain/origin/reason_texts.py": "a table: tests/domain/origin/test_reasons.py reads every line",
    "coo_desktop/domain/office/requests.py": "protocols: tests/sync holds what implements them",
}
# Folders of tests that follow an errand or a rule, not a module.
BY_ERRAND = {"contracts", "flows", "faults", "rules", "golden", "benchmarks", "fakes", "console", "published", "sheets"}


def test_file(module: str) -> str:
    folder, _, name = module.removeprefix("coo_desktop/").rpartition("/")
    return "/".join(part for part in ("tests", folder.replace("coo_backend", "backend"), f"test_{name}") if part)


test_file.__test__ = False


def modules(*packages: str) -> list[str]:
    return [source.path for source in sources(*packages) if not source.path.endswith("/__init__.py")]


@pytest.mark.parametrize("package", MIRRORED)
def test_every_module_has_its_tests(package):
    untested = [
        module for module in modules(package) if module not in ELSEWHERE and not (ROOT / test_file(module)).is_file()
    ]
    assert not untested


def test_every_test_file_belongs_to_a_module():
    known = {test_file(module) for module in modules("coo_desktop", "coo_backend")}
    strays = [
        source.path
        for source in sources("tests")
        if source.path.rpartition("/")[2].startswith("test_")
        and not BY_ERRAND & set(source.path.split("/"))
        and source.path not in known
    ]
    assert not strays


def test_every_excuse_is_still_needed():
    assert [
        module for module in ELSEWHERE if not (ROOT / module).is_file() or (ROOT / test_file(module)).is_file()
    ] == []
