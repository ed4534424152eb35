"""Newer packs come over a bad line whole or not at all; whatever goes wrong, the pack in use stays in use."""

import base64
import hashlib
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from coo_backend.db.shelf import make_key, read_key
from coo_desktop.domain.errors import Offline, ProgramError, Refused, Unanswered, Unreadable, Untrusted
from coo_desktop.domain.packs.catalog import CHANGED, NEWER, OLDER, SAME, TRUSTED, UNKNOWN, Offers, PackOffer
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.store.packs.install import install, installed
from coo_desktop.store.packs.seal import sign, verify
from coo_desktop.store.packs.trust import trusted
from coo_desktop.sync.api.office import Office
from coo_desktop.sync.api.packs import ARRIVING, PACK_TYPE, OfferedPacks
from coo_desktop.sync.client.calls import Reply
from tests.backend.process import BackendProcess
from tests.console.pages import Visit
from tests.store.packs.tables import codes_pack
from tests.sync.conftest import Desks
from tests.sync.proxy import ChaosProxy

ROWS = "code,zh,en\n" + "".join(f"{code:08},保温瓶{code},Vacuum flask number {code}\n" for code in range(10, 3000))
PUBLISHING = "/console/packs"


def publish(backend: BackendProcess, *packs: Path) -> None:
    guest = Visit(backend.url, "examiner")
    guest.open(PUBLISHING)
    for pack in packs:
        assert guest.upload(PUBLISHING, pack).ok, guest.page.text
    guest.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "packs"


@pytest.fixture
def offered(desks: Desks, chaos: ChaosProxy, folder: Path) -> OfferedPacks:
    """What a clerk's computer sees through a line that a test can break; nothing is published yet."""
    return OfferedPacks(desks(url=chaos.url).remote, folder)


def in_use(folder: Path) -> list[str]:
    return [pack.manifest.as_of for pack in installed(folder) if pack.current]


def fetch(offered: OfferedPacks, offer: PackOffer, cancelled: Callable[[], bool] = lambda: False) -> Manifest | None:
    return offered.fetch(offer, lambda _done, _total: None, cancelled)


def answer(content: bytes, media_type: str = PACK_TYPE, status: str = "200 OK", *more: str) -> bytes:
    head = [
        f"HTTP/1.1 {status}",
        "X-CO-API: 1",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(content)}",
        *more,
    ]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + content


def refused(work: Callable[[], object]) -> dict:
    with pytest.raises(ProgramError) as raised:
        work()
    return {"error": type(raised.value).__name__, **raised.value.facts}


def test_a_newer_pack_is_fetched_verified_and_put_to_use(backend_process, offered, folder, tmp_path):
    publish(backend_process, codes_pack(tmp_path, 2023))
    looked = offered.look()
    assert looked.trust == TRUSTED
    (offer,) = looked.newer
    told: list[tuple[int, int]] = []
    manifest = offered.fetch(offer, lambda done, total: told.append((done, total)), lambda: False)
    assert manifest is not None
    assert (manifest.name, in_use(folder)) == ("test-codes", ["2023-12-31"])
    assert told[-1] == (offer.size_bytes, offer.size_bytes)
    assert [item.news for item in offered.look().items] == [SAME]
    assert not list((folder / ARRIVING).iterdir())


def test_a_screen_reaches_them_through_the_office(backend_process, desks, home, tmp_path):
    publish(backend_process, codes_pack(tmp_path, 2023))
    desk = desks()
    packs = Office(desk.store, desk.remote).packs
    assert fetch(packs, packs.look().newer[0]) is not None
    assert in_use(home / "packs") == ["2023-12-31"]


def test_what_is_here_decides_what_is_new(backend_process, offered, folder, tmp_path):
    publish(backend_process, codes_pack(tmp_path, 2022))
    install(codes_pack(tmp_path, 2021, name="old.pack"), folder)
    assert [item.news for item in offered.look().items] == [NEWER]
    install(codes_pack(tmp_path, 2023), folder)
    assert [item.news for item in offered.look().items] == [OLDER]


def test_of_two_offers_of_a_name_the_newest_counts(backend_process, offered, tmp_path):
    publish(backend_process, codes_pack(tmp_path, 2022), codes_pack(tmp_path, 2023))
    assert [item.as_of for item in offered.look().items] == ["2023-12-31"]


def test_a_cut_line_is_taken_up_where_it_broke(backend_process, offered, chaos, folder, tmp_path):
    publish(backend_process, codes_pack(tmp_path, 2023, ROWS))
    (offer,) = offered.look().newer
    for at in (30_000, 50_000):
        chaos.order("cut_answer", "/v1/packs/", at=at)
    assert fetch(offered, offer) is not None
    asked = chaos.seen("/v1/packs/test-codes")
    ranges = [line for request in asked for line in request.decode().split("\r\n") if line.lower().startswith("range")]
    assert len(asked) == 3
    starts = [int(line.partition("=")[2].rstrip("-")) for line in ranges]
    assert starts == sorted(starts)
    assert starts[0] > 25_000
    assert starts[1] > 70_000
    assert in_use(folder) == ["2023-12-31"]


def test_a_line_that_brings_nothing_keeps_the_part_for_the_next_day(backend_process, offered, chaos, folder, tmp_path):
    publish(backend_process, codes_pack(tmp_path, 2023, ROWS))
    (offer,) = offered.look().newer
    chaos.order("cut_answer", "/v1/packs/", at=40_000)
    chaos.order("cut_answer", "/v1/packs/", at=0, times=9)
    with pytest.raises((Unanswered, Offline)):
        fetch(offered, offer)
    (part,) = (folder / ARRIVING).iterdir()
    kept = part.stat().st_size
    assert 30_000 < kept < offer.size_bytes
    assert in_use(folder) == []
    chaos.calm()
    before = len(chaos.requests)
    assert fetch(offered, offered.look().newer[0]) is not None
    assert any(f"bytes={kept}-".encode() in request for request in chaos.requests[before:])


def test_a_person_can_stop_and_go_on(backend_process, offered, folder, tmp_path):
    publish(backend_process, codes_pack(tmp_path, 2023, ROWS))
    (offer,) = offered.look().newer
    assert fetch(offered, offer, lambda: True) is None
    assert in_use(folder) == []
    assert list((folder / ARRIVING).iterdir())
    assert fetch(offered, offer) is not None


def test_a_part_that_went_bad_on_the_disk_is_fetched_anew(backend_process, offered, folder, tmp_path):
    publish(backend_process, codes_pack(tmp_path, 2023, ROWS))
    (offer,) = offered.look().newer
    fetch(offered, offer, lambda: True)
    (part,) = (folder / ARRIVING).iterdir()
    part.write_bytes(b"x" * part.stat().st_size)
    assert fetch(offered, offer) is not None
    part.write_bytes(b"x" * (offer.size_bytes + 1))
    assert fetch(offered, offer) is not None


@pytest.fixture
def before(backend_process: BackendProcess, offered: OfferedPacks, folder: Path, tmp_path: Path) -> PackOffer:
    """A pack of 2022 is in use; one of 2023 is offered. What goes wrong must leave the first."""
    publish(backend_process, codes_pack(tmp_path, 2022))
    fetch(offered, offered.look().newer[0])
    publish(backend_process, codes_pack(tmp_path, 2023))
    (offer,) = offered.look().newer
    return offer


def served(offered: OfferedPacks, chaos: ChaosProxy, offer: PackOffer, content: bytes) -> dict:
    """What becomes of an offer whose file holds these bytes, and whose index tells the truth about them."""
    chaos.order("replace_answer", "/v1/packs/", answer=answer(content), times=2)
    told = replace(offer, sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content))
    found = refused(lambda: fetch(offered, told))
    chaos.calm()
    return found


def test_wrong_bytes_are_refused_after_a_second_try(offered, chaos, folder, before):
    chaos.order("replace_answer", "/v1/packs/", answer=answer(b"x" * before.size_bytes), times=2)
    assert refused(lambda: fetch(offered, before))["why"] == "pack_transfer"
    assert in_use(folder) == ["2022-12-31"]
    assert not list((folder / ARRIVING).iterdir())


def test_a_damaged_or_truncated_file_is_refused(offered, chaos, folder, before, tmp_path):
    good = codes_pack(tmp_path, 2023).read_bytes()
    found = {
        "cut": served(offered, chaos, before, good[:9000])["reason"],
        "altered": served(offered, chaos, before, good.replace("三轮车".encode(), "独轮车".encode()))["reason"],
        "foreign": served(offered, chaos, before, b"<html>" * 100)["reason"],
    }
    assert found == {"cut": "pack_damaged", "altered": "pack_digest", "foreign": "pack_damaged"}
    assert in_use(folder) == ["2022-12-31"]


def test_an_unsigned_or_strangely_signed_file_is_refused(offered, chaos, folder, before, tmp_path):
    pack = codes_pack(tmp_path, 2023)
    assert served(offered, chaos, before, pack.read_bytes())["reason"] == "pack_unsigned"
    make_key(tmp_path / "other.key")
    sign(pack, read_key(tmp_path / "other.key"))
    assert served(offered, chaos, before, pack.read_bytes())["reason"] == "pack_signature"
    assert in_use(folder) == ["2022-12-31"]


def test_another_good_pack_than_the_offered_one_is_refused(offered, chaos, folder, before):
    (here,) = [pack.path for pack in installed(folder)]
    assert served(offered, chaos, before, here.read_bytes())["reason"] == "pack_other"
    assert in_use(folder) == ["2022-12-31"]


def test_an_older_pack_is_refused(backend_process, offered, folder, before, tmp_path):
    install(codes_pack(tmp_path, 2024), folder)
    assert refused(lambda: fetch(offered, before))["why"] == "pack_older"
    assert in_use(folder) == ["2024-12-31"]


def test_a_withdrawn_pack_is_told_as_gone(backend_process, offered, folder, before):
    guest = Visit(backend_process.url, "examiner")
    guest.open(PUBLISHING)
    assert guest.send(f"{PUBLISHING}/{before.digest}/withdraw").ok
    guest.close()
    assert refused(lambda: fetch(offered, before))["why"] == "pack_gone"
    assert in_use(folder) == ["2022-12-31"]


@pytest.mark.parametrize(
    "wrong",
    [
        answer(b"x" * 10, PACK_TYPE, "206 Partial Content", "Content-Range: bytes 5-14/100"),
        answer(b"x" * 10, PACK_TYPE, "206 Partial Content"),
        answer(b"{}", "application/json"),
        answer(b"x" * 500_000),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>",
    ],
    ids=["another_range", "no_range", "json", "too_long", "portal"],
)
def test_an_answer_that_is_not_the_file_is_not_believed(offered, chaos, folder, before, wrong):
    chaos.order("replace_answer", "/v1/packs/", answer=wrong)
    with pytest.raises(Untrusted):
        fetch(offered, before)
    assert in_use(folder) == ["2022-12-31"]


def test_an_ended_session_is_renewed_on_the_way(backend_process, offered, folder, before):
    backend_process.set_clock(3600)
    assert fetch(offered, before) is not None
    assert in_use(folder) == ["2023-12-31"]


BEST = {
    "name": "test-codes", "kind": "codes", "edition": "2022", "asOf": "2023-12-31", "rows": "3", "sizeBytes": 10,
    "sha256": "0" * 64, "digest": "1" * 64, "quality": "official", "source": "a test", "licence": "none",
    "signature": "", "publishedAt": "", "publishedBy": "", "withdrawnAt": "",
}  # fmt: skip
KEY = base64.b64encode(bytes(range(32))).decode()


class Index:
    """A backend that answers with one index."""

    def __init__(self, body: object, address: str = "https://office.example") -> None:
        self.body = json.loads(json.dumps(body))
        self.address = address

    def call(self, *_: object, **__: object) -> Reply:
        return Reply(200, self.body)


def looked(folder: Path, body: object, address: str = "https://office.example") -> Offers:
    return OfferedPacks(Index(body, address), folder).look()  # type: ignore[arg-type]  # downloads nothing


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "../evil"}, {"name": None}, {"kind": "programs"}, {"asOf": "2023-02-30"}, {"rows": "many"},
        {"sizeBytes": -1}, {"sizeBytes": "10"}, {"sizeBytes": 10**12}, {"sha256": "../x"}, {"digest": ""},
        {"quality": "holy"}, {"source": "x" * 501},
    ],
    ids=str,
)  # fmt: skip
def test_an_index_with_a_wrong_offer_is_not_believed(folder, wrong):
    assert looked(folder, {"key": KEY, "items": [BEST]}).items
    with pytest.raises(Untrusted):
        looked(folder, {"key": KEY, "items": [{**BEST, **wrong}]})


@pytest.mark.parametrize("body", [[], {}, {"key": KEY}, {"key": 1, "items": []}, {"key": KEY, "items": [1]}])
def test_an_index_of_another_shape_is_not_believed(folder, body):
    with pytest.raises(Untrusted):
        looked(folder, body)


def test_a_backend_without_a_key_offers_nothing(folder):
    assert looked(folder, {"key": "", "items": []}) == Offers("", UNKNOWN, ())


def test_an_unknown_key_is_a_persons_to_trust(folder):
    packs = OfferedPacks(Index({"key": KEY, "items": [BEST]}), folder)  # type: ignore[arg-type]
    assert packs.look().trust == UNKNOWN
    (offer,) = packs.look().items
    assert refused(lambda: fetch(packs, offer))["why"] == "pack_untrusted"
    packs.trust(KEY)
    assert packs.look().trust == TRUSTED
    assert trusted(folder) == (bytes(range(32)),)


def test_the_key_of_this_computers_own_backend_is_trusted_when_first_heard(folder):
    home = "http://127.0.0.1:8620"
    assert looked(folder, {"key": KEY, "items": []}, home).trust == TRUSTED
    other = base64.b64encode(bytes(32)).decode()
    assert looked(folder, {"key": other, "items": []}, home).trust == CHANGED
    assert looked(folder, {"key": KEY, "items": []}).trust == UNKNOWN  # what one address said holds for no other


def test_what_is_no_key_is_never_trusted(folder):
    packs = OfferedPacks(Index({"key": KEY, "items": []}), folder)  # type: ignore[arg-type]
    with pytest.raises(Unreadable):
        packs.trust("AAAA")
    assert trusted(folder) == ()


def test_parts_of_what_is_offered_no_more_are_forgotten(folder):
    left = folder / ARRIVING / f"{'9' * 64}.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    looked(folder, {"key": KEY, "items": [BEST]})
    assert not left.exists()


def test_memory_stays_flat_whatever_the_size(backend_process, desks, folder, tmp_path):
    offered = OfferedPacks(desks().remote, folder)  # without the proxy, which keeps what passes
    named = (f"{code:08},保温瓶,{' '.join(f'flask{code * 31 + at}' for at in range(40))}\n" for code in range(5_000))
    rows = "code,zh,en\n" + "".join(named)
    publish(backend_process, codes_pack(tmp_path, 2023, rows))
    (offer,) = offered.look().newer
    assert offer.size_bytes > 4 << 20
    tracemalloc.start()
    fetch(offered, offer)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 << 20
    assert verify(next(pack.path for pack in installed(folder))).digest == offer.digest


def test_no_answer_at_all_is_told_as_such(offered, chaos, before, folder):
    chaos.order("cut_answer", "/v1/packs", at=0, times=9)
    with pytest.raises((Unanswered, Offline)):
        offered.look()
    with pytest.raises(Refused):
        OfferedPacks(Index({}), folder / "empty").fetch(before, print, lambda: False)  # type: ignore[arg-type]
