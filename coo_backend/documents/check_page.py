"""The check of a certificate (查验), open to everybody; the customs see the whole certificate from here."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from coo_backend.console.frame import page
from coo_backend.console.visit import Guest
from coo_backend.db.unit import Actor
from coo_backend.documents.certificate_check import Asked, Verdict, check, remember
from coo_backend.runtime.limits import network
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import At, Here, Place

router = APIRouter(include_in_schema=False)


@router.get("/check")
def certificate(
    request: Request, here: Here, at: At, guest: Guest,
    number: str = "", print_number: Annotated[str, Query(alias="printNumber")] = "", invoice: str = "",
) -> Response:  # fmt: skip
    """The form, and the answer once it was filled in; who is signed in is not counted by address."""
    asked, verdict, refusal = Asked(number, print_number, invoice), None, None
    if number or print_number:
        try:
            verdict = _checked(here, at.ip, guest.actor, asked)
        except Refusal as found:
            refusal = found
    official = guest.actor is not None and guest.actor.role == "customs" and guest.actor.active
    whole = verdict.paper if verdict and official else None
    status = refusal.status if refusal else 200
    shown = page(request, guest, "check.html", status, asked=asked, verdict=verdict, whole=whole, refusal=refusal)
    shown.headers.update(refusal.headers if refusal else {})
    return shown


def _checked(here: Place, ip: str, actor: Actor | None, asked: Asked) -> Verdict:
    if actor is None:
        here.shared.limits.checks.take(network(ip))
    with here.shared.database.read() as connection:
        verdict = check(connection, here.shared.rules, asked)
    if actor is not None and actor.role == "customs":
        remember(here.shared, actor, asked, verdict)
    return verdict
