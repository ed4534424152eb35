"""Notices: what became of a company's documents and what its office says, with each person's own marks."""

from coo_backend.db.unit import Actor, unit
from coo_backend.notices.inbox import Notice, tell
from coo_backend.seed import LANFENG
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Company
from coo_desktop.domain.office.notices import NoticeKind
from tests.backend.errands import approved, problem, submitted
from tests.backend.process import Client


def office_says(backend, text: str, notice_id: str = "") -> None:
    actor = Actor(account="examiner", name="周审", role="examiner", active=True, company=Company())
    with unit(backend.place.shared, actor, LANFENG.id, "notice") as opened:
        tell(opened, Notice(NoticeKind.OFFICE, "", text, notice_id))


def read(client: Client, *ids: str, key: str = ""):
    return client.call("POST", "/v1/notices/read", {"ids": list(ids)}, Idempotency_Key=key or new_id())


def pull(client: Client, cursor: str = "", limit: int = 200):
    return client.get(f"/v1/notices?cursor={cursor}&limit={limit}").json()


def test_returns_voids_and_answered_requests_are_told(clerk: Client, examiner: Client):
    returned = submitted(clerk)
    assert examiner.exam(returned["id"], "take_up").ok
    reasons = [{"field": "consignee", "text": "错"}]
    assert examiner.exam(returned["id"], "return", reason="请改", reasons=reasons).ok
    lost = approved(clerk, examiner)
    assert clerk.ask("print", lost["id"]).ok
    assert clerk.ask("report_lost", lost["id"], reason="post").ok
    assert examiner.exam(lost["id"], "refuse_lost", reason="请附声明").ok
    assert examiner.exam(lost["id"], "void", reason="货物有误").ok
    told = pull(clerk)
    assert [(notice["kind"], notice["document"], notice["text"]) for notice in told["items"]] == [
        ("returned", returned["id"], "请改\n错"),
        ("lost_refused", lost["id"], "请附声明"),
        ("voided", lost["id"], "货物有误"),
    ]
    assert {notice["by"] for notice in told["items"]} == {"周审"}


def test_a_mark_is_the_persons_own_and_reaches_their_other_desks(backend, clerk: Client):
    office_says(backend, "一")
    office_says(backend, "二")
    first, second = (notice["id"] for notice in pull(clerk)["items"])
    assert read(clerk, first).json() == {"read": [first]}
    assert pull(clerk)["unread"] == [second]
    assert pull(backend.client("demo"))["unread"] == [second]
    assert pull(backend.client("clerk2"))["unread"] == [first, second]
    marked = {notice["id"]: bool(notice["readAt"]) for notice in pull(clerk)["items"]}
    assert marked == {first: True, second: False}


def test_marks_made_offline_travel_in_a_batch_and_twice_is_once(backend, clerk: Client):
    office_says(backend, "一")
    (notice,) = pull(clerk)["items"]
    item = {"key": new_id(), "method": "POST", "path": "/v1/notices/read", "body": {"ids": [notice["id"], "no such"]}}
    for _ in range(2):
        (answer,) = clerk.batch(item).json()["items"]
        assert (answer["status"], answer["body"]) == (200, {"read": [notice["id"]]})
    assert read(clerk, notice["id"]).ok
    assert pull(clerk)["unread"] == []


def test_pages_follow_the_cursor(backend, clerk: Client):
    for text in "abcde":
        office_says(backend, text)
    first = pull(clerk, limit=2)
    rest = pull(clerk, first["cursor"], limit=10)
    assert "".join(notice["text"] for notice in (*first["items"], *rest["items"])) == "abcde"
    assert (first["more"], rest["more"]) == (True, False)
    assert len(first["unread"]) == 5
    assert pull(clerk, rest["cursor"])["cursor"] == rest["cursor"]
    assert problem(clerk.get("/v1/notices?cursor=x")) == "cursor-expired"


def test_a_notice_with_a_known_id_is_filed_once(backend, clerk: Client):
    notice = new_id()
    office_says(backend, "一", notice)
    office_says(backend, "一", notice)
    assert len(pull(clerk)["items"]) == 1


def test_another_company_hears_nothing_and_marks_nothing(backend, clerk: Client):
    office_says(backend, "一")
    (notice,) = pull(clerk)["items"]
    other = backend.client("mingyao")
    assert pull(other)["items"] == []
    assert read(other, notice["id"]).json() == {"read": []}
    assert problem(backend.client("examiner").get("/v1/notices")) == "forbidden"
