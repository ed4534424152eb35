"""What in a list needs a person's attention beyond its stage: named here once, for the lists that show it and the start
page that counts it."""

import datetime as dt
from typing import Any

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Company, Concern

#: The concerns of a family, the most pressing first.
CONCERNS: dict[str, tuple[Concern, ...]] = {
    PRE_REVIEW: (Concern.EVIDENCE, Concern.TO_CHECK, Concern.GIVEN_BACK, Concern.UNSENT, Concern.CONFLICTS),
    CERTIFICATE: (
        Concern.EVIDENCE,
        Concern.TO_CHECK,
        Concern.GIVEN_BACK,
        Concern.DEPARTING,
        Concern.UNPRINTED,
        Concern.UNSENT,
        Concern.CONFLICTS,
    ),
    RECORD: (Concern.CONFLICTS,),
}
#: Those of a second pair of eyes (see office.release): a company that wants none hears nothing of them.
OF_RELEASE = frozenset({Concern.TO_CHECK, Concern.GIVEN_BACK})
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


def concerns(family: str, company: Company) -> tuple[Concern, ...]:
    """The concerns of a family that this company has."""
    return tuple(one for one in CONCERNS[family] if company.release_needed or one not in OF_RELEASE)


def narrowed(concern: Concern | None, today: dt.date, account: str = "") -> dict[str, Any]:
    """The fields of a Query for a concern on a day, of a person; None lets all through."""
    departs_by, person = near(today) if concern is Concern.DEPARTING else "", account if concern in OF_RELEASE else ""
    return {"concern": concern, "departs_by": departs_by, "person": person}


def near(today: dt.date) -> str:
    """The last day that counts as near, as YYYY-MM-DD."""
    return (today + dt.timedelta(days=NEAR_DAYS)).isoformat()
