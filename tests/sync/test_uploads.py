"""Evidence on its way: it goes on where it was cut, it counts as there only when proved, and nothing is sent twice."""

import dataclasses
import io
import secrets
import sqlite3
from contextlib import closing

import pytest
from PIL import Image

from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.domain.operations import drafts
from coo_desktop.sync.uploads import FIRST_PIECE_BYTES

MEBIBYTE = 1 << 20


def picture(size_bytes: int = 0) -> bytes:
    """A PNG of about this many bytes that no packer makes smaller."""
    target = io.BytesIO()
    side = max(1, int((size_bytes / 3) ** 0.5))
    Image.frombytes("RGB", (side, side), secrets.token_bytes(side * side * 3)).save(target, "PNG", compress_level=0)
    return target.getvalue()


def attach(desk, content: bytes) -> Evidence:
    evidence = desk.store.blobs.take_bytes(content, "发票.png")
    with desk.store.unit() as unit:
        drafts.attach(unit, evidence)
    return evidence


def piece_bytes(requests: list[bytes]) -> int:
    """The bytes of content that these requests carried."""
    return sum(len(request.partition(b"\r\n\r\n")[2]) for request in requests)


def downloaded(backend_process, evidence: Evidence) -> bytes:
    answer = backend_process.client("demo").get(f"/v1/evidence/{evidence.id}")
    assert answer.ok
    return answer.content


def test_a_file_arrives_whole_before_its_document_is_submitted(desks, backend_process):
    desk = desks()
    content = picture(3 * MEBIBYTE)
    evidence = attach(desk, content)
    item = {"id": evidence.id, "sha256": evidence.sha256, "name": evidence.name, "mime": evidence.mime}
    written = desk.write({"name": "VASE", "evidence": [{**item, "size_bytes": evidence.size_bytes}]}, "toy_product")
    desk.submit(written.id)
    assert desk.sync().light == "synced"
    assert desk.document(written.id).stage == "submitted"
    assert desk.store.reader.evidence(evidence.id).state == "there"
    assert downloaded(backend_process, evidence) == content
    assert desk.outbox() == ()


@pytest.mark.parametrize("match", ["PATCH", "HEAD", "POST /v1/uploads", "POST /v1/evidence"])
def test_an_upload_whose_answer_is_lost_goes_on(desks, chaos, backend_process, match):
    desk = desks(url=chaos.url)
    content = picture(MEBIBYTE // 2)
    evidence = attach(desk, content)
    chaos.order("cut_answer", match)
    desk.sync()
    assert desk.sync().light == "synced"
    assert downloaded(backend_process, evidence) == content
    assert desk.outbox() == ()


def test_a_file_and_all_else_goes_on_once_its_signatory_is_enabled_again(desks, chaos, backend_process):
    """Also where nothing but the file was held back: it is what finds out."""
    desk = desks(url=chaos.url)
    content = picture(MEBIBYTE // 2)
    evidence = attach(desk, content)
    chaos.order("cut_request", "POST /v1/evidence")
    desk.sync()
    backend_process.set_active("demo", False)
    desk.sync()
    assert (desk.states(), desk.store.reader.person().active) == (["blocked"], False)
    written = desk.write()
    desk.sync()
    assert desk.states() == ["blocked", "blocked"]
    backend_process.set_active("demo", True)
    assert desk.sync().light == "synced"
    assert (desk.outbox(), desk.store.reader.person().active) == ((), True)
    assert desk.document(written.id).rev is not None
    assert downloaded(backend_process, evidence) == content


@pytest.mark.parametrize("at", [400, 1000, MEBIBYTE // 2, MEBIBYTE])
def test_a_cut_upload_sends_at_most_one_piece_again(desks, chaos, backend_process, at):
    desk = desks(url=chaos.url)
    content = picture(3 * MEBIBYTE)
    evidence = attach(desk, content)
    chaos.order("cut_request", "PATCH", at=at)
    desk.sync()
    desk.sync()
    assert desk.store.reader.evidence(evidence.id).state == "there"
    assert downloaded(backend_process, evidence) == content
    assert piece_bytes(chaos.seen("PATCH")) <= len(content) + FIRST_PIECE_BYTES


def test_an_upload_goes_on_after_the_program_was_started_again(desks, chaos, backend_process, tmp_path):
    desk = desks(url=chaos.url, name="again")
    content = picture(3 * MEBIBYTE)
    evidence = attach(desk, content)
    chaos.order("cut_answer", "HEAD", times=99)
    chaos.order("cut_answer", "PATCH", times=1)
    desk.sync()
    assert desk.store.reader.evidence(evidence.id).state == "uploading"
    desk.close()
    chaos.calm()
    again = desks(url=chaos.url, name="again")
    assert again.sync().light == "synced"
    assert downloaded(backend_process, evidence) == content
    assert len(chaos.seen("POST /v1/uploads")) == 1
    assert piece_bytes(chaos.seen("PATCH")) == len(content)


def test_a_file_that_the_backend_has_let_go_is_brought_again(desks, backend_process):
    desk = desks()
    evidence = attach(desk, picture())
    desk.sync()
    assert desk.store.reader.evidence(evidence.id).state == "there"
    with closing(sqlite3.connect(backend_process.data / "backend.sqlite")) as database, database:
        database.execute("DELETE FROM evidence WHERE id = ?", (evidence.id,))
    item = {"id": evidence.id, "sha256": evidence.sha256, "name": evidence.name, "mime": evidence.mime}
    written = desk.write({"name": "VASE", "evidence": [{**item, "size_bytes": evidence.size_bytes}]}, "toy_product")
    desk.submit(written.id)
    for _ in range(2):
        desk.sync()
    assert desk.document(written.id).stage == "submitted"
    assert desk.outbox() == ()


def test_an_upload_that_the_backend_forgot_begins_anew(desks, backend_process):
    desk = desks()
    evidence = attach(desk, picture())
    forgotten = dataclasses.replace(evidence, state="uploading", upload_url="/v1/uploads/0192f0a0-aaaa")
    with desk.store.unit() as unit:
        unit.put_evidence(forgotten)
    assert desk.sync().light == "synced"
    assert desk.store.reader.evidence(evidence.id).state == "there"


def test_bytes_that_are_lost_here_are_said_to_be_lost(desks):
    desk = desks()
    evidence = dataclasses.replace(attach(desk, picture()), sha256="0" * 64, id="0192f0a0-0000-7000-8000-000000000009")
    with desk.store.unit() as unit:
        unit.put_evidence(evidence)
    desk.sync()
    assert desk.store.reader.evidence(evidence.id).state == "lost"


def test_a_file_that_the_backend_refuses_is_kept_with_its_reason(desks):
    desk = desks()
    evidence = dataclasses.replace(attach(desk, picture()), mime="text/html")
    with desk.store.unit() as unit:
        unit.put_evidence(evidence)
    state = desk.sync()
    (intent,) = desk.outbox()
    assert (state.cause, intent.state, intent.problem["type"]) == (SyncCause.WORK_REFUSED, "refused", "validation")
    assert desk.sync().cause == SyncCause.WORK_REFUSED
