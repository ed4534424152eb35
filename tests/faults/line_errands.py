"""Everything that the desktop asks of the backend, each as an errand of somebody at a desk, and what it achieves."""

import dataclasses
from decimal import Decimal
from typing import Any

from coo_backend.company.pages import EXAMPLE
from coo_backend.seed import PASSWORD
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.office.certificate_check import PaperFacts
from coo_desktop.domain.office.stamps import StampKind, StampPicture
from coo_desktop.domain.operations import drafts, notices, releasing, sending
from coo_desktop.store.packs.install import installed
from coo_desktop.sync import remembered
from coo_desktop.sync.api.packs import PATIENCE
from coo_desktop.sync.client.tokens import MemorySecret, TokenClient, Tokens
from tests.backend.errands import accepted
from tests.backend.stamp_pictures import SEAL_MM, seal_png
from tests.faults.scene import Scene, ask, sync
from tests.store.packs.tables import codes_pack
from tests.sync.api.test_people import code_for
from tests.sync.desk import toy_rules
from tests.sync.test_uploads import attach, picture

PICTURE = StampPicture(seal_png(40), "image/png", 40, 40)
UPLOADED = "SELECT (SELECT count(*) FROM uploads) + (SELECT count(*) FROM evidence)"
GOOD = "青山-ridge-lantern-77"


def audited(action: str) -> str:
    return f"SELECT count(*) FROM audit WHERE action = '{action}'"


def _write(scene: Scene) -> str:
    return scene.clerk.write({"consignee": "A", "invoices": [{"id": "i1", "number": new_id()[-12:]}]}).id


def _submit(scene: Scene) -> str:
    return scene.clerk.submit(scene.stored()).id


def _withdraw(scene: Scene) -> str:
    document_id = _submit(scene)
    scene.clerk.sync()
    return scene.clerk.perform(sending.withdraw, document_id).id


def _discard(scene: Scene) -> str:
    return scene.clerk.perform(drafts.discard, scene.stored()).id


def _note(scene: Scene) -> str:
    return scene.clerk.perform(releasing.put_note, scene.stored(), "consignee", "why?").id


def _overtaken(scene: Scene) -> str:
    """A draft that a colleague has changed at another field in between."""
    document = scene.clerk.document(scene.stored())
    told = scene.client("clerk2").get(f"/v1/docs/{document.id}").json()
    changed = scene.client("clerk2").put(document.id, told["form"], told["values"] | {"marks": None}, rev=told["rev"])
    assert changed.ok, changed.text
    return scene.clerk.edit(document.id, consignee="MINE").id


def _colleague(scene: Scene) -> str:
    """A document that a colleague has just stored."""
    document_id = new_id()
    assert scene.client("clerk2").put(document_id, "toy_certificate", {"consigneeName": "THEIRS"}).ok
    return document_id


def _is_here(scene: Scene, document_id: str) -> bool:
    return scene.clerk.store.reader.document(document_id) is not None


def _is_there(scene: Scene, document_id: str) -> bool:
    return scene.clerk.document(document_id).rev is not None


def _lost_place(scene: Scene) -> str:
    document_id = _colleague(scene)
    with scene.clerk.store.unit() as unit:
        unit.put_setting(remembered.CURSOR, "999999")
    return document_id


def _return(scene: Scene) -> str:
    document_id = _submit(scene)
    scene.clerk.sync()
    for event, body in (("take_up", {}), ("return", {"reason": document_id})):
        assert scene.client("examiner").exam(document_id, event, **body).ok
    return document_id


def _notice(scene: Scene, document_id: str) -> bool:
    return any(one.document == document_id for one in scene.clerk.store.reader.notices.newest(999))


def _read(scene: Scene) -> None:
    _return(scene)
    scene.clerk.sync()
    with scene.clerk.store.unit() as unit:
        notices.mark_read(unit, [one.id for one in unit.notices.newest(1)])


def _attach(scene: Scene) -> str:
    return attach(scene.clerk, picture(300)).id


def _torn(scene: Scene) -> str:
    """A file whose piece arrived, and whose answer did not: the pass asks how much is there."""
    scene.line.order("cut_answer", "PATCH", times=9)
    return _attach(scene)


def _sent_by_a_colleague(scene: Scene) -> Evidence:
    content = picture(300)
    told = accepted(scene.client("clerk2"), content)
    return Evidence(**told, size_bytes=len(content))


def _fetch_file(scene: Scene, file: Evidence) -> None:
    scene.clerk.office.evidence.fetch(file, lambda _done, _total: None, lambda: False)


def _copied(scene: Scene) -> str:
    """A wish of a store that came back from a copy."""
    document_id = _write(scene)
    with scene.clerk.store.unit() as unit:
        unit.put_setting(remembered.RESTORED, [intent.key for intent in unit.intents()])
    return document_id


def _started_again(scene: Scene) -> None:
    """Its access token is gone with the program before."""
    scene.clerk.tokens._access = None


def _visitor(scene: Scene) -> TokenClient:
    return TokenClient(scene.clerk.remote, Tokens(MemorySecret()))


def _papers(scene: Scene) -> PaperFacts:
    facts = scene.approved()
    return PaperFacts(facts["number"], facts["printNumber"], "")


def _customs(scene: Scene) -> PaperFacts:
    scene.clerk.office.checking.sign_in("customs", PASSWORD)
    return _papers(scene)


def _case(scene: Scene) -> str:
    facts = scene.approved()
    with scene.office() as visit:
        visit.open("/console/verifications")
        given = {"deadline": "2030-01-31", "question": "是否原产？", "country": "日本"}
        assert visit.send("/console/verifications", number=facts["number"], **given).ok
    return next(case.id for case in scene.clerk.office.letters.cases() if case.number == facts["number"])


def _survey(scene: Scene) -> str:
    with scene.office() as visit:
        visit.open("/console/questionnaires")
        assert visit.send("/console/questionnaires", text=EXAMPLE).ok
    (survey,) = scene.clerk.office.letters.surveys()
    return survey.id


def _seals(scene: Scene) -> None:
    with scene.office() as visit:
        visit.open("/console/settings")
        assert visit.send("/console/settings", electronic_seals="allowed").ok


def _seal(scene: Scene) -> None:
    _seals(scene)
    scene.admin.office.stamps.put(StampKind.SEAL, PICTURE, Decimal(SEAL_MM))


def _move(scene: Scene) -> str:
    return scene.admin.office.letters.move("4405", "公司迁址").id


def _pack(scene: Scene) -> Any:
    with scene.office() as visit:
        visit.open("/console/packs")
        assert visit.upload("/console/packs", codes_pack(scene.folder)).ok
    return scene.clerk.office.packs_in(scene.folder / "packs").look().items[0]


def _fetch(scene: Scene, offer: Any) -> None:
    packs = scene.clerk.office.packs_in(scene.folder / "packs")
    packs.fetch(offer, lambda _done, _total: None, lambda: False)
    assert len(list(installed(scene.folder / "packs"))) == 1


def _proof_for(purpose: str) -> Any:
    return lambda scene, _begun: scene.admin.office.people._proof(PASSWORD, purpose)


def _code(scene: Scene) -> tuple[str, str]:
    sent = scene.clerk.office.people.send_code("clerk2")
    return sent.request, code_for(scene.backend, "13800000003")


OFFICE = (
    ask("GET /v1/meta", lambda scene, _: scene.clerk.office.people.contact()),
    ask("GET /v1/company", lambda scene, _: scene.clerk.office.company()),
    ask("GET /v1/offices", lambda scene, _: scene.admin.office.letters.offices()),
    ask("GET /v1/moves", lambda scene, _: scene.admin.office.letters.moves()),
    ask(
        "POST /v1/moves",
        lambda scene, _: scene.admin.office.letters.move("4405", "迁址"),
        counted="SELECT count(*) FROM office_moves",
    ),
    dataclasses.replace(
        ask(
            "POST /v1/moves/{move_id}/take_back",
            lambda scene, _: scene.admin.office.letters.stay(scene.admin.office.letters.moves()[0].id),
            counted="SELECT count(*) FROM office_moves WHERE state = 'taken_back'",
        ),
        match="/take_back",
    ),
    ask("GET /v1/verifications", lambda scene, _: scene.clerk.office.letters.cases()),
    ask(
        "POST /v1/verifications/{case_id}/answer",
        lambda scene, case: scene.clerk.office.letters.prove(case, "原产于中国", []),
        _case,
        "SELECT count(*) FROM verification_cases WHERE state = 'answered'",
    ),
    ask("GET /v1/questionnaires", lambda scene, _: scene.clerk.office.letters.surveys()),
    ask(
        "POST /v1/questionnaires/{questionnaire_id}/answer",
        lambda scene, survey: scene.clerk.office.letters.fill_in(survey, {"main_market": "日本", "uses_rcep": "often"}),
        _survey,
        audited("questionnaire-answered"),
    ),
    ask(
        "PUT /v1/company/release",
        lambda scene, _: scene.admin.office.letters.want_release(True),
        counted="SELECT count(*) FROM companies WHERE release_needed",
    ),
    ask(
        "PUT /v1/company/stamps/{kind}",
        lambda scene, _: scene.admin.office.stamps.put(StampKind.SEAL, PICTURE, Decimal(SEAL_MM)),
        _seals,
        "SELECT count(*) FROM company_stamps",
    ),
    ask(
        "DELETE /v1/company/stamps/{kind}",
        lambda scene, _: scene.admin.office.stamps.remove(StampKind.SEAL),
        counted="SELECT -count(*) FROM company_stamps",
    ),
    ask("GET /v1/company/stamps/{sha256}", lambda scene, _: scene.clerk.office.company(), _seal),
    dataclasses.replace(
        ask("GET /v1/evidence/{evidence_id}", _fetch_file, _sent_by_a_colleague),
        has=lambda scene, file: scene.clerk.store.reader.evidence(file.id) is not None,
    ),
    ask("GET /v1/packs", lambda scene, _: scene.clerk.office.packs_in(scene.folder / "packs").look()),
    dataclasses.replace(ask("GET /v1/packs/{name}/{digest}", _fetch, _pack), match="GET /v1/packs/", tries=PATIENCE),
)

PEOPLE = (
    dataclasses.replace(
        ask("GET /v1/check", lambda scene, asked: scene.clerk.office.checking.check(asked, toy_rules()), _papers),
        match="GET /v1/check?",
    ),
    ask(
        "GET /v1/check/certificate",
        lambda scene, asked: scene.clerk.office.checking.check(asked, toy_rules()),
        _customs,
    ),
    ask(
        "POST /v1/auth/login",
        lambda scene, visitor: visitor.sign_in("customs", PASSWORD, "check"),
        _visitor,
    ),
    sync("POST /v1/auth/refresh", _started_again, match="POST /v1/auth/refresh"),
    ask("GET /v1/signatories", lambda scene, _: scene.admin.office.people.signatories()),
    ask(
        "POST /v1/signatories/{account}/{event}",
        lambda scene, _: scene.admin.office.people.arrange("clerk2", "disable"),
        counted="SELECT count(*) FROM accounts WHERE NOT active",
    ),
    ask("POST /v1/auth/confirm", _proof_for("hand_over")),
    ask("POST /v1/auth/forgotten", lambda scene, _: scene.clerk.office.people.send_code(f"nobody {new_id()}")),
    ask(
        "POST /v1/auth/password",
        lambda scene, _: scene.admin.account.change_password(PASSWORD, GOOD),
        counted="SELECT count(DISTINCT password_hash) FROM accounts",
    ),
    ask("POST /v1/auth/reset", lambda scene, code: scene.clerk.office.people.set_password(*code, GOOD), _code),
    ask(
        "POST /v1/signatories/{account}/hand_over",
        lambda scene, _: scene.admin.office.people.arrange("demo", "hand_over", GOOD),
        counted="SELECT count(*) FROM accounts WHERE role = 'admin' AND account = 'demo'",
    ),
    dataclasses.replace(
        ask(
            "POST /v1/cancellation",
            lambda scene, _: scene.admin.office.people.cancel(GOOD),
            counted="SELECT count(*) FROM accounts WHERE ended != ''",
        ),
        ends="attention",
    ),
)

SYNC = (
    sync("PUT /v1/docs/{document_id}", _write, audited("put")),
    sync("POST /v1/docs/{document_id}/submit", _submit, audited("submit")),
    sync("DELETE /v1/docs/{document_id}", _discard, audited("discard")),
    sync("POST /v1/requests", _withdraw, audited("withdraw")),
    sync("POST /v1/releases", _note, audited("note")),
    sync("POST /v1/batch", _write, audited("put")),
    sync("GET /v1/docs/{document_id}", _overtaken, match="GET /v1/docs/"),
    sync("GET /v1/changes", _colleague, has=_is_here, match="GET /v1/changes"),
    sync("GET /v1/checksum", _colleague, match="GET /v1/checksum"),
    sync("GET /v1/snapshot", _lost_place, has=_is_here, match="GET /v1/snapshot"),
    sync("GET /v1/notices", _return, has=_notice, match="GET /v1/notices"),
    sync("POST /v1/notices/read", _read, "SELECT count(*) FROM notice_reads", match="POST /v1/notices/read"),
    sync("GET /v1/intents/{key}", _copied, has=_is_there, match="GET /v1/intents/"),
    sync("POST /v1/uploads", _attach, UPLOADED, match="POST /v1/uploads"),
    sync("HEAD /v1/uploads/{upload_id}", _torn, match="HEAD /v1/uploads"),
    dataclasses.replace(sync("PATCH /v1/uploads/{upload_id}", _attach, match="PATCH /v1/uploads"), tries=PATIENCE),
    sync(
        "POST /v1/evidence/{evidence_id}/commit",
        _attach,
        "SELECT count(*) FROM evidence",
        match="POST /v1/evidence",
    ),
)

#: Of the office's own pages and tools, and what the desktop never needs.
NOT_ASKED = {
    "GET /v1/exam/queue",
    "POST /v1/exam/{document_id}/{event}",
    "DELETE /v1/uploads/{upload_id}",
}
