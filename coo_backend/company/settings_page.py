"""What an office wants of its companies, set on a page of the console; it holds for the office's companies at once."""

from fastapi import APIRouter, Request, Response

from coo_backend.company import stamps
from coo_backend.console.frame import page, turned
from coo_backend.console.visit import Examiner, Form, Visitor
from coo_backend.db.unit import unit
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import Here
from coo_desktop.domain.office.stamps import ElectronicSeals

router = APIRouter(prefix="/console", include_in_schema=False)


@router.get("/settings")
def show(request: Request, here: Here, guest: Examiner, done: str = "") -> Response:
    """The settings as they are."""
    return _shown(request, here, guest, done=done)


@router.post("/settings")
def keep(request: Request, here: Here, guest: Examiner, fields: Form) -> Response:
    """Keeps what was chosen."""
    chosen = fields.get("electronic_seals", "")
    if chosen not in set(ElectronicSeals):
        return _shown(request, here, guest, refusal=Refusal("validation"))
    office = guest.known.company
    with unit(here.shared, guest.known, office.id, "settings") as opened:
        stamps.set_wanted(opened.connection, office.office, ElectronicSeals(chosen))
        opened.record(f"electronic-seals-{chosen}", office.office)
    return turned("/console/settings?done=settings")


def _shown(request: Request, here: Here, guest: Visitor, *, done: str = "", refusal: Refusal | None = None) -> Response:
    with here.shared.database.read() as connection:
        wanted = stamps.wanted(connection, guest.known.company.office)
    facts = {"done": done, "refusal": refusal, "wanted": wanted.value}
    return page(request, guest, "settings.html", refusal.status if refusal else 200, **facts)
