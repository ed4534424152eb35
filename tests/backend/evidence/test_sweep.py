"""Uploads that nobody goes on with and files that nothing names are let go; what is on its way or named stays."""

import dataclasses
import os

import pytest

from coo_backend.evidence.sweep import Swept, sweep, swept
from coo_backend.runtime.faults import Fault
from coo_desktop.domain.clock import new_id
from tests.backend.errands import PNG, accepted, certificate, png, problem, stored, submitted
from tests.backend.process import Client

TUS = {"Tus_Resumable": "1.0.0"}
WEEK_S, QUARTER_S = 8 * 86_400, 91 * 86_400


@pytest.fixture
def swept_after(backend):
    """Sweeps when so many seconds have gone by."""

    def swept_after(seconds: float = 0) -> Swept:
        backend.place.shared.clock.offset_s += seconds
        found = sweep(backend.place.shared, backend.place.files)
        backend.place.shared.clock.offset_s -= seconds
        return found

    return swept_after


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
    for evidence, is_there in ((named, True), (draft, True), (twin, False), (loose, False)):
        assert clerk.get(f"/v1/evidence/{evidence['id']}").ok is is_there
    assert accepted(clerk, png("loose"), loose["id"])["sha256"] == loose["sha256"]


def test_a_file_whose_commit_was_cut_off_keeps_its_bytes(clerk: Client, backend, swept_after):
    evidence = new_id()
    clerk.send_piece(clerk.open_upload(evidence, PNG).headers["Location"], 0, PNG)
    backend.place.shared.faults.order(Fault("before_commit", "commit", "500"))
    assert clerk.commit(evidence, PNG).status_code == 500
    assert swept_after() == Swept()
    assert clerk.commit(evidence, PNG).ok


def test_a_running_backend_sweeps_at_its_start(clerk: Client, backend):
    clerk.open_upload(new_id(), PNG)
    shared, files = backend.place.shared, backend.place.files
    stray = files.parts.path("stray")
    stray.write_bytes(b"x")
    with swept(shared, files, every_s=3600):
        pass
    assert not stray.exists()


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
