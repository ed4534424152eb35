"""What the issuing side tells a company."""

from typing import Annotated

from fastapi import Query, Request

from coo_backend.db.intents import Answer
from coo_backend.notices import inbox
from coo_backend.web.commands import CommandRouter, Step
from coo_backend.web.dependencies import Author, Here
from coo_desktop.contract import requests
from coo_desktop.contract.correspondence import Notices, ReadNotices
from coo_desktop.contract.documents import MOST

router = CommandRouter("/v1")


@router.get("/notices")
def pull(
    request: Request, here: Here, who: Author, cursor: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 200
) -> Notices:
    """The notices after the cursor, and which of all are unread."""
    request.state.route = "notices"
    most = min(limit, here.shared.settings.page_items)
    with here.shared.database.read(who.sight) as connection:
        return inbox.pull(connection, who, cursor, most)


@router.command("POST", "/notices/read", requests.Read, ReadNotices, name="notices-read")
def read(step: Step[requests.Read]) -> Answer:
    """Marks notices as read by this person."""
    return Answer.of(inbox.read(step.unit, step.body.ids))
