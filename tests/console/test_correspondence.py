"""What an examiner reads and sends on the lists and letters of the console: once, in words, with nothing typed lost."""

import re

import pytest

from coo_backend.company.pages import EXAMPLE
from coo_backend.documents import queue
from coo_desktop.contract.correspondence import Notice
from tests.backend.conftest import Backend
from tests.backend.errands import approved, certificate, invoices, submitted
from tests.backend.process import Client
from tests.backend.worlds import ask_around, open_case
from tests.console.lanfeng import approved_product

DUE = "2030-01-01"


def items(clerk: Client, path: str) -> list[dict]:
    return clerk.get(path).json()["items"]


def move(backend: Backend) -> dict:
    asked = backend.client("admin").call("POST", "/v1/moves", {"office": "4405", "reason": "搬迁"}, Idempotency_Key="m")
    assert asked.ok, asked.text
    return asked.json()


def test_the_same_form_sent_twice_opens_one_case(visit, clerk, examiner):
    number = approved(clerk, examiner)["facts"]["number"]
    guest = visit("examiner")
    page = guest.open("/console/verifications")
    for _ in range(2):
        guest.page = page
        assert guest.send("/console/verifications", number=number, question="产地?", deadline=DUE).ok
    assert len(items(clerk, "/v1/verifications")) == 1
    assert len([notice for notice in items(clerk, "/v1/notices") if notice["kind"] == "verification_opened"]) == 1


def test_the_same_form_sent_twice_publishes_one_questionnaire(visit, clerk):
    guest = visit("examiner")
    page = guest.open("/console/questionnaires")
    for _ in range(2):
        guest.page = page
        assert guest.send("/console/questionnaires", text=EXAMPLE).ok
    assert len(items(clerk, "/v1/questionnaires")) == 1


@pytest.mark.parametrize("path", ["/console/verifications", "/console/questionnaires"])
def test_a_form_without_the_key_of_its_page_does_nothing(visit, clerk, examiner, path):
    number = approved(clerk, examiner)["facts"]["number"]
    guest = visit("examiner")
    guest.open(path)
    fields = {"number": number, "question": "产地?", "deadline": DUE, "text": EXAMPLE, "key": ""}
    assert guest.send(path, **fields).status_code == 400
    assert items(clerk, "/v1/verifications") == items(clerk, "/v1/questionnaires") == []


def test_a_refused_case_says_what_is_wrong_and_keeps_what_was_typed(visit, clerk, examiner):
    number = approved(clerk, examiner)["facts"]["number"]
    product = clerk.get(f"/v1/docs/{approved_product(clerk, examiner)}").json()["facts"]["number"]
    guest = visit("examiner")
    guest.open("/console/verifications")
    asked = {"question": "请说明 <b>", "deadline": DUE, "country": "日本海关"}
    for unknown in ("NONE", product):
        guest.send("/console/verifications", number=unknown, **asked)
        assert guest.shows("本机构没有签发过此号的证书。")
        assert all(guest.shows(text) for text in (unknown, *asked.values()))
    guest.send("/console/verifications", number=number, **{**asked, "deadline": "2020-01-01"})
    assert guest.shows("期限已过。")
    assert not guest.shows("请检查所填内容")


def test_a_letter_beyond_reading_is_refused_in_words(visit, backend, clerk, examiner):
    number, endless = approved(clerk, examiner)["facts"]["number"], "长" * 2001
    guest = visit("examiner")
    guest.open("/console/verifications")
    assert guest.send("/console/verifications", number=number, question=endless, deadline=DUE).status_code == 422
    assert guest.shows("内容最多 2000 字。")
    receiving, asked = visit("examiner2"), move(backend)
    receiving.open("/console/moves")
    assert receiving.send(f"/console/moves/{asked['id']}", verdict="refused", reason=endless).status_code == 422
    assert items(clerk, "/v1/verifications") == []


def test_an_answered_case_still_waits_for_the_office(visit, backend, clerk, examiner):
    case = open_case(backend, approved(clerk, examiner)["id"])
    answer = {"text": "附生产记录", "evidence": []}
    assert clerk.call("POST", f"/v1/verifications/{case}/answer", answer, Idempotency_Key="a").ok
    guest = visit("examiner")
    assert 'class="count">1<' in guest.open("/console/verifications").text
    guest.send(f"/console/verifications/{case}", result="属实")
    assert 'class="count">0<' in guest.open("/console/verifications").text


def test_a_move_names_its_offices_and_cannot_be_decided_once_it_was_taken_back(visit, backend):
    asked = move(backend)
    guest = visit("examiner2")
    guest.open("/console/moves")
    assert guest.shows("贸促会宁波 → 贸促会潮州")
    assert backend.client("admin").call("POST", f"/v1/moves/{asked['id']}/take_back", {}, Idempotency_Key="t").ok
    assert guest.send(f"/console/moves/{asked['id']}", verdict="refused").status_code == 422
    assert guest.send(f"/console/moves/{asked['id']}", verdict="refused", reason="材料不全").status_code == 409


def test_a_questionnaire_names_the_company_in_the_language_of_the_page(visit, backend, clerk):
    asked = ask_around(backend)
    given = {"values": {"market": "JAPAN"}}
    assert clerk.call("POST", f"/v1/questionnaires/{asked}/answer", given, Idempotency_Key="q").ok
    guest = visit("examiner")
    assert "宁波蓝枫" in guest.open("/console/questionnaires?language=zh_CN").text
    assert "LANFENG" in guest.open("/console/questionnaires?language=en").text


def test_the_queue_counts_what_it_has_no_room_for(visit, clerk, monkeypatch):
    monkeypatch.setattr(queue, "MOST", 2)
    for number in range(3):
        submitted(clerk, values=certificate(invoices=invoices(f"LF-{number}")))
    guest = visit("examiner")
    text = guest.open("/console/queue").text
    assert 'class="count">3<' in text
    assert len(set(re.findall(r'href="/console/documents/([^"/]+)"', text))) == 2
    assert guest.shows("只列出其中 2 份，请用筛选缩小范围。")
    assert "LANFENG" in guest.open("/console/queue?language=en").text


def test_reasons_of_a_return_stand_under_the_names_of_their_fields(visit, clerk, examiner):
    document = submitted(clerk, values=certificate(invoices=invoices("LF-1")))
    row = document["values"]["invoices"][0]["id"]
    assert examiner.exam(document["id"], "take_up").ok
    places = ("consigneeName", "consignee", f"invoices/{row}")
    reasons = [{"field": field, "text": f"错 {number}"} for number, field in enumerate(places)]
    assert examiner.exam(document["id"], "return", reasons=reasons).ok
    text = visit("examiner").open(f"/console/documents/{document['id']}").text
    names = re.findall(r"<strong>([^<]+)</strong> 错", text)
    assert names[0] == names[1] != "consignee"
    assert names[2].endswith(" 1")
    assert row not in names[2]


def test_an_examiner_sees_how_often_a_certificate_was_printed(visit, clerk, examiner):
    document = approved(clerk, examiner)
    path = f"/console/documents/{document['id']}"
    assert not visit("examiner").open(path).text.count("已打印")
    assert clerk.ask("print", document["id"], copies=2).ok
    text = visit("examiner").open(path).text
    assert "正本 1 · 副本 2" in text


def test_a_product_is_not_called_a_certificate(visit, clerk, examiner):
    text = visit("examiner").open(f"/console/documents/{approved_product(clerk, examiner)}").text
    assert "预审编号" in text
    assert "证书号" not in text


def test_every_letter_is_told_to_the_company_as_the_contract_says(visit, backend, clerk, examiner):
    case = open_case(backend, approved(clerk, examiner)["id"])
    answer = {"text": "附生产记录", "evidence": []}
    assert clerk.call("POST", f"/v1/verifications/{case}/answer", answer, Idempotency_Key="a").ok
    guest = visit("examiner")
    for path, fields in {
        f"/console/verifications/{case}": {"result": "属实"},
        "/console/questionnaires": {"text": EXAMPLE},
    }.items():
        guest.open("/console/questionnaires")
        assert guest.send(path, **fields).ok
    asked = move(backend)
    receiving = visit("examiner2")
    receiving.open("/console/moves")
    assert receiving.send(f"/console/moves/{asked['id']}", verdict="approved").ok
    kinds = [Notice.model_validate(notice).kind for notice in items(clerk, "/v1/notices")]
    assert kinds == ["approved", "verification_opened", "verification_closed", "questionnaire", "move_approved"]
