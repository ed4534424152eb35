"""What the issuing side tells a company."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from coo_backend.commands import Command, perform
from coo_backend.notices import inbox
from coo_backend.web.dependencies import Author, Here, Json, Who, answered

router = APIRouter(prefix="/v1")


@router.get("/notices")
def pull(
    request: Request, here: Here, who: Author, cursor: str = "", limit: Annotated[int, Query(ge=1)] = 200
) -> Response:
    """The notices after the cursor, and which of all are unread."""
    request.state.route = "notices"
    most = min(limit, here.shared.settings.page_items)
    with here.shared.database.read() as connection:
        return Response(inbox.pull(connection, who, cursor, most), media_type="application/json")


@router.post("/notices/read")
def read(
    request: Request, here: Here, who: Who, body: Json,
    key: Annotated[str, Header(alias="Idempotency-Key")] = "",
) -> Response:  # fmt: skip
    """Marks notices as read by this person."""
    request.state.route = "notices-read"
    command = Command(key=key, method="POST", path=request.url.path, body=body)
    return answered(perform(here.shared, here.files, who, command))
