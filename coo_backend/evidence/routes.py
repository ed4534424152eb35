"""Uploads by tus 1.0 (creation, checksum, termination), and committed files as attachments."""

import base64
import binascii
import datetime as dt
import hashlib
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import Depends, Header, Request, Response
from fastapi.responses import FileResponse
from starlette.requests import ClientDisconnect

from coo_backend.console.frame import SAFE
from coo_backend.db.intents import Answer
from coo_backend.db.unit import Actor, unit
from coo_backend.evidence import examination, uploads
from coo_backend.evidence.examination import Examined
from coo_backend.files.download import Download, Label
from coo_backend.files.evidence_files import Files
from coo_backend.files.port import Content
from coo_backend.runtime.refusals import Refusal, invalid
from coo_backend.web.commands import CommandRouter, Step
from coo_backend.web.dependencies import Author, Here, Who
from coo_desktop.contract.documents import MOST, EvidenceAccepted
from coo_desktop.contract.requests import Commit
from coo_desktop.domain.language.file_name import display_name

router = CommandRouter("/v1")
TUS = {"Tus-Resumable": "1.0.0"}


def _writer(who: Author) -> Actor:
    if not who.active:
        raise Refusal("signatory-disabled")
    return who


def _tus(version: Annotated[str, Header(alias="Tus-Resumable")] = "") -> None:
    if version != TUS["Tus-Resumable"]:
        raise Refusal("precondition-required", reason="Tus-Resumable: 1.0.0")


Writer = Annotated[Actor, Depends(_writer)]


async def arrived(request: Request, here: Here) -> bytes:
    """What arrived of the body: all of it, or what came before the connection broke when nothing can prove it wrong."""
    limit = here.shared.settings.evidence_bytes
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > limit:
                raise Refusal("too-large", limit=limit)
    except ClientDisconnect:
        if request.headers.get("upload-checksum"):
            raise
    return bytes(body)


@router.post("/uploads", status_code=201, response_class=Response, dependencies=[Depends(_tus)])
def create(
    request: Request, here: Here, who: Writer,
    length: Annotated[int, Header(alias="Upload-Length", ge=0, le=MOST)],
    metadata: Annotated[str, Header(alias="Upload-Metadata")] = "",
) -> Response:  # fmt: skip
    """Opens an upload, or finds the one open for the same evidence and content."""
    request.state.route = "upload-create"
    with unit(here.shared, who, who.company.id, "upload-create") as opened:
        upload = uploads.create(opened, here.files, length, metadata)
    headers = TUS | {"Location": f"/v1/uploads/{upload.id}", "Upload-Offset": str(upload.received)}
    return Response(status_code=201, headers=headers)


@router.head("/uploads/{upload_id}", response_class=Response, dependencies=[Depends(_tus)])
def offset(here: Here, who: Author, upload_id: str) -> Response:
    """How much arrived safely."""
    with here.shared.database.read(who.sight) as connection:
        upload = uploads.find(connection, here.files, who.company.id, upload_id)
    headers = TUS | {"Upload-Offset": str(upload.received), "Upload-Length": str(upload.length)}
    return Response(headers=headers)


@router.patch("/uploads/{upload_id}", status_code=204, response_class=Response, dependencies=[Depends(_tus)])
def receive(
    request: Request, here: Here, who: Writer, upload_id: str, body: Annotated[bytes, Depends(arrived)],
    at: Annotated[int, Header(alias="Upload-Offset", ge=0, le=MOST)],
    checksum: Annotated[str, Header(alias="Upload-Checksum")] = "",
) -> Response:  # fmt: skip
    """Appends a piece."""
    request.state.route = "upload"
    if checksum and hashlib.sha256(body).digest() != _digest(checksum):
        raise Refusal("wrong-checksum")
    with unit(here.shared, who, who.company.id, "upload") as opened:
        upload = uploads.receive(opened, here.files, upload_id, at, body)
    return Response(status_code=204, headers=TUS | {"Upload-Offset": str(upload.received)})


@router.delete("/uploads/{upload_id}", status_code=204, response_class=Response, dependencies=[Depends(_tus)])
def abandon(here: Here, who: Writer, upload_id: str) -> Response:
    """Ends an upload."""
    with unit(here.shared, who, who.company.id, "upload-end") as opened:
        uploads.abandon(opened, here.files, upload_id)
    return Response(status_code=204, headers=TUS)


@router.command(
    "POST", "/evidence/{evidence_id}/commit", Commit, EvidenceAccepted, name="commit", beforehand=examination.examine
)
def commit(step: Step[Commit], evidence_id: str) -> Answer:
    """Names an uploaded file once its bytes are proved and found fit."""
    fit = step.found if isinstance(step.found, Examined) else None
    return Answer.of(uploads.commit(step.unit, step.files, evidence_id, step.body, fit))


@router.get("/evidence/{evidence_id}", response_class=FileResponse)
def read(here: Here, who: Who, evidence_id: str, company: str = "") -> Download:
    """The bytes of a committed file of one's own company, or of the `company` an examiner names; never to be shown
    inside a page."""
    with here.shared.database.read(who.sight) as connection:
        row = uploads.accepted(connection, who, company, evidence_id)
    return attachment(here.files, row)


def attachment(files: Files, row: "sa.Row[Any]", *, is_shown: bool = False) -> Download:
    """A committed file on its way to a person: to keep, or, a picture, to look at."""
    headers = SAFE | {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    since_s = int(dt.datetime.fromisoformat(row.created_at).timestamp())
    label = Label(display_name(row.name or row.id), row.mime, is_shown)
    return Download(files.whole, Content(row.company, row.sha256), since_s, label, headers)


def _digest(header: str) -> bytes:
    algorithm, _, value = header.partition(" ")
    if algorithm != "sha256":
        raise invalid(("wrong_shape", "Upload-Checksum"))
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise invalid(("wrong_shape", "Upload-Checksum")) from None
