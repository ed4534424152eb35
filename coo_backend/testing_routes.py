"""Endpoints that tests steer the process with; they exist only in a process started with `--faults`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from coo_backend.accounts.registry import set_active
from coo_backend.runtime.faults import Fault
from coo_backend.web.dependencies import Here, Json, shaped
from coo_desktop.contract.documents import Text
from coo_desktop.contract.requests import RequestBody

router = APIRouter(prefix="/test", include_in_schema=False)


class FaultOrder(RequestBody):
    """Where to break, how often, and how."""

    point: Literal["before_commit", "after_commit"]
    route: Text
    action: Literal["500", "drop_connection", "exit"]
    times: Annotated[int, Field(ge=1)] = 1


class ClockOrder(RequestBody):
    """How far the server's clock is ahead."""

    offset_s: int


class AccountOrder(RequestBody):
    """Who is enabled or disabled."""

    account: Text
    active: bool


@router.post("/faults", status_code=204)
def faults(here: Here, body: Json) -> Response:
    """Orders a fault."""
    order = shaped(FaultOrder, body)
    here.shared.faults.order(Fault(order.point, order.route, order.action, order.times))
    return Response(status_code=204)


@router.delete("/faults", status_code=204)
def forget(here: Here) -> Response:
    """Takes every order back."""
    here.shared.faults.forget()
    return Response(status_code=204)


@router.post("/clock", status_code=204)
def clock(here: Here, body: Json) -> Response:
    """Moves the server's clock."""
    here.shared.clock.offset_s = shaped(ClockOrder, body).offset_s
    return Response(status_code=204)


@router.post("/epoch", status_code=204)
def epoch(here: Here) -> Response:
    """Starts the next epoch, as after a restore."""
    here.shared.database.new_epoch(here.shared.clock.seconds() * 1000)
    return Response(status_code=204)


@router.post("/accounts", status_code=204)
def accounts(here: Here, body: Json) -> Response:
    """Disables or enables a signatory."""
    order = shaped(AccountOrder, body)
    with here.shared.database.write("") as connection:
        set_active(connection, order.account, order.active)
    return Response(status_code=204)
