"""A dossier holds a certificate, its products and every file, each once, under names that every system takes."""

import io
import json
import zipfile

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.office.correspondence import CaseState, VerificationCase
from coo_desktop.domain.operations.dossier import CaseAnswer, Sources, dossier, evidence_of

CASE = VerificationCase("k", "c", "C26/1", "?", "", "2030-01-01", CaseState.OPEN, "", "", "", "", "", "", "")
FILE = {"id": "e", "sha256": "cd" * 32, "name": "工厂<1>.pdf", "mime": "application/pdf"}
LOST = {"id": "f", "sha256": "ef" * 32, "name": "..", "mime": "image/png"}


def made(answered=None):
    product = Document(id="p", form="pre_review", family="pre_review", values={"evidence": [FILE, LOST]})
    rows = [{"id": "1", "product": "p"}, {"id": "2", "product": "p"}, {"id": "3", "product": "gone"}]
    certificate = Document(
        id="c", form="rcep_2022", family="certificate", values={"goods": rows}, facts={"number": "C26/1"}
    )

    def read(sha256: str) -> bytes:
        if sha256 == LOST["sha256"]:
            raise NotFound(id=sha256)
        return b"bytes"

    sources = Sources({"p": product}.get, lambda document: document.id.encode(), read)
    return dossier(certificate, sources, answered)


ANSWER = CaseAnswer(CASE, "yes", [FILE])


def opened(answered=ANSWER):
    return zipfile.ZipFile(io.BytesIO(made(answered).content))


def test_every_part_is_there_once():
    assert opened().namelist() == [
        "certificate C26-1.pdf",
        "product-1.pdf",
        "product-1/cdcdcdcd 工厂_1_.pdf",
        "answer/cdcdcdcd 工厂_1_.pdf",
        "contents.json",
    ]


def test_what_is_missing_is_named_and_keeps_nothing_back():
    told = json.loads(opened().read("contents.json"))
    missing = [each for each in told["contents"] if "missing" in each]
    assert [(each["what"], each["missing"]) for each in missing] == [("evidence", "not_found")]
    assert told["answer"] == "yes"


def test_without_a_case_the_same_stands_in_it_but_the_answer():
    parts = opened(None)
    assert parts.namelist() == [name for name in opened().namelist() if not name.startswith("answer/")]
    told = json.loads(parts.read("contents.json"))
    assert (told["number"], "answer" in told) == ("C26/1", False)
    assert made().missing == 1


def test_evidence_is_found_wherever_it_stands():
    assert list(evidence_of({"marks": FILE, "rows": [{"files": [LOST]}]})) == [FILE, LOST]
