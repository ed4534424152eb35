"""Complete documents to start a test from, and what the checks find after a change to one."""

import copy
import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any

from coo_desktop.domain.checks import CHECKS
from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.spelling import date_of
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.environment.assets import resource
from tests.rulebooks import extended

RCEP, CO, PRE_REVIEW, TWENTY = "rcep_6_1", "co_6_3", "product_vacuum_flask", "rcep_20_lines"
#: Good documents of two forms that only tests have; between them they use every check.
EVERYTHING, STRAIT = "everything", "strait"
_CHECKS = Path(__file__).parent / "checks"
PRODUCT = "0199e5a0-0000-7000-8000-000000000011"


@cache
def rules() -> Rulebook:
    """The shipped declarations and the forms that only tests have."""
    own = {f"forms/{file.name}": file.read_text(encoding="utf-8") for file in (_CHECKS / "forms").glob("*.toml")}
    return extended(own)


@cache
def _text_of_sample(name: str) -> str:
    own = _CHECKS / "samples" / f"{name}.json"
    return (own if own.is_file() else resource("samples", f"{name}.json")).read_text(encoding="utf-8")


def sample(name: str) -> dict[str, Any]:
    """A sample file of the resources or of the tests of checks, as it stands."""
    return json.loads(_text_of_sample(name))


def values_of(name: str, **changes: Any) -> dict[str, Any]:
    """The sample's values; `goods__quantity="1"` changes a part of the first row."""
    values = copy.deepcopy(sample(name)["values"])
    for path, value in changes.items():
        field, _, part = path.partition("__")
        if part:
            values[field][0][part] = value
        else:
            values[field] = value
    return values


def context_of(name: str, **changes: Any) -> Context:
    """The facts around the sample: its day, company, person and products."""
    return dataclasses.replace(_context_in(sample(name)), **changes)


def problems_in(whole: dict[str, Any]) -> tuple[Problem, ...]:
    """Every problem of a whole sample file."""
    return rules().problems(rules().form(whole["form"]), whole["values"], _context_in(whole))


def _context_in(whole: dict[str, Any]) -> Context:
    products = {key: product_document(key, **entry) for key, entry in whole.get("products", {}).items()}
    return Context(
        today=date_of(whole["today"]),
        company=Company(**whole["company"]),
        person=Person(**whole["person"]),
        product=products.get,
    )


def product_document(key: str, values: dict[str, Any], stage: str = "approved", **_: Any) -> Document:
    return Document(id=key, form="pre_review", family="pre_review", values=values, stage=stage)


def product_with(stage: str = "approved", **changes: Any) -> Any:
    """A look-up that knows the sample flask, changed, under every id."""
    document = product_document(PRODUCT, values_of(PRE_REVIEW, **changes), stage)
    return lambda _: document


def problems_of(name: str, context: dict[str, Any] | None = None, **changes: Any) -> tuple[Problem, ...]:
    """Every problem of the sample after the changes."""
    form = rules().form(sample(name)["form"])
    return rules().problems(form, values_of(name, **changes), context_of(name, **(context or {})))


def codes_of(name: str, context: dict[str, Any] | None = None, **changes: Any) -> set[str]:
    return {problem.code for problem in problems_of(name, context, **changes)}


def found_by(check: str, name: str, context: dict[str, Any] | None = None, **changes: Any) -> set[tuple[str, str, str]]:
    """(code, field, part) of what one check finds in the sample after the changes."""
    return found_in(check, rules().form(sample(name)["form"]), name, context, **changes)


def found_in(
    check: str, form: FormType, name: str, context: dict[str, Any] | None = None, **changes: Any
) -> set[tuple[str, str, str]]:
    """What one check finds when the sample's values stand on another form."""
    asked = context_of(name, **(context or {}))
    asked = rules().knowing(asked)
    return {(item.code, item.field, item.part) for item in CHECKS[check](form, values_of(name, **changes), asked)}
