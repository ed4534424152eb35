"""Evidence: an upload goes on where it was cut, and only proved bytes get a name."""

import base64
import hashlib
import os
import socket

import pytest
import sqlalchemy as sa

from coo_backend.db.tables import companies
from coo_backend.evidence.uploads import read_metadata
from coo_backend.runtime.refusals import Refusal
from coo_backend.seed import LANFENG, MINGYAO
from coo_desktop.domain.clock import new_id
from coo_desktop.store.evidence import evidence_check
from tests.backend.errands import PNG, accepted, png, problem, stored, submitted
from tests.backend.process import Client
from tests.store import hostile

PDF = b"%PDF-1.7\n" + b"x" * 3000
TUS = {"Tus_Resumable": "1.0.0"}
TWIN = png("another")


def test_an_uploaded_file_comes_back_as_an_attachment(clerk: Client):
    evidence = accepted(clerk)
    answer = clerk.get(f"/v1/evidence/{evidence['id']}")
    assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_stretch_of_a_file_is_given_as_long_as_it_is_the_same_file(clerk: Client, backend):
    evidence = accepted(clerk)
    url = f"{backend.url}/v1/evidence/{evidence['id']}"
    whole = clerk.session.get(url)
    tag = whole.headers["ETag"]
    assert (tag, whole.headers["Accept-Ranges"]) == (f'"{evidence["sha256"]}"', "bytes")
    for condition in ({}, {"If-Range": tag}, {"If-Range": whole.headers["Last-Modified"]}):
        part = clerk.session.get(url, headers={"Range": "bytes=100-199", **condition})
        assert (part.status_code, part.content) == (206, PNG[100:200])
        assert part.headers["Content-Range"] == f"bytes 100-199/{len(PNG)}"
    assert clerk.session.get(url, headers={"Range": "bytes=-5"}).content == PNG[-5:]
    assert clerk.session.get(url, headers={"Range": "bytes=100-", "If-Range": '"another"'}).content == PNG
    assert clerk.session.get(url, headers={"Range": f"bytes={len(PNG)}-"}).status_code == 416


def test_an_upload_goes_on_where_it_was_cut(clerk: Client, backend):
    evidence = new_id()
    opened = clerk.open_upload(evidence, PNG)
    assert opened.status_code == 201
    location = opened.headers["Location"]
    assert clerk.send_piece(location, 0, PNG[:4000]).headers["Upload-Offset"] == "4000"
    host, port = backend.url.removeprefix("http://").split(":")
    head = f"PATCH {location} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {clerk.tokens['accessToken']}\r\n"
    head += "Tus-Resumable: 1.0.0\r\nUpload-Offset: 4000\r\nContent-Length: 6000\r\n"
    head += f"Upload-Checksum: sha256 {base64.b64encode(bytes(32)).decode()}\r\n\r\n"
    with socket.create_connection((host, int(port))) as cut:
        cut.sendall(head.encode() + PNG[4000:5000])
    offset = clerk.call("HEAD", location, **TUS)
    assert (offset.headers["Upload-Offset"], offset.headers["Upload-Length"]) == ("4000", str(len(PNG)))
    assert clerk.send_piece(location, 4000, PNG[4000:]).status_code == 204
    assert clerk.commit(evidence, PNG).json()["state"] == "accepted"


def test_a_piece_at_another_offset_is_refused_with_the_right_one(clerk: Client):
    location = clerk.open_upload(new_id(), PNG).headers["Location"]
    clerk.send_piece(location, 0, PNG[:100])
    answer = clerk.send_piece(location, 50, PNG[50:200])
    assert (answer.status_code, problem(answer), answer.json()["offset"]) == (409, "wrong-offset", 100)


def test_an_upload_whose_bytes_are_lost_goes_on_from_what_is_there(clerk: Client, backend):
    """A folder brought back from a backup is older than its database."""
    evidence = new_id()
    location = clerk.open_upload(evidence, PNG).headers["Location"]
    part = backend.place.files.parts.path(location.rpartition("/")[2])
    clerk.send_piece(location, 0, PNG[:4000])
    os.truncate(part, 1000)
    assert clerk.call("HEAD", location, **TUS).headers["Upload-Offset"] == "1000"
    answer = clerk.send_piece(location, 4000, PNG[4000:])
    assert (problem(answer), answer.json()["offset"]) == ("wrong-offset", 1000)
    assert clerk.send_piece(location, 1000, PNG[1000:]).ok
    part.unlink()
    assert problem(clerk.commit(evidence, PNG)) == "upload-missing"
    assert clerk.open_upload(evidence, PNG).headers["Upload-Offset"] == "0"
    assert clerk.send_piece(location, 0, PNG).ok
    assert clerk.commit(evidence, PNG).ok


@pytest.mark.parametrize("sha256", ["../" * 20 + "etc/", "A" * 64, "x" * 64, "0" * 63, ""])
def test_only_a_sha256_may_become_a_name(clerk: Client, sha256):
    told = {"evidence": new_id(), "sha256": sha256, "mime": "image/png"}
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())
    answer = clerk.call("POST", "/v1/uploads", Upload_Length="10", Upload_Metadata=metadata, **TUS)
    assert [found["code"] for found in answer.json()["problems"]] == ["wrong_shape"]


def test_a_damaged_piece_is_refused_and_not_kept(clerk: Client):
    location = clerk.open_upload(new_id(), PNG).headers["Location"]
    answer = clerk.send_piece(location, 0, PNG, digest=bytes(32))
    assert (answer.status_code, problem(answer)) == (460, "wrong-checksum")
    assert clerk.call("HEAD", location, **TUS).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize("size", [-1, 2**53, 2**63, 2**64, 10**30, 1.5, "1", True])
def test_a_size_that_no_file_has_is_refused(clerk: Client, size):
    evidence = new_id()
    location = clerk.open_upload(evidence, PNG).headers["Location"]
    assert clerk.send_piece(location, 0, PNG).ok
    body = {"sha256": hashlib.sha256(PNG).hexdigest(), "sizeBytes": size}
    answer = clerk.call("POST", f"/v1/evidence/{evidence}/commit", body, Idempotency_Key=new_id())
    assert (answer.status_code, problem(answer)) in [(422, "validation"), (400, "malformed")]
    assert clerk.commit(evidence, PNG).ok


@pytest.mark.parametrize("number", ["-1", str(2**53), str(2**63), "9" * 40, "1.5", "x"])
def test_a_length_or_offset_that_no_file_has_is_refused(clerk: Client, number):
    metadata = {"Upload_Metadata": "evidence " + base64.b64encode(new_id().encode()).decode()}
    opened = clerk.call("POST", "/v1/uploads", Upload_Length=number, **metadata, **TUS)
    assert (opened.status_code, problem(opened)) == (422, "validation")
    location = clerk.open_upload(new_id(), PNG).headers["Location"]
    answer = clerk.call("PATCH", location, Upload_Offset=number, **TUS)
    assert (answer.status_code, problem(answer)) == (422, "validation")


def test_a_file_whose_digest_differs_is_not_accepted(clerk: Client):
    evidence = new_id()
    location = clerk.open_upload(evidence, PNG).headers["Location"]
    clerk.send_piece(location, 0, PNG[:-1] + b"!")
    answer = clerk.commit(evidence, PNG)
    assert (answer.status_code, problem(answer)) == (422, "digest-mismatch")
    assert problem(clerk.get(f"/v1/evidence/{evidence}")) == "not-found"


@pytest.mark.parametrize("sent", [0, 100])
def test_a_commit_without_all_bytes_is_refused(clerk: Client, sent):
    evidence = new_id()
    location = clerk.open_upload(evidence, PNG).headers["Location"]
    if sent:
        clerk.send_piece(location, 0, PNG[:sent])
    answer = clerk.commit(evidence, PNG)
    assert (answer.status_code, problem(answer)) == (404, "upload-missing")


def test_a_commit_tried_again_is_one_commit(clerk: Client):
    evidence, key = new_id(), new_id()
    clerk.send_piece(clerk.open_upload(evidence, PNG).headers["Location"], 0, PNG)
    first = clerk.commit(evidence, PNG, key=key)
    assert clerk.commit(evidence, PNG, key=key).content == first.content
    assert clerk.commit(evidence, PNG).json() == first.json()


def test_the_same_bytes_twice_are_one_file(clerk: Client, backend):
    accepted(clerk)
    twin = new_id()
    assert clerk.commit(twin, PNG).json()["state"] == "accepted"
    assert clerk.get(f"/v1/evidence/{twin}").content == PNG
    assert len(list(backend.place.files.whole.all_of(LANFENG.id))) == 1
    assert problem(backend.client("mingyao").commit(new_id(), PNG)) == "upload-missing"


def test_an_upload_opened_twice_is_one_upload(clerk: Client):
    evidence = new_id()
    location = clerk.open_upload(evidence, PNG).headers["Location"]
    clerk.send_piece(location, 0, PNG[:10])
    again = clerk.open_upload(evidence, PNG)
    assert (again.headers["Location"], again.headers["Upload-Offset"]) == (location, "10")


def test_an_ended_upload_is_gone(clerk: Client):
    location = clerk.open_upload(new_id(), PNG).headers["Location"]
    assert clerk.call("DELETE", location, **TUS).status_code == 204
    assert clerk.call("HEAD", location, **TUS).status_code == 404


@pytest.mark.parametrize(("content", "mime"), [(b"<html>" * 9, "image/png"), (PDF, "image/png"), (PNG, "image/jpeg")])
def test_a_file_that_is_not_what_it_says_is_refused(clerk: Client, content, mime):
    evidence = new_id()
    clerk.send_piece(clerk.open_upload(evidence, content, mime).headers["Location"], 0, content)
    answer = clerk.commit(evidence, content)
    assert [found["code"] for found in answer.json()["problems"]] == ["file_type"]


def test_other_types_empty_files_and_large_ones_are_refused_at_once(clerk: Client, backend):
    assert problem(clerk.open_upload(new_id(), PNG, "image/svg+xml")) == "validation"
    assert problem(clerk.open_upload(new_id(), b"")) == "validation"
    metadata = clerk.open_upload(new_id(), PNG).request.headers["Upload-Metadata"]
    most = backend.settings.evidence_bytes
    headers = {**TUS, "Upload_Length": str(most + 1), "Upload_Metadata": metadata}
    assert problem(clerk.call("POST", "/v1/uploads", **headers)) == "too-large"


def test_more_bytes_than_announced_are_refused(clerk: Client):
    location = clerk.open_upload(new_id(), PNG).headers["Location"]
    assert problem(clerk.send_piece(location, 0, PNG + b"!")) == "too-large"


def test_an_upload_without_its_protocol_is_refused(clerk: Client):
    assert problem(clerk.call("POST", "/v1/uploads", Upload_Length="10")) == "precondition-required"


def test_metadata_that_is_not_base64_is_refused():
    assert read_metadata("name eA==, empty") == {"name": "x", "empty": ""}
    with pytest.raises(Refusal):
        read_metadata("name ???")


def test_an_examiner_reads_evidence_of_the_own_office(clerk: Client, backend):
    evidence = accepted(clerk)
    submitted(clerk, "toy_product", {"productName": "FLASK", "evidence": [evidence]})
    path = f"/v1/evidence/{evidence['id']}?company={LANFENG.id}"
    assert backend.client("examiner").get(path).content == PNG
    assert problem(backend.client("examiner2").get(path)) == "not-found"
    assert problem(backend.client("mingyao").get(path)) == "not-found"


def test_two_companies_with_one_id_have_each_their_own_file(clerk: Client, backend):
    evidence, other = accepted(clerk), backend.client("mingyao")
    accepted(other, TWIN, evidence["id"])
    with backend.place.shared.database.write("") as connection:
        connection.execute(sa.update(companies).values(office=LANFENG.office))
    examiner = backend.client("examiner")
    for name, content in ((LANFENG.id, PNG), (MINGYAO.id, TWIN)):
        assert examiner.get(f"/v1/evidence/{evidence['id']}?company={name}").content == content
    assert problem(examiner.get(f"/v1/evidence/{evidence['id']}")) == "not-found"
    for company, content in ((clerk, PNG), (other, TWIN)):
        assert company.get(f"/v1/evidence/{evidence['id']}").content == content


def test_an_id_that_is_named_keeps_its_bytes(clerk: Client):
    evidence = accepted(clerk)
    clerk.send_piece(clerk.open_upload(evidence["id"], TWIN).headers["Location"], 0, TWIN)
    assert problem(clerk.commit(evidence["id"], TWIN)) == "digest-mismatch"
    assert clerk.get(f"/v1/evidence/{evidence['id']}").content == PNG


def test_a_commit_cut_off_after_the_file_was_named_is_completed(backend_process):
    clerk = backend_process.client("demo")
    evidence, key = new_id(), new_id()
    clerk.send_piece(clerk.open_upload(evidence, PNG).headers["Location"], 0, PNG)
    backend_process.fault("before_commit", "commit", "500")
    assert clerk.commit(evidence, PNG, key=key).status_code == 500
    assert clerk.commit(evidence, PNG, key=key).json()["state"] == "accepted"


@pytest.mark.parametrize(
    ("content", "mime", "code"),
    [
        (PDF, "application/pdf", "file_broken"),
        (hostile.jpeg() + b"PK\x03\x04" * 99, "image/jpeg", "file_appended"),
        (hostile.pdf_with(b"/OpenAction << /S /JavaScript /JS (x) >>"), "application/pdf", "file_active"),
        (hostile.pdf_holding("setup.exe"), "application/pdf", "file_carries_files"),
        (hostile.encrypted_pdf(), "application/pdf", "file_encrypted"),
        (hostile.png_bomb(20_000), "image/png", "file_too_many_pixels"),
    ],
)
def test_a_file_that_a_desk_refuses_is_refused_here_as_well(clerk: Client, content, mime, code):
    evidence = new_id()
    clerk.send_piece(clerk.open_upload(evidence, content, mime).headers["Location"], 0, content)
    answer = clerk.commit(evidence, content)
    assert [found["code"] for found in answer.json()["problems"]] == [code]
    assert problem(clerk.get(f"/v1/evidence/{evidence}")) == "not-found"


def test_nobody_waits_while_a_file_is_examined(backend, clerk: Client, monkeypatch):
    """The look is taken while no transaction is open: another company stores a document in the midst of it."""
    stored_meanwhile = []

    def look(*_given):
        stored_meanwhile.append(stored(backend.client("mingyao"))["id"])
        return "image/png"

    monkeypatch.setattr(evidence_check, "demand_fit", look)
    accepted(clerk)
    assert stored_meanwhile
