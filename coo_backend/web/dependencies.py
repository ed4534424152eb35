"""What endpoints need of a request: what the process shares, its bounded body, and who sent it."""

import zlib
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from pydantic import ValidationError

from coo_backend.db.document_rows import BACKEND_ONLY
from coo_backend.db.intents import Answer
from coo_backend.db.shelf import Shelf
from coo_backend.db.unit import Actor, Shared
from coo_backend.files.evidence_files import Files
from coo_backend.runtime.refusals import Refusal, invalid
from coo_backend.runtime.settings import Settings
from coo_backend.runtime.strict_json import check_bounds, parse_json, read_json
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Desk, Sessions
from coo_desktop.contract.documents import MOST_BYTES
from coo_desktop.contract.requests import RequestBody

AnyBody = TypeVar("AnyBody", bound=RequestBody)


@dataclass(frozen=True, slots=True)
class Place:
    """Everything the endpoints share; one per app."""

    shared: Shared
    files: Files
    passwords: Passwords
    sessions: Sessions
    shelf: Shelf


def place(request: Request) -> Place:
    """The app's own place."""
    found: Place = request.app.state.place
    return found


def desk(request: Request) -> Desk:
    """Where the request comes from."""
    return Desk(ip=request.client.host if request.client else "", request_id=request.state.request_id)


def actor(request: Request, here: "Here", at: "At") -> Actor:
    """Who asks, by the access token; the tenant comes from here and from nowhere else."""
    _new_enough(request.headers.get("client-version", ""), here.shared.settings)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refusal("sign-in-needed")
    with here.shared.database.read() as connection:
        found = here.sessions.actor(connection, token, at)
    request.state.actor = found
    here.shared.limits.requests.take(found.account)
    return found


async def content(request: Request, here: "Here") -> bytes:
    """The body, unpacked, at most as long as the settings allow; what is longer is not read to its end."""
    limit = here.shared.settings.body_bytes
    packed = request.headers.get("content-encoding", "identity").lower()
    if packed not in ("identity", "gzip"):
        raise Refusal("malformed", reason="unknown content encoding")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise Refusal("too-large", limit=limit)
    return _unpacked(bytes(body), limit) if packed == "gzip" else bytes(body)


def json_body(body: Annotated[bytes, Depends(content)], here: "Here") -> Any:
    """The body as a JSON value; None when it is empty."""
    return read_json(body, here.shared.settings) if body else None


def parts_of_json(body: Annotated[bytes, Depends(content)], here: "Here") -> Any:
    """The body of a batch as a JSON value: what its items hold is bounded item by item, when each is carried out."""
    value = parse_json(body) if body else None
    check_bounds(_without_bodies(value), here.shared.settings)
    return value


Here = Annotated[Place, Depends(place)]
At = Annotated[Desk, Depends(desk)]
Who = Annotated[Actor, Depends(actor)]
Json = Annotated[Any, Depends(json_body)]
Parts = Annotated[Any, Depends(parts_of_json)]


def author(who: Who) -> Actor:
    """A person of a company that makes documents; examiners and customs are refused."""
    if who.role not in ("clerk", "admin"):
        raise Refusal("forbidden")
    return who


def examiner(who: Who) -> Actor:
    """A person of an issuing body."""
    if who.role != "examiner":
        raise Refusal("forbidden")
    if not who.active:
        raise Refusal("signatory-disabled")
    return who


Author = Annotated[Actor, Depends(author)]
Examiner = Annotated[Actor, Depends(examiner)]


def shaped(shape: type[AnyBody], value: Any) -> AnyBody:
    """The value in its shape; refuses with one problem for each member that does not fit."""
    try:
        return shape.model_validate({} if value is None else value)
    except ValidationError as error:
        found = []
        for fault in error.errors(include_url=False):
            field = "/".join(map(str, fault["loc"]))
            foreign = fault["type"] == "extra_forbidden" and field in BACKEND_ONLY
            found.append(("backend_only" if foreign else "wrong_shape", field))
        raise invalid(*found) from None


def accepts(shape: type[RequestBody]) -> dict[str, Any]:
    """What the contract says of an endpoint's body, which `json_body` reads and `shaped` checks."""
    schema = {"$ref": f"#/components/schemas/{shape.__name__}"}
    told = f"At most {MOST_BYTES} bytes once unpacked; more is too-large."
    return {"requestBody": {"description": told, "required": True, "content": {"application/json": {"schema": schema}}}}


def stored_json(text: str) -> Response:
    """JSON on its way that was stored or joined as text, and is not read again."""
    return Response(text, media_type="application/json")


def answered(answer: Answer) -> Response:
    """An answer on its way; its body is sent as stored."""
    headers = {"ETag": answer.etag} if answer.etag else {}
    return Response(answer.body, answer.status, headers, "application/json")


def _without_bodies(value: Any) -> Any:
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list):
        return value
    bare = [{**item, "body": None} if isinstance(item, dict) else item for item in items]
    return {**value, "items": bare}


def _unpacked(body: bytes, limit: int) -> bytes:
    packed = zlib.decompressobj(wbits=31)
    try:
        plain = packed.decompress(body, limit + 1)
    except zlib.error:
        raise Refusal("malformed", reason="not gzip") from None
    if len(plain) > limit:
        raise Refusal("too-large", limit=limit)
    if not packed.eof:
        raise Refusal("malformed", reason="gzip ends early")
    return plain


def _new_enough(version: str, settings: Settings) -> None:
    if version and _numbers(version) < _numbers(settings.min_client):
        raise Refusal("upgrade-required", minimum=settings.min_client)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3] if part.isascii() and part.isdigit())
