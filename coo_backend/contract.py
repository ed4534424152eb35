"""The contract as an OpenAPI document: `python -m coo_backend.contract FILE` writes it, a test compares it.

The endpoints hand stored JSON on and have no response models; what it looks like is declared here once, for readers.
"""

import json
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic.json_schema import models_json_schema

from coo_backend.app import api
from coo_backend.bodies import Ask, Batch, Commit, Exam, Login, Nothing, Put, Read, Refresh
from coo_backend.faults import Faults
from coo_backend.refusals import STATUS
from coo_desktop.domain.lifecycle import PRINT_STATES, STAGES

_REF = "#/components/schemas/{model}"


class Told(BaseModel):
    """An answer; names travel in camel case."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")


class Meta(Told):
    api: list[int]
    min_client: str
    epoch: str
    limits: dict[str, int]
    server_time: str


class Company(Told):
    id: str
    name_zh: str
    name_en: str
    address_en: str
    address_zh: str
    kind: str
    registration_no: str
    credit_code: str
    office: str
    city_en: str
    phone: str


class Person(Told):
    account: str
    name: str
    role: Literal["clerk", "admin", "examiner", "customs"]
    active: bool


class WhoAmI(Told):
    company: Company
    person: Person


class Tokens(Told):
    access_token: str
    expires_in_s: int
    refresh_token: str


class SignedIn(Tokens):
    person: Person
    company: Company


class Document(Told):
    """A living document; `values` are spelled as its form type declares."""

    id: str
    form: str
    family: Literal["pre_review", "certificate", "record"]
    rev: str
    stage: str
    print_state: str
    values: dict[str, Any]
    links: dict[str, str]
    facts: dict[str, Any]
    author: str
    office: str
    created_at: str
    updated_at: str


class Tombstone(Told):
    id: str
    deleted: Literal[True]
    rev: str
    by: str
    at: str


class Changes(Told):
    items: list[Document | Tombstone]
    cursor: str
    more: bool
    epoch: str


class Snapshot(Told):
    items: list[Document]
    page: str | None
    cursor: str
    epoch: str


class Checksum(Told):
    count: int
    digest: str


class Intent(Told):
    """What a key achieved, and the answer it was given."""

    status: int
    etag: str
    body: dict[str, Any]


class BatchItem(Told):
    key: str
    status: int
    etag: str = ""
    body: dict[str, Any]


class BatchAnswer(Told):
    items: list[BatchItem]


class Notice(Told):
    """`kind` is office for a word to everybody, else what became of `document`."""

    id: str
    at: str
    kind: Literal["office", "returned", "voided", "reprint_granted", "reprint_refused", "lost_granted", "lost_refused"]
    document: str
    text: str
    by: str
    read_at: str


class Notices(Told):
    """A page of notices; `unread` are the ids of all that this person has not read, on whatever page."""

    items: list[Notice]
    unread: list[str]
    cursor: str
    more: bool


class ReadNotices(Told):
    read: list[str]


class Pack(Told):
    """A reference pack on offer; `signature` is Ed25519 over format, name and digest, base64."""

    name: str
    kind: str
    edition: str
    as_of: str
    rows: str
    size_bytes: int
    sha256: str
    digest: str
    signature: str
    quality: Literal["official", "republished", "third_party", "user"]
    source: str
    licence: str
    published_at: str
    published_by: str
    withdrawn_at: Literal[""]


class Packs(Told):
    """`key` is the public key that signed them, raw Ed25519 in base64; "" when this backend publishes none."""

    key: str
    items: list[Pack]


class Verdict(Told):
    """Whether a paper is authentic; the rest is empty when it is not."""

    authentic: bool
    status: Literal["", "valid", "copy", "replaced", "voided"]
    issued_on: str
    destination: str


class Queue(Told):
    items: list[Document]


class EvidenceAccepted(Told):
    id: str
    sha256: str
    size_bytes: int
    state: Literal["accepted"]


class Finding(Told):
    severity: Literal["block", "warn", "info"]
    code: str
    field: str
    box: str
    row: str
    part: str = ""
    message_zh: str
    message_en: str


class Problem(Told):
    """RFC 9457; other members are facts of the problem."""

    type: str
    title: str
    status: int
    problems: list[Finding] = []
    missing: list[str] = []
    rev: str = ""
    retry_after_s: int = 0


Spoken = tuple[type[BaseModel] | None, type[BaseModel] | None]

#: (method, path) -> (request body, answer).
SPOKEN: dict[tuple[str, str], Spoken] = {
    ("get", "/v1/meta"): (None, Meta),
    ("post", "/v1/auth/login"): (Login, SignedIn),
    ("post", "/v1/auth/refresh"): (Refresh, Tokens),
    ("post", "/v1/auth/logout"): (Refresh, None),
    ("get", "/v1/company"): (None, WhoAmI),
    ("get", "/v1/changes"): (None, Changes),
    ("get", "/v1/snapshot"): (None, Snapshot),
    ("get", "/v1/checksum"): (None, Checksum),
    ("get", "/v1/docs/{document_id}"): (None, Document),
    ("put", "/v1/docs/{document_id}"): (Put, Document),
    ("delete", "/v1/docs/{document_id}"): (None, Tombstone),
    ("post", "/v1/docs/{document_id}/submit"): (Nothing, Document),
    ("post", "/v1/requests"): (Ask, Document),
    ("post", "/v1/evidence/{evidence_id}/commit"): (Commit, EvidenceAccepted),
    ("post", "/v1/batch"): (Batch, BatchAnswer),
    ("get", "/v1/intents/{key}"): (None, Intent),
    ("get", "/v1/notices"): (None, Notices),
    ("post", "/v1/notices/read"): (Read, ReadNotices),
    ("get", "/v1/packs"): (None, Packs),
    ("get", "/v1/check"): (None, Verdict),
    ("get", "/v1/exam/queue"): (None, Queue),
    ("post", "/v1/exam/{document_id}/{event}"): (Exam, Document),
}
OPEN = ("/v1/meta", "/v1/check", "/v1/auth/login", "/v1/auth/refresh", "/v1/auth/logout")


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
    answers = {answer for _, answer in SPOKEN.values() if answer is not None} | {Problem}
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
    responses["default"] = _content("A problem", "application/problem+json", Problem)
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
