"""A company's signatories, forgotten passwords, and the end of an account."""

import os
from dataclasses import replace

from fastapi import BackgroundTasks, Request, Response

from coo_backend.accounts import cancellation, password_change, password_reset, signatories
from coo_backend.accounts.confirmations import VALID_S, confirm
from coo_backend.accounts.messengers import deliver, open_messenger
from coo_backend.accounts.password_reset import Begun
from coo_backend.db.intents import Answer
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.commands import ADMINS, CommandRouter, Step
from coo_backend.web.dependencies import At, Author, Here, Json, Place, Who, accepts, shaped
from coo_desktop.contract.accounts import Cancelled, CodeSent, Confirmation, PasswordChanged, Signatories, Signatory
from coo_desktop.contract.requests import ChangePassword, Confirm, Confirmed, Forgotten, Nothing, Receipt, Reset

router = CommandRouter("/v1")


@router.post("/auth/forgotten", openapi_extra=accepts(Forgotten))
def forgotten(request: Request, here: Here, at: At, body: Json, tasks: BackgroundTasks) -> CodeSent:
    """Sends a code to the filed phone; the same answer for whoever is asked about."""
    request.state.route = "forgotten"
    given = shaped(Forgotten, body)
    from_device = replace(at, device=given.device, device_token=given.device_token)
    begun = password_reset.begin(here.shared, given.account, from_device)
    _send_later(here, tasks, begun)
    gap_s = here.shared.settings.code_gap_s
    return CodeSent(request=begun.request, expires_in_s=password_reset.VALID_S, again_in_s=gap_s)


@router.post("/auth/reset", status_code=204, openapi_extra=accepts(Reset))
def reset(request: Request, here: Here, at: At, body: Json, tasks: BackgroundTasks) -> None:
    """Sets a new password with the code; every session of the account ends."""
    request.state.route = "reset"
    given = shaped(Reset, body)
    done = password_reset.finish(here.shared, here.passwords, given.request, given.code, given.password, at)
    _send_later(here, tasks, done)


@router.post("/auth/password", openapi_extra=accepts(ChangePassword))
def change_password(request: Request, here: Here, who: Author, body: Json, tasks: BackgroundTasks) -> PasswordChanged:
    """Sets a new password in place of the old one; sessions on other devices end."""
    request.state.route = "password"
    given = shaped(ChangePassword, body)
    ended, phone = password_change.change(here.shared, here.passwords, who, given.password, given.new_password)
    _send_later(here, tasks, Begun("", phone, password_change.TOLD))
    return PasswordChanged(ended=ended)


@router.post("/auth/confirm", openapi_extra=accepts(Confirm))
def confirmed(request: Request, here: Here, who: Author, body: Json) -> Confirmation:
    """A proof of the password for one act that cannot be taken back."""
    request.state.route = "confirm"
    given = shaped(Confirm, body)
    proof = confirm(here.shared, here.passwords, who, given.password, given.purpose)
    return Confirmation(confirmation=proof, expires_in_s=VALID_S)


@router.get("/signatories")
def listed(request: Request, here: Here, who: Who) -> Signatories:
    """The company's signatories, for its administrator."""
    request.state.route = "signatories"
    if who.role != signatories.ADMIN:
        raise Refusal("forbidden")
    with here.shared.database.read() as connection:
        return signatories.listed(connection, who)


@router.command("POST", "/signatories/{account}/hand_over", Confirmed, Signatory, name="hand-over", roles=ADMINS)
def hand_over(step: Step[Confirmed], account: str) -> Answer:
    """The administrator's role goes to another signatory; needs the password again."""
    return Answer.of(signatories.hand_over(step.unit, account, step.body.confirmation))


@router.command("POST", "/signatories/{account}/{event}", Nothing, Signatory, name="signatory", roles=ADMINS)
def arrange(step: Step[Nothing], account: str, event: str) -> Answer:
    """Disables, enables or deletes a signatory."""
    events = {"disable": signatories.disable, "enable": signatories.enable, "delete": signatories.delete}
    if event not in events:
        raise Refusal("not-found")
    return Answer.of(events[event](step.unit, account))


@router.command("POST", "/cancellation", Confirmed, Cancelled, name="cancel", is_remembered=False)
def cancel(step: Step[Confirmed]) -> Answer:
    """Ends the asking person's account and orders its devices to be wiped."""
    return Answer.of(cancellation.cancel(step.unit, step.body.confirmation))


@router.post("/wipe-receipts", status_code=204, openapi_extra=accepts(Receipt))
def receive(request: Request, here: Here, body: Json) -> Response:
    """A device tells that it was wiped; the order's nonce is all it still knows."""
    request.state.route = "wipe-receipt"
    given = shaped(Receipt, body)
    with here.shared.database.write("") as connection:
        cancellation.receive(connection, given.nonce, here.shared.clock.stamp())
    return Response(status_code=204)


def _send_later(here: Place, tasks: BackgroundTasks, begun: Begun) -> None:
    """What leaves after the answer did: how long it takes tells nobody whether there was anything to send."""
    if begun.phone:
        tasks.add_task(deliver, open_messenger(here.shared.settings.data, os.environ), begun.phone, begun.text)
