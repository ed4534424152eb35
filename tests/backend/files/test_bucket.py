"""Evidence in a bucket of a real server: the stories of the folder again, and what a bucket may do besides."""

import dataclasses
import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from fsspec import AbstractFileSystem

from coo_backend.evidence.sweep import Swept
from coo_backend.files.bucket import BucketFiles
from coo_backend.files.evidence_files import Files
from coo_backend.files.port import Content
from coo_backend.runtime.settings import Encryption, ObjectStore
from coo_backend.seed import LANFENG
from coo_desktop.domain.clock import new_id
from tests.backend.conftest import Backend, Stage, quick_settings, running
from tests.backend.errands import PNG, accepted, problem, stored
from tests.backend.evidence.test_sweep import (
    QUARTER_S,
    swept_after,
    test_a_company_has_so_much_room_and_no_more,
    test_a_file_whose_commit_was_cut_off_keeps_its_bytes,
    test_an_upload_that_nobody_goes_on_with_expires,
    test_only_a_file_that_nothing_names_is_let_go,
)
from tests.backend.evidence.test_uploads import (
    test_a_commit_tried_again_is_one_commit,
    test_a_stretch_of_a_file_is_given_as_long_as_it_is_the_same_file,
    test_an_upload_whose_bytes_are_lost_goes_on_from_what_is_there,
    test_an_uploaded_file_comes_back_as_an_attachment,
    test_the_same_bytes_twice_are_one_file,
)
from tests.backend.files.bucket_server import BUCKET, BucketServer, bucket_server
from tests.backend.process import Client

__all__ = [
    "bucket_server",
    "swept_after",
    "test_a_commit_tried_again_is_one_commit",
    "test_a_company_has_so_much_room_and_no_more",
    "test_a_file_whose_commit_was_cut_off_keeps_its_bytes",
    "test_a_stretch_of_a_file_is_given_as_long_as_it_is_the_same_file",
    "test_an_upload_that_nobody_goes_on_with_expires",
    "test_an_upload_whose_bytes_are_lost_goes_on_from_what_is_there",
    "test_an_uploaded_file_comes_back_as_an_attachment",
    "test_only_a_file_that_nothing_names_is_let_go",
    "test_the_same_bytes_twice_are_one_file",
]
pytestmark = pytest.mark.bucket

Deed = Callable[..., Any]
DIGEST = hashlib.sha256(PNG).hexdigest()


@dataclass
class Unreliable:
    """A service that meets the next deed of a name with the mishap planned for it, and does all others."""

    service: AbstractFileSystem
    plan: dict[str, Callable[[Deed, Any], Any]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Deed:
        deed, mishap = getattr(self.service, name), self.plan.pop(name, None)
        return deed if mishap is None else lambda *given, **options: mishap(deed, *given, **options)


def away(_deed: Deed, *_given: Any, **_options: Any) -> None:
    raise EndpointConnectionError(endpoint_url="http://bucket")


def answer_lost(deed: Deed, *given: Any, **options: Any) -> None:
    deed(*given, **options)
    raise TimeoutError


def cut_short(deed: Deed, path: str, content: bytes) -> None:
    deed(path, content[:-1])


@pytest.fixture
def backend(http: Stage, seeded: Path, tmp_path: Path, bucket_server: BucketServer) -> Iterator[Backend]:
    """A backend with the demo companies and an empty place in the bucket."""
    shutil.copytree(seeded, tmp_path / "backend")
    for opened in running(http, quick_settings(tmp_path / "backend")):
        whole = BucketFiles(Unreliable(bucket_server.service), bucket_server.new_place().root)
        opened.place = dataclasses.replace(opened.place, files=Files(opened.place.files.parts, whole))
        http.app.state.place = opened.place
        yield opened


@pytest.fixture
def service(backend: Backend) -> Unreliable:
    return backend.place.files.whole._service


def uploaded(clerk: Client) -> str:
    """Evidence all of whose bytes are here, and which no commit named yet."""
    evidence = new_id()
    location = clerk.open_upload(evidence, PNG).headers["Location"]
    assert clerk.send_piece(location, 0, PNG).ok
    return evidence


@pytest.mark.parametrize(
    ("deed", "mishap"), [("pipe_file", away), ("pipe_file", answer_lost), ("pipe_file", cut_short), ("cat_file", away)]
)
def test_a_bucket_that_fails_acknowledges_nothing_and_the_next_try_succeeds(
    clerk: Client, service: Unreliable, deed: str, mishap: Deed
):
    evidence, key = uploaded(clerk), new_id()
    service.plan[deed] = mishap
    answer = clerk.commit(evidence, PNG, key=key)
    assert (answer.status_code, problem(answer), "Retry-After" in answer.headers) == (503, "maintenance", True)
    assert service.plan == {}
    assert problem(clerk.get(f"/v1/evidence/{evidence}")) == "not-found"
    assert problem(clerk.get(f"/v1/intents/{key}")) == "not-found"
    assert clerk.commit(evidence, PNG, key=key).json()["state"] == "accepted"
    assert clerk.get(f"/v1/evidence/{evidence}").content == PNG


def test_in_a_batch_the_others_are_carried_out(clerk: Client, service: Unreliable):
    evidence = uploaded(clerk)
    service.plan["pipe_file"] = away
    commit = {"key": new_id(), "method": "POST", "path": f"/v1/evidence/{evidence}/commit"}
    commit["body"] = {"sha256": DIGEST, "sizeBytes": len(PNG)}
    form = {"form": "toy_certificate", "values": {}, "links": {}}
    put = {"key": new_id(), "method": "PUT", "path": f"/v1/docs/{new_id()}", "body": form, "ifNoneMatch": "*"}
    answers = clerk.batch(commit, put).json()["items"]
    assert [answer["status"] for answer in answers] == [503, 200]


def test_nobody_of_the_company_waits_for_the_bucket(backend: Backend, clerk: Client, service: Unreliable):
    evidence, stored_meanwhile = uploaded(clerk), []

    def put_slowly(deed: Deed, *given: Any) -> None:
        stored_meanwhile.append(stored(backend.client("clerk2"))["id"])
        deed(*given)

    service.plan["pipe_file"] = put_slowly
    assert clerk.commit(evidence, PNG).ok
    assert stored_meanwhile


def test_a_download_from_a_bucket_that_is_away_is_told_and_comes_later(clerk: Client, service: Unreliable):
    path = f"/v1/evidence/{accepted(clerk)['id']}"
    service.plan["info"] = away
    answer = clerk.get(path)
    assert (answer.status_code, problem(answer)) == (503, "maintenance")
    assert clerk.get(path).content == PNG


def test_a_server_that_goes_away_and_comes_back_empty_gets_the_file_again(tmp_path: Path, http: Stage, seeded: Path):
    """On the wire itself: the settings name the bucket, and no one answers at its address for a while."""
    shutil.copytree(seeded, tmp_path / "backend")
    server = BucketServer().start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        store = ObjectStore(bucket=BUCKET, prefix="office/3302", encryption=Encryption.OWN)
        settings = dataclasses.replace(quick_settings(tmp_path / "backend"), evidence_store=store)
        for opened in running(http, settings):
            clerk = opened.client("demo")
            evidence = uploaded(clerk)
            assert clerk.commit(evidence, PNG).status_code == 503  # there is a server, but no such bucket
            server.stop()
            assert clerk.commit(evidence, PNG).status_code == 503
            server.start()
            server.service.mkdir(BUCKET)
            assert clerk.commit(evidence, PNG).ok
            assert clerk.get(f"/v1/evidence/{evidence}").content == PNG
        key = f"office/3302/{Content(LANFENG.id, DIGEST).key}"
        head = server.service.call_s3("head_object", Bucket=BUCKET, Key=key)
        assert head["ServerSideEncryption"] == "AES256"
    server.stop()


def test_what_is_not_ours_in_the_bucket_stays(backend: Backend, service: Unreliable, swept_after: Callable[..., Swept]):
    whole = backend.place.files.whole
    stranger = f"{whole._root}/{LANFENG.id}/notes.txt"
    service.service.pipe_file(stranger, b"x")
    assert swept_after(QUARTER_S) == Swept()
    assert service.service.cat_file(stranger) == b"x"
