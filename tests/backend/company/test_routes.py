"""Moves to another office, verification from abroad, questionnaires: asked, answered once, and seen by their own."""

import pytest

from coo_backend.company.pages import EXAMPLE
from coo_backend.seed import CHAOZHOU_OFFICE
from coo_desktop.domain.clock import new_id
from tests.backend.errands import PNG, accepted, approved, problem, stored
from tests.backend.process import Client
from tests.backend.worlds import ask_around, open_case
from tests.console.pages import Visit


@pytest.fixture
def admin(backend) -> Client:
    return backend.client("admin")


@pytest.fixture
def visit(backend):
    opened = []

    def visit(account: str) -> Visit:
        opened.append(Visit(backend.url, account))
        return opened[-1]

    yield visit
    for one in opened:
        one.close()


def post(client: Client, path: str, **body):
    return client.call("POST", path, body, Idempotency_Key=new_id())


def move(client: Client, office: str = "4405", reason: str = "公司迁址"):
    return post(client, "/v1/moves", office=office, reason=reason)


def codes(answer) -> list[str]:
    return [found["code"] for found in answer.json()["problems"]]


# -- moves


def test_offices_are_listed_with_their_places(clerk):
    offices = clerk.get("/v1/offices").json()["items"]
    assert [(each["office"], each["place"]) for each in offices] == [("3302", "浙江省宁波市"), ("4405", "广东省潮州市")]


def test_an_approved_move_sends_new_documents_to_the_new_office(backend, admin, clerk, visit):
    before = stored(clerk)
    asked = move(admin).json()
    assert (asked["state"], asked["officeFrom"]) == ("open", "3302")
    page = visit("examiner2")
    page.open("/console/moves")
    assert page.shows("公司迁址")
    page.send(f"/console/moves/{asked['id']}", verdict="approved", reason="")
    assert page.shows("已同意迁入")
    assert admin.get("/v1/moves").json()["items"][0]["state"] == "approved"
    assert clerk.get("/v1/company").json()["company"]["office"] == CHAOZHOU_OFFICE.office
    assert stored(clerk)["office"] == "4405"
    assert clerk.get(f"/v1/docs/{before['id']}").json()["office"] == "3302"
    assert [notice["kind"] for notice in clerk.get("/v1/notices").json()["items"]] == ["move_approved"]


def test_a_refused_move_carries_its_reason_and_another_may_be_asked(admin, visit):
    asked = move(admin).json()
    page = visit("examiner2")
    page.open("/console/moves")
    page.send(f"/console/moves/{asked['id']}", verdict="refused", reason="")
    assert page.page.status_code == 422
    page.send(f"/console/moves/{asked['id']}", verdict="refused", reason="材料不全")
    told = admin.get("/v1/moves").json()["items"][0]
    assert (told["state"], told["answer"]) == ("refused", "材料不全")
    assert move(admin).ok


def test_one_request_is_open_at_a_time_and_can_be_taken_back(admin):
    first = move(admin).json()
    assert problem(move(admin)) == "state-locked"
    assert post(admin, f"/v1/moves/{first['id']}/take_back").json()["state"] == "taken_back"
    assert problem(post(admin, f"/v1/moves/{first['id']}/take_back")) == "state-locked"
    assert move(admin).ok


@pytest.mark.parametrize(("office", "reason", "code"), [
    ("3302", "x", "office_unknown"), ("9999", "x", "office_unknown"), ("4405", " ", "reason_missing"),
])  # fmt: skip
def test_a_move_names_another_office_and_a_reason(admin, office, reason, code):
    assert codes(move(admin, office, reason)) == [code]


def test_another_office_cannot_decide_on_it(admin, visit):
    asked = move(admin).json()
    page = visit("examiner")
    page.open("/console/moves")
    assert page.send(f"/console/moves/{asked['id']}", verdict="approved", reason="").status_code == 404
    assert admin.get("/v1/moves").json()["items"][0]["state"] == "open"


# -- verification from abroad


def test_a_case_is_opened_answered_with_files_and_closed(clerk, examiner, visit):
    number = approved(clerk, examiner)["facts"]["number"]
    page = visit("examiner")
    page.open("/console/verifications")
    page.send(
        "/console/verifications",
        number=number,
        deadline="2027-12-31",
        question="<b>是否在中国生产？</b>",
        country="日本",
    )
    assert page.shows("核查已发出。")
    assert page.shows("<b>是否在中国生产？</b>")
    case = clerk.get("/v1/verifications").json()["items"][0]
    assert (case["number"], case["deadline"], case["state"]) == (number, "2027-12-31", "open")
    taken = accepted(clerk)
    answer = post(clerk, f"/v1/verifications/{case['id']}/answer", text="是", evidence=[taken["id"]])
    assert answer.json()["state"] == "answered"
    assert problem(post(clerk, f"/v1/verifications/{case['id']}/answer", text="又")) == "state-locked"
    page.open("/console/verifications")
    held = page.session.get(f"{page.url}/console/verifications/{case['id']}/{taken['id']}", timeout=30)
    assert (held.content, held.headers["Content-Disposition"].partition(";")[0]) == (PNG, "attachment")
    page.send(f"/console/verifications/{case['id']}", result="属实")
    told = clerk.get("/v1/verifications").json()["items"][0]
    assert (told["state"], told["result"], told["answer"]) == ("closed", "属实", "是")


def test_an_answer_waits_for_its_files(backend, clerk, examiner):
    case = open_case(backend, approved(clerk, examiner)["id"])
    answer = post(clerk, f"/v1/verifications/{case}/answer", text="x", evidence=["not here"])
    assert (problem(answer), answer.json()["missing"]) == ("dependency-missing", ["not here"])
    assert codes(post(clerk, f"/v1/verifications/{case}/answer", text=" ")) == ["reason_missing"]


def test_a_colleagues_file_proves_but_another_companys_does_not(backend, clerk, examiner):
    case = open_case(backend, approved(clerk, examiner)["id"])
    foreign = accepted(backend.client("mingyao"))
    refused = post(clerk, f"/v1/verifications/{case}/answer", evidence=[foreign["id"]])
    assert problem(refused) == "dependency-missing"
    own = accepted(backend.client("clerk2"))
    assert post(clerk, f"/v1/verifications/{case}/answer", evidence=[own["id"]]).ok


def test_only_issued_certificates_of_the_office_are_verified_and_not_by_a_day_past(clerk, examiner, visit):
    number = approved(clerk, examiner)["facts"]["number"]
    page = visit("examiner")
    page.open("/console/verifications")
    given = {"deadline": "2027-12-31", "question": "?", "country": ""}
    assert page.send("/console/verifications", number="no such", **given).status_code == 404
    assert page.send("/console/verifications", number=number, **{**given, "deadline": "2020-01-01"}).status_code == 422
    other = visit("examiner2")
    other.open("/console/verifications")
    assert other.send("/console/verifications", number=number, **given).status_code == 404
    assert clerk.get("/v1/verifications").json()["items"] == []


# -- questionnaires


def test_a_questionnaire_is_published_answered_once_and_read_by_the_office(backend, clerk, visit):
    page = visit("examiner")
    page.open("/console/questionnaires")
    page.send("/console/questionnaires", text=EXAMPLE)
    assert page.shows("问卷已发布。")
    asked = clerk.get("/v1/questionnaires").json()["items"][0]
    assert (asked["asked"]["title"]["zh_CN"], asked["values"]) == ("出口情况调查", None)
    path = f"/v1/questionnaires/{asked['id']}/answer"
    missing = post(clerk, path, values={"share": "a lot"})
    found = {(each["field"], each["code"]) for each in missing.json()["problems"]}
    assert found == {("main_market", "needed"), ("share", "not_a_number"), ("uses_rcep", "needed")}
    values = {"main_market": "日本", "share": "37.5", "uses_rcep": "often"}
    assert post(clerk, path, values=values).ok
    assert problem(post(backend.client("clerk2"), path, values=values)) == "state-locked"
    told = backend.client("clerk2").get("/v1/questionnaires").json()["items"][0]
    assert (told["values"], told["answeredBy"]) == (values, "王晓明")
    page.open("/console/questionnaires")
    for text in ("日本", "37.5%", "经常"):
        assert page.shows(text)


def test_an_answer_to_no_question_or_no_questionnaire_is_refused(backend, clerk):
    asked = ask_around(backend)
    assert problem(post(clerk, f"/v1/questionnaires/{asked}/answer", values={"other": "x"})) == "malformed"
    assert problem(post(clerk, "/v1/questionnaires/unknown/answer", values={})) == "not-found"
    other = backend.client("mingyao")
    assert problem(post(other, f"/v1/questionnaires/{asked}/answer", values={"market": "JP"})) == "not-found"
    assert other.get("/v1/questionnaires").json()["items"] == []


def test_after_the_last_day_nothing_is_taken(backend, clerk):
    asked = ask_around(backend, closes_on="2020-01-01")
    assert problem(post(clerk, f"/v1/questionnaires/{asked}/answer", values={"market": "JP"})) == "state-locked"


@pytest.mark.parametrize(
    "text", ["no toml [", "title = 1", EXAMPLE.replace("choice", "marks"), EXAMPLE + EXAMPLE[-900:]]
)
def test_a_questionnaire_that_cannot_be_read_is_refused_and_kept_in_the_form(visit, clerk, text):
    page = visit("examiner")
    page.open("/console/questionnaires")
    assert page.send("/console/questionnaires", text=text).status_code == 400
    assert page.shows("内容无法识别，请检查格式。")
    assert clerk.get("/v1/questionnaires").json()["items"] == []
