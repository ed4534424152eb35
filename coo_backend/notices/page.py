"""The page on which the office writes to its companies."""

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from coo_backend.console.frame import page, turned
from coo_backend.console.visit import Examiner, Form, Visitor
from coo_backend.db.tables import companies
from coo_backend.db.tables import notices as sent
from coo_backend.db.unit import unit
from coo_backend.notices import inbox
from coo_backend.notices.inbox import Notice
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import Here
from coo_desktop.domain.clock import is_id, new_id
from coo_desktop.domain.office.notices import NoticeKind

LONGEST = 2000
_SHOWN = 100

router = APIRouter(prefix="/console", include_in_schema=False)


@router.get("/notices")
def show(request: Request, here: Here, guest: Examiner, done: str = "") -> Response:
    """What was written so far, and an empty form."""
    return _shown(request, here, guest, done=done)


@router.post("/notices")
def issue(request: Request, here: Here, guest: Examiner, fields: Form) -> Response:
    """Tells one company of the office, or all of them; the form's key makes it once."""
    text, key, chosen = fields.get("text", "").strip(), fields.get("key", ""), fields.get("company", "")
    if not text or len(text) > LONGEST or not is_id(key):
        return _shown(request, here, guest, refusal=Refusal("validation"), text=text, chosen=chosen)
    with here.shared.database.read() as connection:
        mine = [row.id for row in connection.execute(_companies(guest))]
    addressed = [company for company in mine if chosen in ("", company)]
    if not addressed:
        raise Refusal("not-found")
    for company in addressed:
        with unit(here.shared, guest.known, company, "notice") as opened:
            inbox.tell(opened, Notice(NoticeKind.OFFICE, "", text, key))
            opened.record("notice", key)
    return turned("/console/notices?done=notice")


def _shown(
    request: Request, here: Here, guest: Visitor, *,
    done: str = "", refusal: Refusal | None = None, text: str = "", chosen: str = "",
) -> Response:  # fmt: skip
    office = guest.known.company.office
    query = sa.select(sent, companies.c.name_zh, companies.c.name_en).join(companies, companies.c.id == sent.c.company)
    query = (
        query.where(companies.c.office == office, sent.c.kind == NoticeKind.OFFICE)
        .order_by(sent.c.at.desc())
        .limit(_SHOWN)
    )
    with here.shared.database.read(guest.known.sight) as connection:
        known, earlier = connection.execute(_companies(guest)).all(), connection.execute(query).all()
    status = refusal.status if refusal else 200
    facts = {"done": done, "refusal": refusal, "text": text, "chosen": chosen, "key": new_id(), "longest": LONGEST}
    return page(request, guest, "notices.html", status, companies=known, earlier=earlier, **facts)


def _companies(guest: Visitor) -> "sa.Select[tuple[str, str, str]]":
    query = sa.select(companies.c.id, companies.c.name_zh, companies.c.name_en).where(
        companies.c.office == guest.known.company.office
    )
    return query.where(companies.c.kind != "office").order_by(companies.c.name_zh)
