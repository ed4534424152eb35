"""An office publishes only packs that are whole and not older, signs them, and gives them to its companies alone."""

import base64
import dataclasses
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from coo_backend.db.audit import all_broken
from coo_backend.db.shelf import KEY_FILE, make_key, open_shelf, read_key
from coo_backend.db.tables import audit
from coo_backend.db.unit import Actor
from coo_backend.packs import publication
from coo_backend.runtime.refusals import Refusal
from coo_backend.seed import CHAOZHOU_OFFICE, NINGBO_OFFICE
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.catalog import fingerprint
from coo_desktop.store.packs.seal import verify
from tests.backend.conftest import Backend, quick_settings
from tests.backend.errands import problem
from tests.backend.process import Client
from tests.store.packs.tables import FLASKS, codes_pack

EXAMINER = Actor("examiner", "周审", "examiner", True, NINGBO_OFFICE)
OTHER = Actor("examiner2", "吴审", "examiner", True, CHAOZHOU_OFFICE)


def published(backend: Backend, pack: Path, actor: Actor = EXAMINER) -> publication.Published:
    upload = backend.place.shelf.incoming()
    upload.write_bytes(pack.read_bytes())
    return publication.publish(backend.place.shared, backend.place.shelf, actor, upload)


def refusal(backend: Backend, pack: Path) -> str:
    with pytest.raises(Refusal) as refused:
        published(backend, pack)
    return refused.value.body()["problems"][0]["code"]


def path_of(item: dict) -> str:
    return f"/v1/packs/{item['name']}/{item['digest']}"


def done(backend: Backend, company: str = NINGBO_OFFICE.id) -> list[tuple[str, str, str]]:
    with backend.place.shared.database.read() as connection:
        assert all_broken(connection) == ()
        query = sa.select(audit.c.actor, audit.c.action, audit.c.object).where(audit.c.company == company)
        rows = connection.execute(query.where(audit.c.action.contains("pack")).order_by(audit.c.entry))
        return [tuple(row) for row in rows]


def test_a_published_pack_is_told_and_given_whole(backend, clerk: Client, tmp_path):
    pack = published(backend, codes_pack(tmp_path))
    told = clerk.get("/v1/packs").json()
    (item,) = told["items"]
    assert (item["name"], item["asOf"], item["rows"], item["quality"]) == ("test-codes", "2023-12-31", "3", "user")
    answer = clerk.get(path_of(item))
    assert hashlib.sha256(answer.content).hexdigest() == item["sha256"] == pack.sha256
    assert len(answer.content) == item["sizeBytes"]
    (tmp_path / "got.pack").write_bytes(answer.content)
    manifest = verify(tmp_path / "got.pack", [base64.b64decode(told["key"])], signed=True)
    assert (manifest.digest, manifest.signature) == (item["digest"], item["signature"])


def test_a_pack_is_given_from_where_a_desk_stopped(backend, clerk: Client, tmp_path):
    pack = published(backend, codes_pack(tmp_path))
    path = f"/v1/packs/{pack.name}/{pack.digest}"
    whole = clerk.get(path)
    rest = clerk.call("GET", path, Range="bytes=5000-", If_Range=whole.headers["ETag"])
    assert (rest.status_code, rest.content) == (206, whole.content[5000:])
    assert rest.headers["Content-Range"] == f"bytes 5000-{pack.size_bytes - 1}/{pack.size_bytes}"
    assert rest.headers["X-CO-API"] == "1"


def test_a_desk_that_has_the_start_of_another_file_gets_all_of_this_one(backend, clerk: Client, tmp_path):
    pack = published(backend, codes_pack(tmp_path))
    path = f"/v1/packs/{pack.name}/{pack.digest}"
    anew = clerk.call("GET", path, Range="bytes=5000-", If_Range='"another"')
    assert (anew.status_code, len(anew.content)) == (200, pack.size_bytes)
    assert clerk.call("GET", path, Range=f"bytes={pack.size_bytes}-").status_code == 416


def test_only_companies_of_the_office_are_offered_its_packs(backend, clerk: Client, tmp_path):
    pack = published(backend, codes_pack(tmp_path), OTHER)
    assert clerk.get("/v1/packs").json()["items"] == []
    assert problem(clerk.get(f"/v1/packs/{pack.name}/{pack.digest}")) == "not-found"
    mingyao = backend.client("mingyao")
    assert len(mingyao.get("/v1/packs").json()["items"]) == 1
    assert mingyao.get(f"/v1/packs/{pack.name}/{pack.digest}").ok


def test_a_stranger_is_told_nothing(backend, tmp_path):
    pack = published(backend, codes_pack(tmp_path))
    stranger = backend.client()
    for path in ("/v1/packs", f"/v1/packs/{pack.name}/{pack.digest}"):
        assert problem(stranger.get(path)) == "sign-in-needed"


def test_a_damaged_pack_is_refused_with_the_reason_and_nothing_changes(backend, clerk: Client, tmp_path):
    kept = published(backend, codes_pack(tmp_path, 2022))
    good = codes_pack(tmp_path, 2023).read_bytes()
    bad = tmp_path / "bad.pack"
    found = {}
    for name, content in {
        "cut": good[: len(good) // 2],
        "empty": b"",
        "foreign": b"code,zh\n1,x\n",
        "altered": good.replace("三轮车".encode(), "独轮车".encode()),
    }.items():
        bad.write_bytes(content)
        found[name] = refusal(backend, bad)
    assert found == {
        "cut": "pack_damaged",
        "empty": "pack_damaged",
        "foreign": "pack_damaged",
        "altered": "pack_digest",
    }
    assert [item["digest"] for item in clerk.get("/v1/packs").json()["items"]] == [kept.digest]
    assert not list((backend.settings.data / "packs").glob("*.part"))


def test_an_older_pack_is_refused_while_a_newer_one_is_offered(backend, tmp_path):
    newer = published(backend, codes_pack(tmp_path, 2023))
    older = codes_pack(tmp_path, 2022)
    assert refusal(backend, older) == "pack_older"
    publication.withdraw(backend.place.shared, EXAMINER, newer.digest)
    assert published(backend, older).as_of == "2022-12-31"


def test_a_corrected_pack_of_the_same_day_comes_first(backend, clerk: Client, tmp_path):
    published(backend, codes_pack(tmp_path))
    corrected = published(backend, codes_pack(tmp_path, 2023, FLASKS + "95030021,玩偶,Dolls\n"))
    assert len(clerk.get("/v1/packs").json()["items"]) == 2
    assert corrected.rows == "4"


def test_a_withdrawn_pack_is_offered_to_nobody_and_may_come_again(backend, clerk: Client, tmp_path):
    pack = published(backend, codes_pack(tmp_path))
    publication.withdraw(backend.place.shared, EXAMINER, pack.digest)
    assert clerk.get("/v1/packs").json()["items"] == []
    assert problem(clerk.get(f"/v1/packs/{pack.name}/{pack.digest}")) == "not-found"
    with pytest.raises(Refusal):
        publication.withdraw(backend.place.shared, EXAMINER, pack.digest)
    published(backend, codes_pack(tmp_path))
    assert clerk.get(f"/v1/packs/{pack.name}/{pack.digest}").ok


def test_another_office_cannot_withdraw(backend, clerk: Client, tmp_path):
    pack = published(backend, codes_pack(tmp_path))
    with pytest.raises(Refusal):
        publication.withdraw(backend.place.shared, OTHER, pack.digest)
    assert len(clerk.get("/v1/packs").json()["items"]) == 1


def test_every_step_stands_in_the_audit(backend, tmp_path):
    pack = published(backend, codes_pack(tmp_path))
    refusal(backend, codes_pack(tmp_path, 2022))
    publication.withdraw(backend.place.shared, EXAMINER, pack.digest)
    subject = f"test-codes 2023-12-31 {pack.digest[:12]}"
    assert done(backend) == [
        ("examiner", "publish-pack", subject),
        ("examiner", "refused-publish-pack", "pack_older"),
        ("examiner", "withdraw-pack", subject),
    ]


def test_a_backend_without_a_key_publishes_nothing(backend, tmp_path):
    bare = dataclasses.replace(quick_settings(tmp_path / "bare"), demo=False)
    shelf = open_shelf(bare)
    assert shelf.public_key == ""
    upload = shelf.incoming()
    upload.write_bytes(codes_pack(tmp_path).read_bytes())
    with pytest.raises(Refusal) as refused:
        publication.publish(backend.place.shared, shelf, EXAMINER, upload)
    assert refused.value.body()["problems"][0]["code"] == "pack_key"
    assert not upload.exists()


def test_a_demo_keeps_the_key_it_made(tmp_path):
    settings = quick_settings(tmp_path / "demo")
    first = open_shelf(settings).public_key
    assert first
    assert open_shelf(settings).public_key == first
    if os.name == "posix":
        assert (tmp_path / "demo" / KEY_FILE).stat().st_mode & 0o077 == 0


def test_the_key_that_the_settings_name_signs(tmp_path):
    public = make_key(tmp_path / "office.key")
    settings = dataclasses.replace(quick_settings(tmp_path / "data"), pack_key=tmp_path / "office.key")
    assert open_shelf(settings).public_key == public


@pytest.mark.parametrize("content", [b"", b"not base64!", base64.b64encode(b"short"), b"\xff\xfe"])
def test_a_file_that_holds_no_key_is_refused(tmp_path, content):
    (tmp_path / "no.key").write_bytes(content)
    with pytest.raises(Unreadable):
        read_key(tmp_path / "no.key")


def test_the_command_makes_a_key_once_and_says_its_public_half(tmp_path):
    command = [sys.executable, "-m", "coo_backend.packs", str(tmp_path / "office.key")]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    public, shown = made.stdout.splitlines()
    assert (made.returncode, fingerprint(public)) == (0, shown)
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 2
