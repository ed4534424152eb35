"""A good sample with one value changed is found out by the rule that it breaks."""

import copy
from typing import Any

import pytest

from tests.domain.given import problems_in, sample
from tests.golden.mutations import MUTATIONS


def mutated(name: str, path: str, value: Any) -> dict[str, Any]:
    """The sample file with the value at the path replaced."""
    whole = copy.deepcopy(sample(name))
    place: Any = whole if path.startswith("@") else whole["values"]
    *steps, last = path.removeprefix("@").split(".")
    if steps[:1] == ["product"]:
        place, steps = next(iter(whole["products"].values())), steps[1:]
    for step in steps:
        place = place[int(step)] if step.isdecimal() else place[step]
    place[last] = value
    return whole


@pytest.mark.parametrize(
    ("name", "path", "value", "code"),
    [(name, *mutation) for name, mutations in MUTATIONS.items() for mutation in mutations],
)
def test_one_wrong_value_is_found_out(name, path, value, code):
    assert code not in {problem.code for problem in problems_in(sample(name))}
    assert code in {problem.code for problem in problems_in(mutated(name, path, value))}


def test_at_least_two_hundred_different_values_are_tried():
    tried = {(name, path, repr(value)) for name, mutations in MUTATIONS.items() for path, value, _ in mutations}
    assert len(tried) >= 200


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_samples_themselves_can_be_sent(name):
    assert not [problem.code for problem in problems_in(sample(name)) if problem.severity == "block"]
