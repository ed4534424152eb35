"""What in a list needs a person's attention beyond its stage: named here once, for the lists that show it and the start
page that counts it."""

import datetime as dt
from typing import Any

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD

#: Complete and not sent; changed by two people in one field; its ship leaves soon, or has left, and it is not approved.
UNSENT, CONFLICTS, DEPARTING = "unsent", "conflicts", "departing"
CONCERNS: dict[str, tuple[str, ...]] = {
    PRE_REVIEW: (UNSENT, CONFLICTS),
    CERTIFICATE: (DEPARTING, UNSENT, CONFLICTS),
    RECORD: (CONFLICTS,),
}
#: The field that every certificate has for the day of departure.
DEPARTURE = "departure_date"
NEAR_DAYS = 7
#: Stages of a certificate that is not there yet.
OPEN = ("draft", "ready", "submitted", "in_review", "returned", "withdrawn")


def narrowed(concern: str, today: dt.date) -> dict[str, Any]:
    """The fields of a Query for a concern on a day; "" concerns nothing and lets all through."""
    near = (today + dt.timedelta(days=NEAR_DAYS)).isoformat()
    return {"concern": concern, "departs_by": near if concern == DEPARTING else ""}
