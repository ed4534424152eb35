"""What every endpoint answers is what the contract declares, also where the stored body is what travels."""

import pytest
from openapi_schema_validator import OAS31Validator

from coo_backend import openapi
from tests.backend.errands_of_routes import ROWS
from tests.backend.worlds import World


@pytest.mark.timeout(300)
def test_every_answer_has_its_declared_shape(backend):
    world, contract = World(backend).build(), openapi.document()
    wrong, seen = [], 0
    for (method, path), row in ROWS.items():
        declared = contract["paths"][path][method]["responses"].get("200", {}).get("content", {})
        if "application/json" not in declared or not row.allowed:
            continue
        who = sorted(row.allowed)[0]
        answer = row.send(world, world.clients[who])
        schema = {**declared["application/json"]["schema"], "components": contract["components"]}
        faults = [
            f"{error.json_path} {error.message[:200]}" for error in OAS31Validator(schema).iter_errors(answer.json())
        ]
        wrong += [f"{method} {path}: {fault}" for fault in faults]
        seen += 1
    assert not wrong, "\n".join(wrong)
    assert seen > 25
