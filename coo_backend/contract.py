"""The contract as an OpenAPI document: `python -m coo_backend.contract FILE` writes it, a test compares it.

The endpoints hand stored JSON on and have no response models; what it looks like is declared here once, for readers.
"""

import json
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from coo_backend import bodies, told, told_company
from coo_backend.app import api
from coo_backend.faults import Faults
from coo_backend.refusals import STATUS
from coo_desktop.domain.documents.lifecycle import PRINT_STATES, STAGES

_REF = "#/components/schemas/{model}"

Spoken = tuple[type[BaseModel] | None, type[BaseModel] | None]

#: (method, path) -> (request body, answer).
SPOKEN: dict[tuple[str, str], Spoken] = {
    ("get", "/v1/meta"): (None, told.Meta),
    ("post", "/v1/auth/login"): (bodies.Login, told.SignedIn),
    ("post", "/v1/auth/refresh"): (bodies.Refresh, told.Tokens),
    ("post", "/v1/auth/logout"): (bodies.Refresh, None),
    ("get", "/v1/company"): (None, told.WhoAmI),
    ("get", "/v1/changes"): (None, told.Changes),
    ("get", "/v1/snapshot"): (None, told.Snapshot),
    ("get", "/v1/checksum"): (None, told.Checksum),
    ("get", "/v1/docs/{document_id}"): (None, told.Document),
    ("put", "/v1/docs/{document_id}"): (bodies.Put, told.Document),
    ("delete", "/v1/docs/{document_id}"): (None, told.Tombstone),
    ("post", "/v1/docs/{document_id}/submit"): (bodies.Nothing, told.Document),
    ("post", "/v1/requests"): (bodies.Ask, told.Document),
    ("post", "/v1/evidence/{evidence_id}/commit"): (bodies.Commit, told.EvidenceAccepted),
    ("post", "/v1/batch"): (bodies.Batch, told.BatchAnswer),
    ("get", "/v1/intents/{key}"): (None, told.Intent),
    ("get", "/v1/notices"): (None, told.Notices),
    ("post", "/v1/notices/read"): (bodies.Read, told.ReadNotices),
    ("post", "/v1/auth/forgotten"): (bodies.Forgotten, told_company.CodeSent),
    ("post", "/v1/auth/reset"): (bodies.Reset, None),
    ("post", "/v1/auth/confirm"): (bodies.Confirm, told_company.Confirmation),
    ("get", "/v1/signatories"): (None, told_company.Signatories),
    ("post", "/v1/signatories/{account}/{event}"): (bodies.Confirmed, told_company.Signatory),
    ("get", "/v1/offices"): (None, told_company.Offices),
    ("get", "/v1/moves"): (None, told_company.Moves),
    ("post", "/v1/moves"): (bodies.Move, told_company.OfficeMove),
    ("post", "/v1/moves/{move_id}/take_back"): (bodies.Nothing, told_company.OfficeMove),
    ("get", "/v1/verifications"): (None, told_company.Cases),
    ("post", "/v1/verifications/{case_id}/answer"): (bodies.Answered, told_company.Case),
    ("get", "/v1/questionnaires"): (None, told_company.Surveys),
    ("post", "/v1/questionnaires/{questionnaire_id}/answer"): (bodies.Answers, told_company.Filled),
    ("post", "/v1/cancellation"): (bodies.Confirmed, told_company.Cancelled),
    ("post", "/v1/wipe-receipts"): (bodies.Receipt, None),
    ("get", "/v1/packs"): (None, told.Packs),
    ("get", "/v1/check"): (None, told.Verdict),
    ("get", "/v1/check/certificate"): (None, told.WholeVerdict),
    ("get", "/v1/exam/queue"): (None, told.Queue),
    ("post", "/v1/exam/{document_id}/{event}"): (bodies.Exam, told.Document),
}
_OPEN_AUTH = ("login", "refresh", "logout", "forgotten", "reset")
OPEN = ("/v1/meta", "/v1/check", "/v1/wipe-receipts", *(f"/v1/auth/{name}" for name in _OPEN_AUTH))


def document() -> dict[str, Any]:
    """The whole contract."""
    told = api(Faults()).openapi()
    told["components"] = {
        "schemas": _schemas(),
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            _speak(operation, SPOKEN.get((method, path), (None, None)))
            operation["security"] = [] if path in OPEN else [{"token": []}]
    return told


def text() -> str:
    """The contract as its file holds it."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _schemas() -> dict[str, Any]:
    asked = {request for request, _ in SPOKEN.values() if request is not None}
    answers = {answer for _, answer in SPOKEN.values() if answer is not None} | {told.Problem}
    modes: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = []
    modes += [(model, "validation") for model in sorted(asked, key=lambda model: model.__name__)]
    modes += [(model, "serialization") for model in sorted(answers, key=lambda model: model.__name__)]
    _, found = models_json_schema(modes, by_alias=True, ref_template=_REF)
    schemas: dict[str, Any] = found["$defs"]
    schemas["Document"]["properties"]["stage"]["enum"] = sorted({stage for row in STAGES.values() for stage in row})
    schemas["Document"]["properties"]["printState"]["enum"] = list(PRINT_STATES)
    schemas["Problem"]["properties"]["type"]["examples"] = [f"urn:coo:problem:{name}" for name in STATUS]
    return schemas


def _speak(operation: dict[str, Any], spoken: Spoken) -> None:
    request, answer = spoken
    responses = operation["responses"]
    responses.pop("422", None)
    responses["default"] = _content("A problem", "application/problem+json", told.Problem)
    if request is not None:
        operation["requestBody"] = {"required": True, **_content("", "application/json", request)}
        operation["requestBody"].pop("description")
    if answer is not None:
        responses["200"] = _content("Done", "application/json", answer)


def _content(description: str, media_type: str, model: type[BaseModel]) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=model.__name__)}
    return {"description": description, "content": {media_type: {"schema": schema}}}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8", newline="\n")
