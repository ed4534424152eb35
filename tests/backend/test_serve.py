"""The process: it says where it listens, keeps what it acknowledged, and breaks where a test asks it to."""

import subprocess
import sys

import pytest
import requests

from coo_backend import serve
from coo_backend.runtime.settings import Encryption, ObjectStore, object_store
from coo_desktop.domain.clock import new_id
from tests.backend.process import BackendProcess

COMPLETE = {"consigneeName": "SAKURA K.K."}


def test_what_was_acknowledged_survives_a_kill(backend_process: BackendProcess):
    clerk = backend_process.client("demo")
    stored = clerk.put(new_id(), "toy_certificate", COMPLETE).json()
    backend_process.restart()
    assert clerk.get(f"/v1/docs/{stored['id']}").json() == stored


def test_an_answer_lost_after_the_commit_is_given_again(backend_process: BackendProcess):
    clerk = backend_process.client("demo")
    backend_process.fault("after_commit", "put", "drop_connection")
    document, key = new_id(), new_id()
    with pytest.raises(requests.ConnectionError):
        clerk.put(document, "toy_certificate", COMPLETE, key=key)
    told = clerk.put(document, "toy_certificate", COMPLETE, key=key)
    assert (told.status_code, told.json()["rev"].split(".")[1]) == (200, "1")
    assert clerk.get(f"/v1/intents/{key}").json()["body"] == told.json()


def test_a_process_that_dies_before_the_commit_kept_nothing(backend_process: BackendProcess):
    clerk = backend_process.client("demo")
    backend_process.fault("before_commit", "put", "exit")
    document, key = new_id(), new_id()
    with pytest.raises(requests.ConnectionError):
        clerk.put(document, "toy_certificate", COMPLETE, key=key)
    assert backend_process.wait() == 9
    backend_process.start(backend_process.port)
    assert clerk.get(f"/v1/intents/{key}").status_code == 404
    assert clerk.put(document, "toy_certificate", COMPLETE, key=key).status_code == 200
    assert clerk.changes()["cursor"] == "1"


def test_faults_need_a_process_started_for_them(tmp_path):
    command = [sys.executable, "-m", "coo_backend", "--port", "0", "--data", str(tmp_path), "--quick-passwords"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "--faults" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("given", "store"),
    [
        (("",), None),
        (("s3://coo",), ObjectStore(bucket="coo")),
        (("s3://coo/", "AES256"), ObjectStore(bucket="coo", encryption=Encryption.OWN)),
        (
            ("s3://coo.3302/office/a/", "aws:kms", "k"),
            ObjectStore(bucket="coo.3302", prefix="office/a", encryption=Encryption.KMS, key="k"),
        ),
    ],
)
def test_a_bucket_is_named_by_its_url(given, store):
    assert object_store(*given) == store


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["--evidence-store", "file:///tmp"], "s3://BUCKET/PREFIX"),
        (["--evidence-store", "s3://A"], "s3://BUCKET/PREFIX"),
        (["--evidence-store", "s3://coo", "--encryption-key", "k"], "aws:kms"),
        (["--evidence-store", "s3://coo", "--encryption", "none"], "AES256"),
    ],
)
def test_a_bucket_that_is_named_wrongly_ends_the_start(tmp_path, capsys, given, named):
    with pytest.raises(SystemExit):
        serve.main(["--data", str(tmp_path), *given])
    assert named in capsys.readouterr().err


def test_a_bucket_without_its_packages_says_which_they_are(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit):
        serve.main(["--data", str(tmp_path), "--evidence-store", "s3://coo"])
    assert "coo-desktop[bucket]" in capsys.readouterr().err
