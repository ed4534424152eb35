"""A company wants a second person to release what it sends: chosen once, held in a request alone and in a batch, on
SQLite and on PostgreSQL."""

from coo_desktop.domain.clock import new_id
from tests.backend.db.test_database import backend, postgres, postgres_server, url
from tests.backend.documents.test_release import content, want
from tests.backend.errands import problem, stored, submitted
from tests.backend.worlds import arrange

__all__ = ["backend", "postgres", "postgres_server", "url"]


def test_nothing_is_asked_until_the_administrator_wants_it(backend, clerk):
    assert clerk.get("/v1/company").json()["company"]["releaseNeeded"] is False
    assert submitted(clerk)["stage"] == "submitted"
    assert want(backend, account="demo").status_code == 403
    assert want(backend).json() == {"needed": True}
    assert clerk.get("/v1/company").json()["company"]["releaseNeeded"] is True
    assert [each["kind"] for each in clerk.get("/v1/notices").json()["items"]] == ["release_needed"]
    assert backend.client("mingyao").get("/v1/company").json()["company"]["releaseNeeded"] is False
    document = stored(clerk)
    assert problem(clerk.submit(document["id"], document["rev"])) == "not-released"
    assert want(backend, needed=False).ok
    assert clerk.submit(document["id"], document["rev"]).ok


def test_a_company_of_one_cannot_want_it(backend):
    for account in ("demo", "clerk2"):
        assert arrange(backend.client("admin"), account, "disable").ok
    answer = want(backend)
    assert (problem(answer), answer.json()["problems"][0]["code"]) == ("validation", "release_alone")


def test_a_batch_is_held_as_a_request_alone_is(backend, clerk):
    want(backend)
    document = stored(clerk)
    path = f"/v1/docs/{document['id']}/submit"
    items = [
        {"key": new_id(), "method": "POST", "path": path, "ifMatch": f'"{document["rev"]}"', "body": {}},
        {
            "key": new_id(),
            "method": "POST",
            "path": "/v1/releases",
            "body": {"action": "release", "document": document["id"], "content": content(document)},
        },
    ]
    told = clerk.batch(*items).json()["items"]
    assert [one["body"]["type"].rpartition(":")[2] for one in told] == ["not-released", "own-release"]
