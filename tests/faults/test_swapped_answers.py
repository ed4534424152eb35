"""Answers that belong to other requests: nothing is taken for done, and the right answer is heard afterwards.

Only successes are exchanged. A refusal names no request: it is believed, shown to a person, and loses nothing. Nor
does the offset of an upload: one that is too great ends in the backend's refusal of the file, which stays here.
"""

import itertools

import pytest

from tests.faults.line_errands import SYNC
from tests.faults.scene import Scene
from tests.lengths import IS_WHOLE, times

pytestmark = [
    pytest.mark.machinery,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not IS_WHOLE, reason="long: make faults"),
]

#: Of all pairs of requests that a pass makes, every so many.
STRIDE = times(11, 1)
OFFSETS = {"HEAD /v1/uploads/{upload_id}", "PATCH /v1/uploads/{upload_id}"}


@pytest.fixture
def scene(backend_process, chaos, desks, tmp_path):
    opened = Scene(backend_process, chaos, tmp_path, desks)
    assert opened.clerk  # signed in before anything is swapped
    return opened


def answers(scene: Scene) -> dict[str, bytes]:
    """Route -> the answer of success to one request of each of the pass's errands."""
    found = {}
    for errand in SYNC:
        begun = errand.begin(scene)
        assert errand.go(scene, begun) == "synced"
        found[errand.route] = scene.line.last(errand.match)[1]
        scene.line.calm()
    return {route: told for route, told in found.items() if told.startswith(b"HTTP/1.1 2")}


def test_an_answer_to_another_request_is_no_answer(scene):
    known = answers(scene)
    for errand, foreign in list(itertools.product(SYNC, known))[::STRIDE]:
        if errand.route == foreign or {errand.route, foreign} == OFFSETS:
            continue
        begun = errand.begin(scene)
        before = scene.count(errand.counted) if errand.counted else 0
        scene.line.order("replace_answer", errand.match, answer=known[foreign], times=errand.tries)
        told = errand.go(scene, begun)
        pair = f"{errand.route} answered as {foreign}: {told}"
        if errand.counted:
            assert (told != "synced", scene.count(errand.counted)) == (True, before), pair
        scene.line.calm()
        assert errand.go(scene, begun) == "synced", pair
        assert scene.clerk.states() == [], pair
        assert errand.has is None or errand.has(scene, begun), pair
        assert not errand.counted or scene.count(errand.counted) == before + 1, pair
