"""The page on which an examiner publishes reference packs to the companies of the office, and withdraws them."""

import shutil
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from coo_backend.console.frame import page, turned
from coo_backend.console.visit import Examiner, Form, Visitor, refuse_foreign
from coo_backend.packs import publication
from coo_backend.runtime.refusals import Refusal, invalid
from coo_backend.web.dependencies import Here

PAGE = "/console/packs"
_FORM_BYTES = 64 << 10  # what a form with a file in it takes besides the file

router = APIRouter(prefix=PAGE, include_in_schema=False)


async def uploaded(request: Request, here: Here, guest: Examiner) -> Path | None:
    """The file of the form, not checked yet; None for a form without one. Who may not publish is not read from."""
    limit = here.shared.settings.pack_bytes
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise Refusal("malformed", reason="no Content-Length")
    if int(length) > limit + _FORM_BYTES:
        raise Refusal("too-large", limit=limit)
    async with request.form(max_files=1, max_fields=4, max_part_size=_FORM_BYTES) as fields:
        refuse_foreign(request, guest, str(fields.get("token", "")))
        file = fields.get("pack")
        if not isinstance(file, UploadFile) or not file.size:
            return None
        path = here.shelf.incoming()
        await run_in_threadpool(_copy, file, path)
    return path


@router.get("")
def show(request: Request, here: Here, guest: Examiner, done: str = "") -> Response:
    """What is and was on offer, and a form for one more."""
    return _shown(request, here, guest, done=done)


@router.post("")
def publish(
    request: Request, here: Here, guest: Examiner, upload: Annotated[Path | None, Depends(uploaded)]
) -> Response:
    """Checks and publishes one pack; one that is refused says why."""
    try:
        if upload is None:
            raise invalid(("pack_missing", "pack"))
        publication.publish(here.shared, here.shelf, guest.known, upload)
    except Refusal as refusal:
        if refusal.name != "validation":
            raise
        return _shown(request, here, guest, refusal=refusal)
    return turned(f"{PAGE}?done=publish_pack")


@router.post("/{pack_digest}/withdraw")
def withdraw(request: Request, here: Here, guest: Examiner, fields: Form, pack_digest: str) -> Response:
    """Offers a pack to nobody any more."""
    publication.withdraw(here.shared, guest.known, pack_digest)
    return turned(f"{PAGE}?done=withdraw_pack")


def _shown(request: Request, here: Here, guest: Visitor, *, done: str = "", refusal: Refusal | None = None) -> Response:
    with here.shared.database.read() as connection:
        known = publication.shelved(connection, guest.known.company.office, withdrawn=True)
    status = refusal.status if refusal else 200
    facts = {"done": done, "refusal": refusal, "shelf": here.shelf, "limit": here.shared.settings.pack_bytes >> 20}
    return page(request, guest, "packs.html", status, packs=known, **facts)


def _copy(file: UploadFile, path: Path) -> None:
    with path.open("xb") as out:
        shutil.copyfileobj(file.file, out)
