"""The contract as an OpenAPI document, generated from the endpoints: `python -m coo_backend.openapi FILE` writes it.

Endpoints declare their answers as response models, and name the shape of their body; the shapes are added here, with
what holds for every endpoint: the problem that any can answer with, and the token that all but the open ones need.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from coo_backend.app import api
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.faults import Faults
from coo_backend.runtime.refusals import STATUS
from coo_backend.runtime.settings import Settings
from coo_desktop.contract import requests
from coo_desktop.contract.documents import Problem
from coo_desktop.domain.documents.lifecycle import PRINT_STATES, STAGES

_REF = "#/components/schemas/{model}"
_OPEN_AUTH = ("login", "refresh", "logout", "forgotten", "reset")
OPEN = ("/v1/meta", "/v1/check", "/v1/wipe-receipts", *(f"/v1/auth/{name}" for name in _OPEN_AUTH))


def document() -> dict[str, Any]:
    """The whole contract."""
    contract = api(Faults(), Clock(), Settings(data=Path())).openapi()
    for path, operations in contract["paths"].items():
        for operation in operations.values():
            _with_problem(operation)
            operation["security"] = [] if path in OPEN else [{"token": []}]
    schemas = contract["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas |= _bodies(json.dumps(contract["paths"]))
    schemas["Document"]["properties"]["stage"]["enum"] = sorted({stage for row in STAGES.values() for stage in row})
    schemas["Document"]["properties"]["printState"]["enum"] = list(PRINT_STATES)
    schemas["Problem"]["properties"]["type"]["examples"] = [f"urn:coo:problem:{name}" for name in STATUS]
    contract["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return contract


def text() -> str:
    """The contract as its file holds it."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _bodies(paths: str) -> dict[str, Any]:
    """The schemas of all request bodies that an endpoint names, and of the problem."""
    names = sorted(set(re.findall(r'"#/components/schemas/(\w+)"', paths)))
    shapes = [getattr(requests, name) for name in names if hasattr(requests, name)]
    modes: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = []
    modes += [(shape, "validation") for shape in shapes]
    modes += [(Problem, "serialization")]
    _, found = models_json_schema(modes, by_alias=True, ref_template=_REF)
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def _with_problem(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    schema = {"$ref": _REF.format(model=Problem.__name__)}
    responses["default"] = {"description": "A problem", "content": {"application/problem+json": {"schema": schema}}}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8", newline="\n")
