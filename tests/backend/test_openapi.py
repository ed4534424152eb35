"""The committed contract is the code's, and valid."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from coo_backend import openapi

FILE = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_committed_contract_is_the_codes():
    assert FILE.read_text(encoding="utf-8") == openapi.text(), "python -m coo_backend.openapi docs/openapi.json"


def test_the_contract_is_a_valid_openapi_document():
    # In a process of its own, as `make check` has it: the validator and its schemas are 23 MB.
    validator = [sys.executable, "-m", "openapi_spec_validator", str(FILE)]
    judged = subprocess.run(validator, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_every_endpoint_says_what_it_answers():
    silent = {
        path
        for path, operations in openapi.document()["paths"].items()
        for operation in operations.values()
        if "application/json" not in operation["responses"].get("200", {}).get("content", {})
        and "204" not in operation["responses"]
    }
    assert {path.split("/")[2] for path in silent} == {"uploads", "evidence", "packs"}  # tus and plain bytes


def numbers(part: object, where: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Every number that a part of the contract declares, and where it stands."""
    if isinstance(part, dict):
        if part.get("type") in ("integer", "number"):
            yield where, part
        for name, below in part.items():
            yield from numbers(below, f"{where}/{name}")
    elif isinstance(part, list):
        for place, below in enumerate(part):
            yield from numbers(below, f"{where}/{place}")


def test_every_number_of_the_contract_has_bounds_that_a_database_can_keep():
    found = dict(numbers(openapi.document()))
    assert found
    free = [where for where, told in found.items() if not {"minimum", "maximum"} <= told.keys()]
    assert free == []
    assert all(told["minimum"] <= told["maximum"] < 2**63 for told in found.values())


def test_every_answer_has_a_declared_shape():
    schemas = [
        content["schema"]
        for operations in openapi.document()["paths"].values()
        for operation in operations.values()
        for answer in operation["responses"].values()
        for kind, content in answer.get("content", {}).items()
        if kind == "application/json"
    ]
    assert all("$ref" in schema for schema in schemas)


def test_every_reference_of_the_contract_resolves():
    text = openapi.text()
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named == set(json.loads(text)["components"]["schemas"])


def test_hooks_for_tests_are_no_part_of_the_contract():
    assert "/test/" not in openapi.text()
