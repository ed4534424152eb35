"""The feed: nothing is missed, nothing comes twice, and a cursor of another life is refused."""

import hashlib

import pytest

from coo_backend.documents.feed import forget_tombstones
from tests.backend.errands import CERTIFICATE, certificate, problem, stored
from tests.backend.process import Client


def test_changes_come_in_the_order_they_were_stored(clerk: Client):
    first, second = stored(clerk), stored(clerk)
    page = clerk.changes()
    assert (page["items"], page["more"], page["epoch"]) == ([first, second], False, "e1")
    assert clerk.changes(page["cursor"])["items"] == []


def test_a_document_changed_twice_comes_once_as_it_is_now(clerk: Client):
    first, second = stored(clerk), stored(clerk)
    newer = clerk.put(first["id"], CERTIFICATE, certificate(consigneeName="NEW"), rev=first["rev"]).json()
    assert clerk.changes()["items"] == [second, newer]


def test_pages_join_without_a_gap(clerk: Client):
    documents = [stored(clerk) for _ in range(5)]
    seen, cursor, more = [], "", True
    while more:
        page = clerk.changes(cursor, limit=2)
        assert len(page["items"]) <= 2
        seen += page["items"]
        cursor, more = page["cursor"], page["more"]
    assert seen == documents


def test_a_page_stays_small_enough_to_carry(clerk: Client):
    long = certificate(note="x" * 9_000, **{f"note{number}": "y" * 9_000 for number in range(30)})
    for _ in range(6):
        stored(clerk, values=long)
    page = clerk.changes()
    assert (len(page["items"]), page["more"]) == (3, True)
    assert len(clerk.changes(page["cursor"])["items"]) == 3


def test_another_companys_changes_stay_unseen(clerk: Client, backend):
    stored(backend.client("mingyao"))
    assert clerk.changes()["items"] == []
    assert clerk.changes()["cursor"] == "0"


def test_a_cursor_of_another_epoch_is_refused(clerk: Client, backend):
    stored(clerk)
    backend.place.shared.database.new_epoch(now_ms=1764500000000)
    answer = clerk.get("/v1/changes?cursor=1&epoch=e1")
    assert (answer.status_code, problem(answer), answer.json()["epoch"]) == (410, "epoch-changed", "e1764500000000")
    assert stored(clerk)["rev"].startswith("e1764500000000.")


@pytest.mark.parametrize("cursor", ["99", "-1", "abc", "٣", "9" * 30])
def test_a_cursor_that_was_never_given_is_refused(clerk: Client, cursor):
    assert problem(clerk.get(f"/v1/changes?cursor={cursor}")) == "cursor-expired"


def test_a_cursor_older_than_a_forgotten_tombstone_is_refused(clerk: Client, backend):
    first, gone = stored(clerk), stored(clerk)
    before = clerk.changes()["cursor"]
    clerk.discard(gone["id"], gone["rev"])
    stored(clerk)
    company = "0192f0a0-0000-7000-8000-000000000001"
    with backend.place.shared.database.write(company) as connection:
        later = backend.place.shared.clock.seconds() + 1
        assert forget_tombstones(connection, company, later) == 1
    assert problem(clerk.get(f"/v1/changes?cursor={before}")) == "cursor-expired"
    assert first in clerk.changes()["items"]


def test_a_snapshot_holds_everything_living_and_the_place_to_go_on(clerk: Client):
    documents = [stored(clerk) for _ in range(3)]
    gone = stored(clerk)
    clerk.discard(gone["id"], gone["rev"])
    first = clerk.get("/v1/snapshot?limit=2").json()
    late = stored(clerk)
    rest = clerk.get(f"/v1/snapshot?limit=2&page={first['page']}").json()
    seen = {item["id"] for item in first["items"] + rest["items"]}
    assert {document["id"] for document in documents} <= seen
    assert (rest["cursor"], gone["id"] in seen) == (first["cursor"], False)
    assert clerk.changes(first["cursor"])["items"] == [late]


def test_the_checksum_is_the_sum_over_living_revisions(clerk: Client):
    documents = [stored(clerk) for _ in range(3)]
    gone = documents.pop()
    clerk.discard(gone["id"], gone["rev"])
    total = 0
    for document in documents:
        total ^= int(hashlib.sha256(f"{document['id']}:{document['rev']}".encode()).hexdigest(), 16)
    assert clerk.get("/v1/checksum").json() == {"count": 2, "digest": f"{total:064x}"}
