"""The company as filed, its seal and signatures, and what it and its office write to each other."""

from coo_backend.accounts import failed_sign_ins
from coo_backend.company import office_moves, questionnaires, stamps, verification_cases
from coo_backend.db import companies
from coo_backend.db.intents import Answer
from coo_backend.documents import release
from coo_backend.web.commands import ADMINS, CommandRouter, Step
from coo_backend.web.dependencies import Author, Here, Who
from coo_desktop.contract import requests
from coo_desktop.contract.accounts import Company, Person, ReleaseRule, Removed, Stamp, StampContent, WhoAmI
from coo_desktop.contract.correspondence import Case, Cases, Filled, Moves, OfficeMove, Offices, Surveys

router = CommandRouter("/v1")


@router.get("/offices")
def offices(here: Here, _who: Author) -> Offices:
    """Every office with its place."""
    with here.shared.database.read() as connection:
        return office_moves.offices(connection)


@router.get("/moves")
def moves(here: Here, who: Author) -> Moves:
    """The company's requests to move, newest first."""
    with here.shared.database.read() as connection:
        return office_moves.listed(connection, who.company.id)


@router.command("POST", "/moves", requests.Move, OfficeMove, name="move", roles=ADMINS)
def move(step: Step[requests.Move]) -> Answer:
    """Asks to move to another office; one request is open at a time."""
    return Answer.of(office_moves.ask(step.unit, step.body.office, step.body.reason))


@router.command("POST", "/moves/{move_id}/take_back", requests.Nothing, OfficeMove, name="move-back", roles=ADMINS)
def take_back(step: Step[requests.Nothing], move_id: str) -> Answer:
    """Takes an open request back."""
    return Answer.of(office_moves.take_back(step.unit, move_id))


@router.get("/company")
def company(here: Here, who: Who) -> WhoAmI:
    """The company as filed with its office's wishes, the person, its people's names, its seal and signatures."""
    with here.shared.database.read() as connection:
        people = companies.colleagues(connection, who.company.id)
        found = companies.of_company(connection, who.company)
        filed = companies.with_wishes(connection, who.company)
        failed = failed_sign_ins.tally(connection, who.account, here.shared.clock.seconds())
    return WhoAmI(
        company=Company.model_validate(filed),
        person=Person.model_validate(who.person),
        people=people,
        electronic_seals=found.wanted.value,
        stamps=[stamps.to_wire(each) for each in found.items],
        failed_sign_ins=failed,
    )


@router.command("PUT", "/company/release", requests.SetRelease, ReleaseRule, name="release-rule", roles=ADMINS)
def set_release(step: Step[requests.SetRelease]) -> Answer:
    """Whether a second person has to release what is sent."""
    return Answer.of(release.set_needed(step.unit, step.body.needed))


@router.get("/company/stamps/{sha256}")
def stamp(here: Here, who: Author, sha256: str) -> StampContent:
    """The bytes of a seal or signature of the company."""
    with here.shared.database.read() as connection:
        return stamps.content(connection, who, sha256)


@router.command("PUT", "/company/stamps/{kind}", requests.PutStamp, Stamp, name="stamp")
def put_stamp(step: Step[requests.PutStamp], kind: str) -> Answer:
    """Files the company's seal (its administrator) or one's own signature."""
    return Answer.of(stamps.put(step.unit, kind, step.body.content, step.body.width_mm))


@router.command("DELETE", "/company/stamps/{kind}", None, Removed, name="stamp-remove")
def remove_stamp(step: Step[requests.Nothing], kind: str) -> Answer:
    """Takes the company's seal or one's own signature away."""
    stamps.remove(step.unit, kind)
    return Answer.of(Removed(kind=kind))


@router.get("/verifications")
def verifications(here: Here, who: Author) -> Cases:
    """The company's cases, open ones by deadline first."""
    with here.shared.database.read() as connection:
        return verification_cases.listed(connection, who.company.id)


@router.command("POST", "/verifications/{case_id}/answer", requests.Answered, Case, name="verification-answer")
def answer_case(step: Step[requests.Answered], case_id: str) -> Answer:
    """Answers a case with a text and files that arrived before."""
    return Answer.of(verification_cases.answer(step.unit, case_id, step.body))


@router.get("/questionnaires")
def surveys(here: Here, who: Author) -> Surveys:
    """The questionnaires of the company's office, with its answers."""
    return questionnaires.listed(here.shared.database, who)


@router.command(
    "POST", "/questionnaires/{questionnaire_id}/answer", requests.Answers, Filled, name="questionnaire-answer"
)
def answer_survey(step: Step[requests.Answers], questionnaire_id: str) -> Answer:
    """Sends the company's answers, once."""
    return Answer.of(questionnaires.answer(step.unit, questionnaire_id, step.body.values))
