"""What a client asks before anything else."""

from typing import Any

from fastapi import APIRouter

from coo_backend.db.database import epoch
from coo_backend.runtime.settings import API_VERSION
from coo_backend.web.dependencies import Here

router = APIRouter(prefix="/v1")


@router.get("/meta")
def meta(here: Here) -> dict[str, Any]:
    """Versions, limits, the feed's epoch, the server's time, and whom to call when nothing else helps."""
    settings = here.shared.settings
    with here.shared.database.read() as connection:
        now = epoch(connection)
    return {
        "api": [int(API_VERSION)],
        "minClient": settings.min_client,
        "epoch": now,
        "limits": {
            "bodyBytes": settings.body_bytes,
            "batchItems": settings.batch_items,
            "pageItems": settings.page_items,
            "evidenceBytes": settings.evidence_bytes,
        },
        "contact": {"phone": settings.service_phone, "hours": settings.service_hours},
        "serverTime": here.shared.clock.stamp(),
    }
