"""The console's pages as they answer: who is let in, what a form must bring, and that declared text stays text."""

import re

import pytest
import sqlalchemy as sa

from coo_backend.db.audit import broken
from coo_backend.db.tables import audit, evidence
from coo_backend.seed import LANFENG, MINGYAO, NINGBO_OFFICE
from coo_desktop.domain.clock import new_id
from tests.backend.errands import PNG, accepted, approved, certificate, changed_by, force, invoices, stored, submitted
from tests.backend.process import Client
from tests.console.lanfeng import approved_product, certificate_values, sent_certificate, wired

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{7*7}}"
ODD = "../../\x07invoice\u202egnp.exe"
CERTIFICATE_PAGES = ("", "/paper.pdf", "/pages/1.png")


def stage_of(clerk: Client, document: dict) -> str:
    return clerk.get(f"/v1/docs/{document['id']}").json()["stage"]


def at(document: dict, what: str = "") -> str:
    return f"/console/documents/{document['id']}{what}"


@pytest.mark.parametrize("path", ["/console", "/console/queue", "/console/notices", "/console/documents/some"])
def test_a_stranger_is_led_to_the_door(visit, path):
    answer = visit().open(path)
    assert answer.url.endswith("/console/sign-in")
    assert answer.ok


@pytest.mark.parametrize("account", ["demo", "admin"])
def test_a_company_has_no_business_here(visit, account):
    stranger = visit()
    stranger.open("/console/sign-in")
    assert stranger.send("/console/sign-in", account=account, password="demo-pass-2026").status_code == 403
    assert stranger.open("/console/queue").url.endswith("/console/sign-in")


def test_every_page_forbids_scripts_and_frames(visit, clerk):
    document = submitted(clerk)
    guest = visit("examiner")
    for path in ("/console/queue", "/console/notices", "/check", "/nowhere-console", at(document), "/console/nothing"):
        answer = guest.open(path)
        assert "<script" not in answer.text
        if path.startswith(("/console", "/check")):
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script" not in policy
            assert "'unsafe-inline'" not in policy
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visit):
    guest = visit("examiner")
    (cookie,) = [cookie for cookie in guest.session.cookies if cookie.name == "coo_session"]
    assert "HttpOnly" in cookie._rest
    assert cookie._rest["SameSite"] == "strict"


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_without_the_pages_token_is_refused(visit, clerk, token):
    document, guest = submitted(clerk), visit("examiner")
    guest.open(at(document))
    assert guest.send(at(document, "/take_up"), token=token).status_code == 403
    assert stage_of(clerk, document) == "submitted"


def test_a_form_from_another_site_is_refused(visit, clerk):
    document, guest = submitted(clerk), visit("examiner")
    guest.open(at(document))
    guest.session.headers["Origin"] = "https://elsewhere.example"
    assert guest.send(at(document, "/take_up")).status_code == 403
    assert stage_of(clerk, document) == "submitted"


def test_signing_out_ends_the_session_at_the_server(visit):
    guest = visit("examiner")
    cookie = dict(guest.session.cookies)
    guest.open("/console/queue")
    assert guest.send("/console/sign-out").url.endswith("/console/sign-in")
    guest.session.cookies.update(cookie)
    assert guest.open("/console/queue").url.endswith("/console/sign-in")


def test_a_session_ends_with_the_working_day(visit, backend):
    guest = visit("examiner")
    assert guest.open("/console/queue").url.endswith("/console/queue")
    backend.place.shared.clock.offset_s += 8 * 3600 + 1
    assert guest.open("/console/queue").url.endswith("/console/sign-in")


def test_declared_text_is_shown_literally_wherever_it_stands(visit, backend, clerk, examiner):
    values = values_with_evil(approved_product(clerk, examiner))
    document = stored(clerk, "rcep_2022", wired("rcep_2022", values))
    force(
        backend.place,
        document["id"],
        stage="submitted",
        facts={"signatory": EVIL, "submittedAt": document["createdAt"]},
    )
    guest = visit("examiner")
    assert guest.open("/console/queue?text=" + "%3Cscript%3E").ok
    assert "<script" not in guest.page.text
    for path in ("/console/queue", at(document)):
        assert guest.open(path).ok
        assert guest.shows(EVIL)
        assert "<script" not in guest.page.text
        assert "onerror=alert(2)>" not in guest.page.text
        assert "49" not in re.findall(r"&amp;amp;(\S{2})", guest.page.text)
    guest.send(at(document, "/take_up"))
    answer = guest.open(at(document)) and guest.send(at(document, "/return"), reason=EVIL, remark__marks=EVIL)
    assert answer.ok
    assert guest.open(at(document)).ok
    assert guest.shows(EVIL)
    guest.open("/console/notices")
    assert guest.send("/console/notices", text=EVIL).ok
    assert guest.shows(EVIL)
    guest.open("/console/sign-in")
    guest.send("/console/sign-in", account=EVIL, password="x")
    assert guest.shows(EVIL)
    guest.open(f"/check?number={'%3Cscript%3E'}&printNumber=%22onfocus%3D")
    assert "<script" not in guest.page.text


def test_a_return_carries_the_reason_of_each_field(visit, clerk):
    document, guest = submitted(clerk, values=certificate(invoices=invoices("LF-1"))), visit("examiner")
    guest.open(at(document))
    guest.send(at(document, "/take_up"))
    guest.open(at(document))
    row = document["values"]["invoices"][0]["id"]
    fields = {"remark__consignee": "错", f"remark__invoices/{row}": "旧", "remark__marks": "  "}
    guest.send(at(document, "/return"), reason="请改", **fields)
    told = clerk.get(f"/v1/docs/{document['id']}").json()
    assert told["stage"] == "returned"
    assert told["facts"]["reason"] == "请改"
    assert {reason["field"]: reason["text"] for reason in told["facts"]["reasons"]} == {
        "consignee": "错",
        f"invoices/{row}": "旧",
    }


def test_a_return_without_a_reason_keeps_the_document_and_says_so(visit, clerk):
    document, guest = submitted(clerk), visit("examiner")
    guest.open(at(document))
    guest.send(at(document, "/take_up"))
    guest.open(at(document))
    assert guest.send(at(document, "/return")).status_code == 422
    assert "填写原因" in guest.page.text
    assert stage_of(clerk, document) == "in_review"


def test_a_stale_screen_cannot_approve(visit, clerk, examiner):
    document, guest = submitted(clerk), visit("examiner")
    guest.open(at(document))
    guest.send(at(document, "/take_up"))
    old = guest.open(at(document))
    assert examiner.exam(document["id"], "put_back").ok
    assert clerk.ask("withdraw", document["id"]).ok
    rev = clerk.get(f"/v1/docs/{document['id']}").json()["rev"]
    changed = clerk.put(document["id"], "toy_certificate", certificate(consigneeName="OTHER"), rev=rev).json()
    assert clerk.submit(document["id"], changed["rev"]).ok
    assert examiner.exam(document["id"], "take_up").ok
    guest.page = old
    assert guest.send(at(document, "/approve")).status_code == 412
    assert guest.shows("OTHER")
    assert stage_of(clerk, document) == "in_review"


@pytest.mark.parametrize("form", ["toy_certificate", "toy_product"])
def test_a_document_withdrawn_meanwhile_is_told_as_such_and_waits_no_more(visit, clerk, backend, form):
    document, guest = submitted(clerk, form), visit("examiner")
    guest.open(at(document))
    assert clerk.ask("withdraw", document["id"]).ok
    assert guest.send(at(document, "/take_up")).status_code == 409
    assert guest.shows("企业已撤回这份单证")
    assert guest.open(at(document)).status_code == 409
    assert visit("examiner2").open(at(document)).status_code == 404
    assert document["id"] not in guest.open("/console/queue").text
    with backend.place.shared.database.read() as connection:
        done = sa.select(audit.c.action, audit.c.actor).where(audit.c.object == document["id"])
        assert connection.execute(done.order_by(audit.c.entry.desc())).first() == ("withdraw", "demo")


@pytest.mark.parametrize(("form", "word"), [("toy_certificate", "替代它的证书"), ("toy_product", "替代它的产品预审")])
def test_the_document_that_took_a_place_is_called_by_its_kind(visit, clerk, examiner, backend, form, word):
    document, guest = approved(clerk, examiner, form), visit("examiner")
    force(backend.place, document["id"], facts={"replacedBy": new_id()})
    guest.open(at(document))
    assert guest.shows(word)


def test_the_same_form_twice_takes_one_effect(visit, clerk, backend):
    document, guest = submitted(clerk), visit("examiner")
    page = guest.open(at(document))
    assert guest.send(at(document, "/take_up")).ok
    guest.page = page
    assert guest.send(at(document, "/take_up")).ok
    with backend.place.shared.database.read() as connection:
        taken = sa.select(sa.func.count()).where(audit.c.object == document["id"], audit.c.action == "take_up")
        assert connection.execute(taken).scalar_one() == 1


def test_only_steps_that_the_tables_allow_are_offered(visit, clerk, examiner):
    document, guest = submitted(clerk), visit("examiner")

    def offered() -> set[str]:
        return set(re.findall(r'id="(\w+)">', guest.open(at(document)).text)) - {"decision"}

    assert offered() == {"take_up"}
    assert examiner.exam(document["id"], "take_up").ok
    assert offered() == {"approve", "return", "put_back"}
    assert examiner.exam(document["id"], "approve").ok
    assert offered() == {"void"}
    assert clerk.ask("print", document["id"]).ok
    assert clerk.ask("report_lost", document["id"], reason="in the post").ok
    assert offered() == {"void", "grant_lost", "refuse_lost"}
    assert guest.shows("in the post")


def test_requests_are_answered_here(visit, clerk, examiner):
    document, guest = approved(clerk, examiner), visit("examiner")
    assert clerk.ask("print", document["id"]).ok
    assert clerk.ask("ask_reprint", document["id"], reason="smudged").ok
    assert "申请重新打印" in guest.open("/console/queue").text
    guest.open(at(document))
    guest.send(at(document, "/grant_reprint"))
    assert clerk.get(f"/v1/docs/{document['id']}").json()["printState"] == "not_printed"


def test_another_office_sees_nothing(visit, clerk):
    document, guest = submitted(clerk, values={"consigneeName": "SECRET BUYER"}), visit("examiner2")
    assert "SECRET BUYER" not in guest.open("/console/queue?view=all").text
    assert all(guest.open(at(document, page)).status_code == 404 for page in CERTIFICATE_PAGES)


def test_drafts_are_the_companys_own(visit, clerk):
    document, guest = stored(clerk), visit("examiner")
    assert guest.open(at(document)).status_code == 404


def test_an_amendment_shows_what_stood_before(visit, clerk, examiner):
    original = approved(clerk, examiner, values=certificate(consigneeName="OLD BUYER"))
    links = {"amends": original["id"], "reason": "new buyer"}
    amended = submitted(clerk, values=certificate(consigneeName="NEW BUYER"), links=links)
    text = visit("examiner").open(at(amended)).text
    assert "<del>OLD BUYER</del> <ins>NEW BUYER</ins>" in text
    assert original["facts"]["number"] in text


def test_an_amendment_shows_changed_added_and_dropped_lines(visit, clerk, examiner):
    lines = [{"id": str(number), "name": f"GOODS {number}"} for number in range(3)]
    original = approved(clerk, examiner, values=certificate(goods=lines))
    changed = [{"id": "0", "name": "GOODS 0"}, {"id": "new", "name": "OTHER GOODS"}]
    amended = submitted(clerk, values=certificate(goods=changed), links={"amends": original["id"], "reason": "why"})
    text = visit("examiner").open(at(amended)).text
    assert "<del>GOODS 0</del>" not in text
    assert "<del>GOODS 1</del> <ins>OTHER GOODS</ins>" in text
    assert "<del>GOODS 2</del> <ins>—</ins>" in text


def test_evidence_is_looked_at_or_handed_over(visit, clerk):
    marks = {"form": "picture", **accepted(clerk)}
    document, guest = submitted(clerk, values=certificate(marks=marks)), visit("examiner")
    seen = guest.open(at(document, f"/evidence/{marks['id']}?view=true"))
    assert (seen.content, seen.headers["Content-Type"]) == (PNG, "image/png")
    assert seen.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in seen.headers["Content-Security-Policy"]
    handed = guest.open(at(document, f"/evidence/{marks['id']}"))
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert guest.open(at(document, f"/evidence/{new_id()}")).status_code == 404


def test_a_file_has_a_plain_name_wherever_it_is_shown_or_kept(visit, backend, clerk):
    """As an older backend let it in: the name of the row is as odd as that in the document."""
    marks = {"form": "picture", **accepted(clerk), "name": ODD}
    with backend.place.shared.database.write("") as connection:
        connection.execute(sa.update(evidence).values(name=ODD))
    document, guest = submitted(clerk, values=certificate(marks=marks, evidence=[marks])), visit("examiner")
    assert "\u202e" not in guest.open(at(document)).text
    assert "invoicegnp.exe" in guest.page.text
    handed = (guest.open(at(document, f"/evidence/{marks['id']}")), clerk.get(f"/v1/evidence/{marks['id']}"))
    for answer in handed:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="invoicegnp.exe"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_paper_is_there_as_pages_and_as_a_file(visit, clerk, examiner):
    document = sent_certificate(clerk, approved_product(clerk, examiner))
    guest = visit("examiner")
    assert guest.open(at(document, "/pages/1.png")).content.startswith(b"\x89PNG")
    assert guest.open(at(document, "/pages/9.png")).status_code == 404
    assert guest.open(at(document, "/paper.pdf")).content.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/console/documents/%2e%2e", "/console/documents/x/evidence/..%2f..%2fsecret"])
def test_a_made_up_path_finds_nothing(visit, path):
    assert visit("examiner").open(path).status_code == 404


def test_a_notice_reaches_the_company_it_names(visit, backend, clerk):
    guest = visit("examiner")
    page = guest.open("/console/notices")
    assert guest.send("/console/notices", text="国庆期间停止签证", company=LANFENG.id).ok
    guest.page = page
    assert guest.send("/console/notices", text="国庆期间停止签证", company=LANFENG.id).ok
    (notice,) = clerk.get("/v1/notices").json()["items"]
    assert (notice["kind"], notice["text"], notice["by"]) == ("office", "国庆期间停止签证", "周审")
    guest.open("/console/notices")
    assert guest.send("/console/notices", text="x", company=MINGYAO.id).status_code == 404
    assert backend.client("mingyao").get("/v1/notices").json()["items"] == []


def test_pages_speak_english_on_request_and_remember_it(visit):
    guest = visit("examiner")
    assert "待处理" in guest.open("/console/queue").text
    assert "To do" in guest.open("/console/queue?language=en").text
    assert "To do" in guest.open("/console/queue").text
    assert guest.open("/console/nothing").status_code == 404


@pytest.mark.parametrize(
    ("event", "head", "meaning"),
    [
        ("", "证书真实有效", "good"),
        ("void", "已作废：此证书不再有效", "bad"),
        ("replace", "已被改证替代：此证书不再有效", "bad"),
        ("lose", "正本已遗失：只有副本有效", "wait"),
    ],
)
def test_the_check_is_headed_by_how_the_certificate_stands(visit, backend, clerk, examiner, event, head, meaning):
    document = approved(clerk, examiner, values=certificate(invoices=invoices("LF-1")))
    changed_by(event, document, clerk, examiner)
    facts = document["facts"]
    answer = visit().open(f"/check?number={facts['number']}&printNumber={facts['printNumber']}").text
    assert re.findall(r'class="verdict (\w+)"[^>]*>\s*<h2>([^<]*)</h2>', answer) == [(meaning, head)]


def test_the_customs_see_a_whole_certificate_after_checking_it(visit, backend, clerk, examiner):
    document = approved(clerk, examiner, values=certificate(consigneeName="SAKURA"))
    facts, guest = document["facts"], visit("customs")
    assert guest.page.url.endswith("/check")
    guest.open(f"/check?number={facts['number']}&printNumber={facts['printNumber']}")
    assert at(document) in guest.page.text
    assert "SAKURA" in guest.open(at(document)).text
    assert guest.open(at(document, "/pages/1.png")).ok
    assert guest.open("/console/queue").status_code == 403
    waiting = submitted(clerk)
    assert guest.open(at(waiting)).status_code == 404
    with backend.place.shared.database.read() as connection:
        checks = sa.select(audit.c.actor).where(audit.c.object == document["id"], audit.c.action == "check")
        assert connection.execute(checks).scalars().all() == ["customs"]


def test_what_the_customs_may_not_do_is_written_down(visit, backend, clerk, examiner):
    document, guest = approved(clerk, examiner), visit("customs")
    guest.open("/check")
    assert guest.send(at(document, "/void"), reason="x").status_code == 403
    with backend.place.shared.database.read() as connection:
        tried = sa.select(audit.c.action).where(audit.c.object == document["id"], audit.c.actor == "customs")
        assert connection.execute(tried).scalars().all() == ["refused-void"]
        assert broken(connection, NINGBO_OFFICE.id) == ()


def test_filters_combine(visit, clerk):
    first = submitted(clerk, values=certificate(consigneeName="FIRST", invoices=invoices("LF-77")))
    submitted(clerk, values=certificate(consigneeName="SECOND", invoices=invoices("LF-88")))
    submitted(clerk, "toy_product")
    guest = visit("examiner")

    def shown(query: str) -> set[str]:
        return set(re.findall(r'href="/console/documents/([^"/]+)"', guest.open(f"/console/queue?{query}").text))

    assert len(shown("")) == 3
    assert len(shown("family=certificate")) == 2
    assert shown("family=certificate&text=lf-77&form=toy_certificate") == {first["id"]}
    assert shown("text=%25") == set()
    assert shown("view=approved") == set()


def values_with_evil(product: str) -> dict:
    """Every text field of the certificate holds the evil text."""
    values = certificate_values(product)
    for name in ("consignee_name", "consignee_address", "producer_text", "vessel", "remarks"):
        values[name] = EVIL
    values["marks"] = {"form": "text", "text": EVIL}
    values["goods"][0] |= {"description": EVIL, "name_en": EVIL, "quantity": EVIL}
    values["invoices"][0] |= {"number": EVIL, "place": EVIL}
    return values
