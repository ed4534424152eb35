"""The agreements and product rules that the program ships, and published examples where the machine has them."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coo_desktop.domain.agreements import PRODUCT_RULES_FILE, Agreements, read_agreements
from coo_desktop.domain.origin.rules import RuleTable, read_product_rules
from coo_desktop.environment.assets import resource


@pytest.fixture(scope="session")
def agreements() -> Agreements:
    folder = resource("agreements")
    return read_agreements({file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.toml")})


@pytest.fixture(scope="session")
def rules() -> RuleTable:
    return read_product_rules(resource("agreements", PRODUCT_RULES_FILE).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Example:
    """A published worked example; `percent` is the exact share it gives, or the printed one."""

    inputs: dict[str, Any]
    expected: dict[str, Any]

    @property
    def percent(self) -> Decimal:
        return self.expected.get("rvc_percent_exact", self.expected["rvc_percent_printed"])


@pytest.fixture
def worked_examples(shared_data: Path) -> dict[str, Example]:
    file = shared_data / "worked_examples.json"
    rows = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)["examples"]
    return {row["id"]: Example(row["inputs"], row["expected"]) for row in rows}
