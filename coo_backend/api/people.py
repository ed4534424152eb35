"""A company's signatories, forgotten passwords, and the end of an account."""

import os
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from starlette.background import BackgroundTask

from coo_backend.accounts import cancellation, password_reset
from coo_backend.accounts import signatories as people
from coo_backend.accounts.confirmations import VALID_S, confirm
from coo_backend.accounts.messengers import deliver, open_messenger
from coo_backend.accounts.password_reset import Begun
from coo_backend.bodies import Confirm, Forgotten, Receipt, Reset, shaped
from coo_backend.commands import Command, perform
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.strict_json import write_json
from coo_backend.web.dependencies import At, Author, Here, Json, Who, answered
from coo_backend.web.sessions import Desk

router = APIRouter(prefix="/v1")
Key = Annotated[str, Header(alias="Idempotency-Key")]


@router.post("/auth/forgotten")
def forgotten(request: Request, here: Here, at: At, body: Json) -> Response:
    """Sends a code to the filed phone; the same answer for whoever is asked about."""
    request.state.route = "forgotten"
    given = shaped(Forgotten, body)
    begun = password_reset.begin(here.shared, given.account, Desk(at.ip, at.request_id, given.device))
    told = {"request": begun.request, "expiresInS": password_reset.VALID_S, "againInS": here.shared.settings.code_gap_s}
    return Response(write_json(told), media_type="application/json", background=_message(here, begun))


@router.post("/auth/reset", status_code=204)
def reset(request: Request, here: Here, at: At, body: Json) -> Response:
    """Sets a new password with the code; every session of the account ends."""
    request.state.route = "reset"
    given = shaped(Reset, body)
    done = password_reset.finish(here.shared, here.passwords, given.request, given.code, given.password, at)
    return Response(status_code=204, background=_message(here, done))


@router.post("/auth/confirm")
def confirmed(request: Request, here: Here, who: Author, body: Json) -> dict[str, Any]:
    """A proof of the password for one act that cannot be taken back."""
    request.state.route = "confirm"
    given = shaped(Confirm, body)
    proof = confirm(here.shared, here.passwords, who, given.password, given.purpose)
    return {"confirmation": proof, "expiresInS": VALID_S}


@router.get("/signatories")
def signatories(request: Request, here: Here, who: Who) -> Response:
    """The company's signatories, for its administrator."""
    request.state.route = "signatories"
    if who.role != people.ADMIN:
        raise Refusal("forbidden")
    with here.shared.database.read() as connection:
        return Response(people.listed(connection, who), media_type="application/json")


@router.post("/signatories/{account}/{event}")
def arrange(request: Request, here: Here, who: Who, account: str, event: str, body: Json, key: Key = "") -> Response:
    """Disables, enables, deletes a signatory, or hands the administrator's role over."""
    request.state.route = "hand-over" if event == "hand_over" else "signatory"
    command = Command(key=key, method="POST", path=request.url.path, body=body)
    return answered(perform(here.shared, here.files, who, command))


@router.post("/cancellation")
def cancel(request: Request, here: Here, who: Who, body: Json, key: Key = "") -> Response:
    """Ends the asking person's account and orders its devices to be wiped."""
    request.state.route = "cancel"
    command = Command(key=key, method="POST", path=request.url.path, body=body)
    return answered(perform(here.shared, here.files, who, command))


@router.post("/wipe-receipts", status_code=204)
def receive(request: Request, here: Here, body: Json) -> Response:
    """A device tells that it was wiped; the order's nonce is all it still knows."""
    request.state.route = "wipe-receipt"
    given = shaped(Receipt, body)
    with here.shared.database.write("") as connection:
        cancellation.receive(connection, given.nonce, here.shared.clock.stamp())
    return Response(status_code=204)


def _message(here: Here, begun: Begun) -> BackgroundTask | None:
    """What leaves after the answer did: how long it takes tells nobody whether there was anything to send."""
    if not begun.phone:
        return None
    return BackgroundTask(deliver, open_messenger(here.shared.settings.data, os.environ), begun.phone, begun.text)
