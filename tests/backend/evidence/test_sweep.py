"""Uploads that nobody goes on with and files that nothing names are let go; what is on its way or named stays."""

import dataclasses
import os
from functools import partial

import pytest
import sqlalchemy as sa

from coo_backend.db.tables import documents, evidence
from coo_backend.evidence.sweep import Swept, duties, sweep
from coo_backend.runtime.daily import perform
from coo_backend.runtime.faults import Fault
from coo_backend.seed import LANFENG, MINGYAO
from coo_desktop.domain.clock import new_id
from tests.backend.conftest import Backend
from tests.backend.db.test_database import backend as on_postgres
from tests.backend.db.test_database import postgres, postgres_server
from tests.backend.errands import PNG, accepted, certificate, png, problem, stored, submitted
from tests.backend.process import Client

__all__ = ["on_postgres", "postgres", "postgres_server"]

TUS = {"Tus_Resumable": "1.0.0"}
WEEK_S, QUARTER_S = 8 * 86_400, 91 * 86_400


def swept(backend: Backend, seconds: float = 0) -> Swept:
    """What a sweep lets go of when so many seconds have gone by."""
    backend.place.shared.clock.offset_s += seconds
    found = sweep(backend.place.shared, backend.place.files)
    backend.place.shared.clock.offset_s -= seconds
    return found


@pytest.fixture
def swept_after(backend: Backend):
    return partial(swept, backend)


@pytest.fixture
def url(postgres: str) -> str:
    return postgres


def test_an_upload_that_nobody_goes_on_with_expires(clerk: Client, backend, swept_after):
    location = clerk.open_upload(new_id(), PNG).headers["Location"]
    clerk.send_piece(location, 0, PNG[:100])
    assert swept_after() == Swept()
    assert clerk.call("HEAD", location, **TUS).headers["Upload-Offset"] == "100"
    assert swept_after(WEEK_S) == Swept(uploads=1, files=1)
    assert clerk.call("HEAD", location, **TUS).status_code == 404
    assert list(backend.place.files.parts.all()) == []


def test_an_upload_with_a_late_piece_goes_on(clerk: Client, backend, swept_after):
    location = clerk.open_upload(new_id(), PNG).headers["Location"]
    clerk.send_piece(location, 0, PNG[:100])
    part = next(backend.place.files.parts.all())
    late_s = part.stat().st_mtime + WEEK_S - 60
    os.utime(part, (late_s, late_s))
    assert swept_after(WEEK_S) == Swept()
    assert clerk.send_piece(location, 100, PNG[100:]).ok


def test_only_a_file_that_nothing_names_is_let_go(clerk: Client, backend, swept_after):
    named, twin, loose = accepted(clerk), accepted(clerk), accepted(clerk, png("loose"))
    submitted(clerk, values=certificate(marks={"form": "picture", **named}))
    draft = accepted(clerk, png("draft"))
    stored(clerk, "toy_product", {"productName": "FLASK", "evidence": [draft]})
    assert swept_after(WEEK_S) == Swept()
    assert swept_after(QUARTER_S) == Swept(evidence=2, files=1)  # the twin's bytes are those of the named one
    for file, is_there in ((named, True), (draft, True), (twin, False), (loose, False)):
        assert clerk.get(f"/v1/evidence/{file['id']}").ok is is_there
    assert accepted(clerk, png("loose"), loose["id"])["sha256"] == loose["sha256"]


def test_a_file_whose_commit_was_cut_off_keeps_its_bytes(clerk: Client, backend, swept_after):
    evidence = new_id()
    clerk.send_piece(clerk.open_upload(evidence, PNG).headers["Location"], 0, PNG)
    backend.place.shared.faults.order(Fault("before_commit", "commit", "500"))
    assert clerk.commit(evidence, PNG).status_code == 500
    assert swept_after() == Swept()
    assert clerk.commit(evidence, PNG).ok


def test_what_is_wrong_with_one_company_keeps_no_other_from_being_swept(clerk: Client, backend, swept_after):
    """A body that nobody can read: the file of the first company stays, that of the other goes, and it is told."""
    accepted(clerk), accepted(backend.client("mingyao"))
    document = stored(clerk, "toy_product", {"productName": "FLASK", "evidence": [accepted(clerk, png("named"))]})
    with backend.place.shared.database.write("") as connection:
        mine = documents.c.id == document["id"]
        connection.execute(sa.update(documents).where(mine).values(body='{"sha256": "cut'))
    backend.place.shared.clock.offset_s += QUARTER_S
    assert perform(duties(backend.place.shared, backend.place.files)) == ("evidence that nothing names",)
    with backend.place.shared.database.read() as connection:
        assert set(connection.execute(sa.select(evidence.c.company)).scalars()) == {LANFENG.id}


def test_where_policies_hold_every_company_is_swept_and_only_what_is_over(on_postgres: Backend):
    """On PostgreSQL, as a role for which the policies hold: each duty sees the rows that it decides by."""
    clients = [on_postgres.client(account) for account in ("demo", "mingyao")]
    named = []
    for client in clients:
        client.send_piece(client.open_upload(new_id(), png("old")).headers["Location"], 0, PNG[:100])
        named.append(accepted(client, png("named")))
        stored(client, "toy_product", {"productName": "FLASK", "evidence": [named[-1]]})
        accepted(client, png("loose"))
    whole = on_postgres.place.files.whole
    assert swept(on_postgres) == Swept()
    assert swept(on_postgres, WEEK_S) == Swept(uploads=2, files=2)
    assert swept(on_postgres, QUARTER_S) == Swept(evidence=2, files=2)
    for client, file, company in zip(clients, named, (LANFENG.id, MINGYAO.id), strict=True):
        assert client.get(f"/v1/evidence/{file['id']}").content == png("named")
        assert [content.sha256 for content in whole.all_of(company)] == [file["sha256"]]


def small(backend, **most: int) -> None:
    """The backend with other limits."""
    shared = backend.place.shared
    object.__setattr__(shared, "settings", dataclasses.replace(shared.settings, **most))


def test_a_company_has_so_much_room_and_no_more(clerk: Client, backend):
    small(backend, company_bytes=2 * len(PNG) + 100)
    accepted(clerk)
    first = clerk.open_upload(new_id(), png("1")).headers["Location"]
    answer = clerk.open_upload(new_id(), png("2"))
    assert [found["code"] for found in answer.json()["problems"]] == ["company_full"]
    assert accepted(clerk)["id"]  # the same bytes take no room twice
    assert backend.client("mingyao").open_upload(new_id(), png("2")).ok
    assert clerk.call("DELETE", first, **TUS).ok
    assert clerk.open_upload(new_id(), png("2")).ok


TWO_ARE_TOO_MANY = [({"document_files": 1}, "document_files"), ({"document_files_bytes": 9}, "document_large")]


@pytest.mark.parametrize(("most", "code"), TWO_ARE_TOO_MANY)
def test_a_document_has_so_many_files_and_no_more(clerk: Client, backend, most, code):
    files = [accepted(clerk), accepted(clerk, png("2"))]
    document = stored(clerk, "toy_product", {"productName": "FLASK", "evidence": files})
    small(backend, **most)
    answer = clerk.submit(document["id"], document["rev"])
    assert (problem(answer), [found["code"] for found in answer.json()["problems"]]) == ("validation", [code])
