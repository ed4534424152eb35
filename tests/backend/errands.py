"""What tests of the backend do again and again: toy documents on their way to the examiner and back."""

import dataclasses
import io
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from coo_backend.db import document_rows
from coo_backend.db.unit import Actor, unit
from coo_backend.web.dependencies import Place
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Company
from tests.backend.process import Client

CERTIFICATE, PRODUCT = "toy_certificate", "toy_product"


def png(mark: str = "") -> bytes:
    """A PNG of ten kilobytes; another mark makes it another file."""
    target, told = io.BytesIO(), PngInfo()
    told.add_text("mark", mark)
    Image.frombytes("L", (100, 100), bytes(range(250)) * 40).save(target, "PNG", compress_level=0, pnginfo=told)
    return target.getvalue()


PNG = png()


def certificate(**more: Any) -> dict[str, Any]:
    """Complete values of a toy certificate."""
    return {"consigneeName": "SAKURA K.K.", **more}


def invoices(*numbers: str) -> list[dict[str, str]]:
    return [{"id": new_id(), "invoiceNo": number} for number in numbers]


def stored(clerk: Client, form: str = CERTIFICATE, values: Any = None, links: Any = None) -> dict[str, Any]:
    """A complete document as the backend stored it."""
    usual = certificate() if form == CERTIFICATE else {"productName": "FLASK"}
    filled = usual if values is None else values
    answer = clerk.put(new_id(), form, filled, links=links)
    assert answer.ok, answer.text
    return answer.json()


def submitted(clerk: Client, form: str = CERTIFICATE, values: Any = None, links: Any = None) -> dict[str, Any]:
    """A document that was sent."""
    document = stored(clerk, form, values, links)
    answer = clerk.submit(document["id"], document["rev"])
    assert answer.ok, answer.text
    return answer.json()


def approved(
    clerk: Client, examiner: Client, form: str = CERTIFICATE, values: Any = None, links: Any = None
) -> dict[str, Any]:
    """A document that was approved."""
    document = submitted(clerk, form, values, links)
    assert examiner.exam(document["id"], "take_up").ok
    answer = examiner.exam(document["id"], "approve")
    assert answer.ok, answer.text
    return answer.json()


def accepted(clerk: Client, content: bytes = PNG, evidence: str = "") -> dict[str, Any]:
    """Evidence whose bytes arrived, as a document names it."""
    evidence = evidence or new_id()
    location = clerk.open_upload(evidence, content).headers["Location"]
    assert clerk.send_piece(location, 0, content).ok
    committed = clerk.commit(evidence, content).json()
    return {"id": evidence, "sha256": committed["sha256"], "name": "证据.png", "mime": "image/png"}


def force(place: Place, document_id: str, **fields: Any) -> dict[str, Any]:
    """Puts a document into any stage, past all rules; as the backend then tells it."""
    with place.shared.database.read() as connection:
        found = document_rows.found(connection, place.shared.rules, document_id)
        assert found is not None
    actor = Actor(account="test", name="", role="system", active=True, company=Company(id=found.company))
    with unit(place.shared, actor, found.company, "test") as opened:
        kept = opened.keep(dataclasses.replace(found.document, **fields), "test")
    return {"id": document_id, "rev": kept.rev, "stage": kept.stage}


def problem(answer: Any) -> str:
    """The name of the problem an answer tells."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    told = answer.json()
    assert told["status"] == answer.status_code
    return str(told["type"].removeprefix("urn:coo:problem:"))


def changed_by(event: str, issued: dict, clerk: Client, examiner: Client) -> None:
    """An approved certificate of the invoice LF-1 is voided, replaced or lost, each by whoever does that."""
    if event == "void":
        assert examiner.exam(issued["id"], "void", reason="wrong goods").ok
    elif event == "replace":
        same = certificate(invoices=invoices("LF-1"))
        approved(clerk, examiner, values=same, links={"amends": issued["id"], "reason": "moved"})
    elif event == "lose":
        assert clerk.ask("print", issued["id"]).ok
        assert clerk.ask("report_lost", issued["id"], reason="post").ok
        assert examiner.exam(issued["id"], "grant_lost").ok
