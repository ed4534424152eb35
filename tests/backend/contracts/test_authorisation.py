"""Who may do what: every route of the contract, asked by everybody there is, on both databases."""

import json

import pytest

from coo_backend import openapi
from tests.backend.db.test_database import backend, postgres, postgres_server, url
from tests.backend.errands_of_routes import ROWS
from tests.backend.worlds import ASKERS, World

__all__ = ["backend", "postgres", "postgres_server", "url"]

REFUSED = {400, 401, 403, 404, 409, 422, 424}


def routes() -> set[tuple[str, str]]:
    """Every route of the contract."""
    told = json.loads(openapi.text())
    return {(method, path) for path, operations in told["paths"].items() for method in operations}


def test_every_route_of_the_contract_has_a_row():
    assert routes() == set(ROWS)


@pytest.mark.timeout(300)
def test_nobody_gets_what_is_not_theirs_and_everybody_what_is(backend):
    world = World(backend).build()
    wrong = []
    for route, row in ROWS.items():
        for who in ASKERS:
            status = row.send(world, world.clients[who]).status_code
            is_through = 200 <= status < 300
            if is_through != (who in row.allowed) or not (is_through or status in REFUSED):
                wrong.append(f"{who} {route[0]} {route[1]}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_token_from_before_the_hand_over_is_worth_nothing(backend):
    admin = backend.client("admin")
    stale = dict(admin.tokens)
    world = World(backend)
    world.build()
    admin.use(stale)
    through = [route for route, row in ROWS.items() if "anonymous" not in row.allowed and row.send(world, admin).ok]
    assert not through
