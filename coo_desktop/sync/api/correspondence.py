"""Correspondence with the office over the wire: moves, cases of verification, questionnaires."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from coo_desktop.contract import correspondence as contract
from coo_desktop.contract import requests
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import Unreadable, Untrusted
from coo_desktop.domain.forms.questionnaires import read_questionnaire
from coo_desktop.domain.office.correspondence import CaseFile, OfficeMove, OfficePlace, Survey, VerificationCase
from coo_desktop.sync.client.calls import Caller, Reply, as_value, to_wire


class CompanyRequests:
    """Implements the `CompanyRequests` port."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def offices(self) -> tuple[OfficePlace, ...]:
        """See `Letters.offices`."""
        answer = self._caller.call("GET", "/v1/offices").read(contract.Offices)
        return tuple(as_value(OfficePlace, item) for item in answer.items)

    def moves(self) -> tuple[OfficeMove, ...]:
        """See `Letters.moves`."""
        return tuple(map(_move, self._caller.call("GET", "/v1/moves").read(contract.Moves).items))

    def move(self, office: str, reason: str) -> OfficeMove:
        """See `Letters.move`."""
        return _move(
            self._post("/v1/moves", to_wire(requests.Move, office=office, reason=reason)).read(contract.OfficeMove)
        )

    def stay(self, move_id: str) -> OfficeMove:
        """See `Letters.stay`."""
        return _move(
            self._post(f"/v1/moves/{quote(move_id, safe='')}/take_back", to_wire(requests.Nothing)).read(
                contract.OfficeMove
            )
        )

    def cases(self) -> tuple[VerificationCase, ...]:
        """See `Letters.cases`."""
        return tuple(map(_case, self._caller.call("GET", "/v1/verifications").read(contract.Cases).items))

    def prove(self, case_id: str, text: str, evidence: Sequence[str]) -> VerificationCase:
        """See `Letters.prove`."""
        body = to_wire(requests.Answered, text=text, evidence=list(evidence))
        return _case(self._post(f"/v1/verifications/{quote(case_id, safe='')}/answer", body).read(contract.Case))

    def surveys(self) -> tuple[Survey, ...]:
        """See `Letters.surveys`."""
        return tuple(map(_survey, self._caller.call("GET", "/v1/questionnaires").read(contract.Surveys).items))

    def fill_in(self, survey_id: str, values: Mapping[str, Any]) -> None:
        """See `Letters.fill_in`."""
        body = to_wire(requests.Answers, values=dict(values))
        self._post(f"/v1/questionnaires/{quote(survey_id, safe='')}/answer", body)

    def want_release(self, needed: bool) -> None:
        """See `CompanyRequests.want_release`."""
        body = to_wire(requests.SetRelease, needed=needed)
        self._caller.call("PUT", "/v1/company/release", body, {"Idempotency-Key": new_id()})

    def _post(self, path: str, body: Any) -> Reply:
        return self._caller.call("POST", path, body, {"Idempotency-Key": new_id()})


def _move(body: contract.OfficeMove) -> OfficeMove:
    return as_value(OfficeMove, body)


def _case(body: contract.Case) -> VerificationCase:
    return as_value(VerificationCase, body, evidence=tuple(as_value(CaseFile, file) for file in body.evidence))


def _survey(body: contract.Survey) -> Survey:
    try:
        asked = read_questionnaire(body.asked)
    except Unreadable:
        raise Untrusted(reason="questionnaire") from None
    return as_value(Survey, body, asked=asked)
