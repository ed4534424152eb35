"""Every request of the desktop, cut at every byte on its way up, and its answer on its way down: no effect twice.

Whole with `make faults`, else each 293rd byte, the ends and the border of the head.
"""

import json
import re
from pathlib import Path

import pytest

import coo_desktop
from coo_desktop.domain.errors import Unanswered
from coo_desktop.domain.office.sync_state import light_of
from tests.faults.cut_line import Exchange, heard, places, playing, send_beginnings
from tests.faults.line_errands import NOT_ASKED, OFFICE, PEOPLE, SYNC
from tests.faults.scene import Errand, Scene

pytestmark = [pytest.mark.machinery, pytest.mark.timeout(1500)]  # tens of thousands of connections

GROUPS = {"sync": SYNC, "office": OFFICE, "people": PEOPLE}
ROOT = Path(coo_desktop.__file__).parent
#: Told once and never again: by a desk that is left or wiped, whatever becomes of the answer.
ALONE = {"POST /v1/auth/logout", "POST /v1/wipe-receipts"}


@pytest.fixture
def scene(backend_process, chaos, desks, tmp_path):
    opened = Scene(backend_process, chaos, tmp_path, desks)
    assert opened.clerk  # signed in before anything is cut
    assert opened.admin
    return opened


def shaped(path: str) -> str:
    """A path whose parts with names of their own are all alike."""
    return re.sub(r"\{[^}]*\}|\[.*\]\{[^}]*\}", "*", path.partition("?")[0])


def test_no_request_of_the_desktop_is_forgotten():
    contract = json.loads((ROOT.parent / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    routes = {f"{method.upper()} {path}" for path, told in contract.items() for method in told}
    cut = {errand.route for errands in GROUPS.values() for errand in errands}
    assert routes == cut | ALONE | NOT_ASKED
    text = "".join(
        file.read_text(encoding="utf-8") for part in ("sync", "bootstrap") for file in (ROOT / part).rglob("*.py")
    )
    named = {shaped(path) for path in re.findall(r'"(/v1/[^"]+)"', text)}
    assert named <= {shaped(route.partition(" ")[2]) for route in cut | ALONE}


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_cut_at_any_byte_happens_once(scene, group, record_property):
    cuts = sum(cut_everywhere(scene, errand) for errand in GROUPS[group])
    record_property("cuts: every byte of every request and answer", cuts)
    assert cuts > len(GROUPS[group]) * 10


def test_what_is_never_asked_again_happens_once_or_not_at_all(scene):
    ended = "SELECT count(*) FROM families WHERE revoked_at != ''"
    scene.line.order("cut_request", "POST /v1/auth/logout")
    scene.clerk.account.sign_out()
    send_beginnings(scene.backend.port, scene.line.seen("POST /v1/auth/logout")[-1])
    assert (scene.count(ended), scene.clerk.sync().light) == (0, "signed_out")
    scene.line.order("cut_answer", "POST /v1/auth/logout")
    scene.admin.account.sign_out()
    assert (scene.count(ended), scene.admin.sync().light) == (1, "signed_out")
    scene.clerk.remote.call("POST", "/v1/wipe-receipts", {"nonce": "unknown"}, signed=False)
    for route in ALONE:
        exchange = Exchange(*scene.line.last(route))
        send_beginnings(scene.backend.port, exchange.request)
        cut_answers(exchange, route)


def cut_everywhere(scene: Scene, errand: Errand) -> int:
    """Cuts one errand on its way up and down, lets it go on, and counts; how often it was cut."""
    begun = errand.begin(scene)
    before = scene.count(errand.counted) if errand.counted else 0

    def achieved() -> int | bool:
        if errand.has is not None:
            return errand.has(scene, begun)
        return scene.count(errand.counted) - before if errand.counted else 0

    lost = scene.line.order("cut_request", errand.match, times=errand.tries)
    assert errand.go(scene, begun) == "offline", errand.route
    assert lost.times == 0, errand.route
    cuts = send_beginnings(scene.backend.port, scene.line.seen(errand.match)[-1])
    assert achieved() == 0, errand.route
    lost = scene.line.order("cut_answer", errand.match)
    assert errand.go(scene, begun) == ("offline" if errand.tries == 1 else "synced"), errand.route
    assert lost.times == 0, errand.route
    assert achieved() == (1 if errand.counted else 0), errand.route
    answered = Exchange(*scene.line.last(errand.match))
    assert errand.go(scene, begun) in (errand.ends, "refused"), errand.route
    assert achieved() == (1 if errand.counted or errand.has else 0), errand.route
    assert scene.clerk.states() == [], errand.route
    scene.line.calm()
    return cuts + cut_answers(answered, errand.route)


def cut_answers(exchange: Exchange, route: str) -> int:
    """Whatever the byte: the client has no answer, and the light says that the backend is out of reach."""
    cuts = places(exchange.answer)
    with playing() as (player, remote):
        for at, trouble in heard(player, remote, exchange, cuts):
            assert isinstance(trouble, Unanswered), f"{route} cut at {at}: {trouble}"
            assert light_of(trouble) == "offline"
        ((_, whole),) = heard(player, remote, exchange, [len(exchange.answer)])
        assert not isinstance(whole, Unanswered), route
    return len(cuts)
