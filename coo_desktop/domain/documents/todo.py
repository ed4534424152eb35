"""What in a list needs a person's attention beyond its stage: named here once, for the lists that show it and the start
page that counts it."""

import datetime as dt
from typing import Any

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Concern

#: The concerns of a family, the most pressing first.
CONCERNS: dict[str, tuple[Concern, ...]] = {
    PRE_REVIEW: (Concern.EVIDENCE, Concern.UNSENT, Concern.CONFLICTS),
    CERTIFICATE: (Concern.EVIDENCE, Concern.DEPARTING, Concern.UNPRINTED, Concern.UNSENT, Concern.CONFLICTS),
    RECORD: (Concern.CONFLICTS,),
}
#: The field that every certificate has for the day of departure.
DEPARTURE = "departure_date"
#: The field of evidence, the same in every form type; a reason for return that names it asks for files.
EVIDENCE_FIELD = "evidence"
NEAR_DAYS = 7
#: Stages of a certificate that is not there yet.
OPEN = ("draft", "ready", "submitted", "in_review", "returned", "withdrawn")


def concern_named(name: str) -> Concern | None:
    """The concern of this name; None for "" and for a name that an older or newer program kept."""
    return Concern(name) if name in set(Concern) else None


def narrowed(concern: Concern | None, today: dt.date) -> dict[str, Any]:
    """The fields of a Query for a concern on a day; None lets all through."""
    return {"concern": concern, "departs_by": near(today) if concern is Concern.DEPARTING else ""}


def near(today: dt.date) -> str:
    """The last day that counts as near, as YYYY-MM-DD."""
    return (today + dt.timedelta(days=NEAR_DAYS)).isoformat()
