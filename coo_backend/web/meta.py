"""What a client asks before anything else."""

from fastapi import APIRouter

from coo_backend.db.database import epoch
from coo_backend.runtime.settings import API_VERSION, Settings
from coo_backend.web.dependencies import Here
from coo_desktop.contract.accounts import Contact, Meta
from coo_desktop.contract.documents import MOST_ROWS

router = APIRouter(prefix="/v1")


@router.get("/meta")
def meta(here: Here) -> Meta:
    """Versions, limits, the feed's epoch, the server's time, and whom to call when nothing else helps."""
    settings = here.shared.settings
    with here.shared.database.read() as connection:
        now = epoch(connection)
    return Meta(
        api=[int(API_VERSION)],
        min_client=settings.min_client,
        epoch=now,
        limits=_limits(settings),
        contact=Contact(phone=settings.service_phone, hours=settings.service_hours),
        server_time=here.shared.clock.stamp(),
    )


def _limits(settings: Settings) -> dict[str, int]:
    """What a client has to keep within; bytes and numbers of items."""
    return {
        "bodyBytes": settings.body_bytes,
        "batchItems": settings.batch_items,
        "batchRows": settings.batch_rows,
        "fieldRows": MOST_ROWS,
        "pageItems": settings.page_items,
        "evidenceBytes": settings.evidence_bytes,
    }
