"""The committed contract is the code's."""

import json
from pathlib import Path

from coo_backend import contract

FILE = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_committed_contract_is_the_codes():
    assert FILE.read_text(encoding="utf-8") == contract.text(), "python -m coo_backend.contract docs/openapi.json"


def test_every_endpoint_says_what_it_answers():
    told = json.loads(contract.text())
    silent = {
        (method, path)
        for path, operations in told["paths"].items()
        for method in operations
        if (method, path) not in contract.SPOKEN
    }
    assert {path.split("/")[2] for _, path in silent} == {"uploads", "evidence", "packs"}  # tus and plain bytes


def test_every_reference_of_the_contract_resolves():
    text = contract.text()
    told = json.loads(text)
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(told["components"]["schemas"])


def test_hooks_for_tests_are_no_part_of_the_contract():
    assert "/test/" not in contract.text()
