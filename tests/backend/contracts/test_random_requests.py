"""Requests of every shape the contract allows, and of many it does not, as everybody there is: none ends in a 5xx.

schemathesis makes them from the contract of the running process: boundaries, wrong types, unknown members, missing
parts, odd headers. `make faults` sends 20,000, the suite 100.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from coo_backend import openapi
from tests.backend.conftest import Stage, quick_settings, running
from tests.backend.worlds import ASKERS, World
from tests.lengths import times

pytestmark = [pytest.mark.machinery, pytest.mark.timeout(1500)]

CONTRACT = schemathesis.openapi.from_dict(json.loads(openapi.text()))
#: What ends sessions or the account itself: asked last, or every other request would be asked by nobody.
ENDINGS = ("/v1/auth/logout", "/v1/auth/password", "/v1/cancellation")
OPERATIONS = sorted((found.ok() for found in CONTRACT.get_all_operations()), key=lambda one: one.path in ENDINGS)
CASES = times(2, 400)
#: Tests among which the operations are dealt out.
BLOCKS = times(1, 6)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
UNBOUND = 10**9
#: Most requests come from whom a route answers; the others are turned away at the door, whatever they ask.
WHO = (*("clerk", "admin", "examiner", "other", "customs") * 4, *ASKERS)


@pytest.fixture
def world(tmp_path: Path, http: Stage) -> Iterator[World]:
    """Everybody at a backend whose limits do not answer for it."""
    bounds = replace(
        quick_settings(tmp_path),
        requests_per_minute=UNBOUND,
        checks_per_hour=UNBOUND,
        device_failures_per_hour=UNBOUND,
        network_failures_per_hour=UNBOUND,
        access_token_s=UNBOUND,
    )
    for backend in running(http, bounds):
        yield World(backend).build()


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_request_of_any_shape_is_answered_with_a_fault(world, block, record_property):
    answers: Counter[int] = Counter()
    operations = OPERATIONS[block::BLOCKS]
    for operation in operations:
        ask_often(world, operation, answers)
    record_property("requests of any shape", sum(answers.values()))
    assert sum(answers.values()) >= CASES * len(operations) * 0.85
    assert answers[200], answers
    assert answers[422], answers


def ask_often(world: World, operation: Any, answers: Counter[int]) -> None:
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=HealthCheck,
    )
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES)), who=st.sampled_from(WHO))
    def ask(case: Any, who: str) -> None:
        client = world.clients[who]
        answer = case.call(base_url=client.url, session=client.session, headers=dict(client.session.headers))
        answers[answer.status_code] += 1
        assert answer.status_code < 500, (who, case.as_curl_command(), answer.text[:500])

    ask()
