"""Correspondence with the office over the wire: moves, cases of verification, questionnaires."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from coo_desktop.domain.errors import Unreadable, Untrusted
from coo_desktop.domain.forms.questionnaires import read_questionnaire
from coo_desktop.domain.identity import new_id
from coo_desktop.domain.office.correspondence import Case, CaseFile, Move, OfficePlace, Survey
from coo_desktop.sync.api.people import listed, made, renamed
from coo_desktop.sync.client.calls import Caller

_OFFICE = {"office": "office", "place": "place", "nameZh": "name_zh", "nameEn": "name_en"}
_SAME = ("id", "reason", "state", "answer", "document", "number", "question", "country", "deadline", "result")
_OTHERS = {
    "officeFrom": "office_from",
    "officeTo": "office_to",
    "askedAt": "asked_at",
    "askedBy": "asked_by",
    "decidedAt": "decided_at",
    "decidedBy": "decided_by",
    "openedAt": "opened_at",
    "openedBy": "opened_by",
    "answeredAt": "answered_at",
    "answeredBy": "answered_by",
    "closedAt": "closed_at",
}
_NAMES = {**{name: name for name in _SAME}, **_OTHERS}


class CompanyRequests:
    """Implements the `CompanyRequests` port."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def offices(self) -> tuple[OfficePlace, ...]:
        """See `Letters.offices`."""
        return tuple(made(OfficePlace, renamed(told, _OFFICE)) for told in self._items("/v1/offices"))

    def moves(self) -> tuple[Move, ...]:
        """See `Letters.moves`."""
        return tuple(_move(told) for told in self._items("/v1/moves"))

    def move(self, office: str, reason: str) -> Move:
        """See `Letters.move`."""
        return _move(self._post("/v1/moves", {"office": office, "reason": reason}))

    def stay(self, move_id: str) -> Move:
        """See `Letters.stay`."""
        return _move(self._post(f"/v1/moves/{quote(move_id, safe='')}/take_back", {}))

    def cases(self) -> tuple[Case, ...]:
        """See `Letters.cases`."""
        return tuple(_case(told) for told in self._items("/v1/verifications"))

    def prove(self, case_id: str, text: str, evidence: Sequence[str]) -> Case:
        """See `Letters.prove`."""
        body = {"text": text, "evidence": list(evidence)}
        return _case(self._post(f"/v1/verifications/{quote(case_id, safe='')}/answer", body))

    def surveys(self) -> tuple[Survey, ...]:
        """See `Letters.surveys`."""
        return tuple(_survey(told) for told in self._items("/v1/questionnaires"))

    def fill_in(self, survey_id: str, values: Mapping[str, Any]) -> None:
        """See `Letters.fill_in`."""
        self._post(f"/v1/questionnaires/{quote(survey_id, safe='')}/answer", {"values": dict(values)})

    def _items(self, path: str) -> list[Any]:
        return listed(self._caller.call("GET", path).member("items"))

    def _post(self, path: str, body: Any) -> Any:
        return self._caller.call("POST", path, body, {"Idempotency-Key": new_id()}).body


def _move(told: Any) -> Move:
    return made(Move, renamed(told, {wire: name for wire, name in _NAMES.items() if name in Move.__annotations__}))


def _case(told: Any) -> Case:
    names = {wire: name for wire, name in _NAMES.items() if name in Case.__annotations__}
    same = {name: name for name in ("id", "name", "mime")}
    files = listed(told.get("evidence") if isinstance(told, Mapping) else None)
    return made(
        Case, {**renamed(told, names), "evidence": tuple(made(CaseFile, renamed(each, same)) for each in files)}
    )


def _survey(told: Any) -> Survey:
    names = {"id": "id", "publishedAt": "published_at", "answeredAt": "answered_at", "answeredBy": "answered_by"}
    values = renamed(told, names)
    try:
        asked = read_questionnaire(told.get("asked"))
    except Unreadable:
        raise Untrusted(reason="questionnaire") from None
    given = told.get("values")
    return made(Survey, {**values, "asked": asked, "values": given if isinstance(given, Mapping) else None})
