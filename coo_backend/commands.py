"""The requests that change something, alone or in a batch: key, effect, audit entry and answer in one transaction."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coo_backend import (
    asking,
    bodies,
    cancelling,
    drafting,
    evidence,
    examining,
    intents,
    moving,
    notices,
    people,
    submitting,
    surveying,
    verifying,
)
from coo_backend.bodies import Ask, Commit, Confirmed, Exam, Nothing, Put, Read, shaped
from coo_backend.denials import RECORDED
from coo_backend.files import Files
from coo_backend.intents import Answer
from coo_backend.papers import body as document_body
from coo_backend.plain import fingerprint, write_json
from coo_backend.refusals import Refusal, refused
from coo_backend.unit import Actor, Shared, Unit, unit
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import ProgramError

AUTHORS = frozenset({"clerk", "admin"})
ADMINS = frozenset({"admin"})
EXAMINERS = frozenset({"examiner"})
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One request that changes something."""

    key: str
    method: str
    path: str
    body: Any = None
    if_match: str = ""
    if_none_match: str = ""


Work = Callable[[Unit, Files, Command, Mapping[str, str]], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """What a path does, for whom; `name` is what faults and audit call it.

    The answer to one that ends the account it came from is not kept: nobody can ask for it again, and nothing of the
    same batch could follow it.
    """

    name: str
    method: str
    pattern: re.Pattern[str]
    roles: frozenset[str]
    work: Work
    is_remembered: bool = True


def perform(shared: Shared, files: Files, actor: Actor, command: Command, company: str = "") -> Answer:
    """Carries one command out in its own transaction; raises Refusal."""
    route, parts = _routed(command)
    _authorise(actor, route)
    with unit(shared, actor, company or actor.company.id, route.name) as opened:
        _authorise(opened.actor, route)
        return _once(opened, files, command, route, parts)


def perform_all(shared: Shared, files: Files, actor: Actor, commands: list[Command]) -> list[Answer | Refusal]:
    """Carries out a batch: one transaction, each command undone alone when it is refused."""
    answers: list[Answer | Refusal] = []
    with unit(shared, actor, actor.company.id, "batch", each_is_judged=True) as opened:
        for command in commands:
            try:
                with opened.attempt():
                    route, parts = _routed(command)
                    if route.roles != AUTHORS or not route.is_remembered:
                        raise Refusal("not-found")
                    _authorise(opened.actor, route)
                    answers.append(_once(opened, files, command, route, parts))
            except Refusal as refusal:
                answers.append(_noted(opened, command, refusal))
            except ProgramError as error:
                answers.append(_noted(opened, command, refused(error)))
    return answers


def subject(command: Command) -> str:
    """The document that a command is about, or its path."""
    named = command.body.get("document") if isinstance(command.body, Mapping) else None
    found = re.search(r"^/v1/(?:docs|exam|evidence)/([^/]+)", command.path)
    return str(named)[:100] if named else found[1] if found else command.path


def _noted(opened: Unit, command: Command, refusal: Refusal) -> Refusal:
    """A refused step is part of the record too."""
    if refusal.name in RECORDED:
        name = next((route.name for route in ROUTES if route.pattern.fullmatch(command.path)), "batch")
        opened.record(f"refused-{name}", subject(command))
    return refusal


def _once(opened: Unit, files: Files, command: Command, route: Route, parts: Mapping[str, str]) -> Answer:
    if not command.key or len(command.key) > LONGEST_KEY:
        raise Refusal("missing-idempotency-key")
    mark = fingerprint(command.method, command.path, command.body)
    known = intents.stored(opened, command.key, mark)
    if known is not None:
        return known
    answer = route.work(opened, files, command, parts)
    if route.is_remembered:
        intents.remember(opened, command.key, mark, answer)
    return answer


def _routed(command: Command) -> tuple[Route, Mapping[str, str]]:
    for route in ROUTES:
        if route.method == command.method and (match := route.pattern.fullmatch(command.path)):
            return route, match.groupdict()
    raise Refusal("not-found")


def _authorise(actor: Actor, route: Route) -> None:
    if actor.role not in route.roles:
        raise Refusal("forbidden")
    if not actor.active:
        raise Refusal("signatory-disabled")


def _put(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    body = shaped(Put, command.body)
    stored = drafting.put(opened, parts["id"], body, command.if_match, command.if_none_match)
    return _told(opened, stored)


def _delete(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    return _told(opened, drafting.discard(opened, parts["id"], command.if_match))


def _submit(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    shaped(Nothing, command.body)
    return _told(opened, submitting.submit(opened, parts["id"], command.if_match))


def _ask(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    return _told(opened, asking.ask(opened, shaped(Ask, command.body)))


def _examine(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    if parts["event"] not in examining.EVENTS:
        raise Refusal("not-found")
    body = shaped(Exam, command.body)
    return _told(opened, examining.examine(opened, parts["id"], parts["event"], body, command.if_match))


def _commit(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    return Answer(200, evidence.commit(opened, files, parts["id"], shaped(Commit, command.body)))


def _read(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    return Answer(200, notices.read(opened, shaped(Read, command.body).ids))


def _arrange(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    arrange = {"disable": people.disable, "enable": people.enable, "delete": people.delete}.get(parts["event"])
    if arrange is None:
        raise Refusal("not-found")
    shaped(Nothing, command.body)
    return Answer(200, arrange(opened, parts["account"]))


def _hand_over(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    proof = shaped(Confirmed, command.body).confirmation
    return Answer(200, people.hand_over(opened, parts["account"], proof))


def _cancel(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    return Answer(200, cancelling.cancel(opened, shaped(Confirmed, command.body).confirmation))


def _move(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    body = shaped(bodies.Move, command.body)
    return Answer(200, moving.ask(opened, body.office, body.reason))


def _stay(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    shaped(Nothing, command.body)
    return Answer(200, moving.take_back(opened, parts["id"]))


def _prove(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    return Answer(200, verifying.answer(opened, parts["id"], shaped(bodies.Answered, command.body)))


def _fill_in(opened: Unit, files: Files, command: Command, parts: Mapping[str, str]) -> Answer:
    return Answer(200, surveying.answer(opened, parts["id"], shaped(bodies.Answers, command.body).values))


def _told(opened: Unit, document: Document) -> Answer:
    return Answer(200, document_body(opened.rules, document), f'"{document.rev}"')


def _route(name: str, method: str, path: str, roles: frozenset[str], work: Work) -> Route:
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
    return Route(name, method, pattern, roles, work)


ROUTES = (
    _route("put", "PUT", "/v1/docs/{id}", AUTHORS, _put),
    _route("delete", "DELETE", "/v1/docs/{id}", AUTHORS, _delete),
    _route("submit", "POST", "/v1/docs/{id}/submit", AUTHORS, _submit),
    _route("request", "POST", "/v1/requests", AUTHORS, _ask),
    _route("commit", "POST", "/v1/evidence/{id}/commit", AUTHORS, _commit),
    _route("notices-read", "POST", "/v1/notices/read", AUTHORS, _read),
    _route("hand-over", "POST", "/v1/signatories/{account}/hand_over", ADMINS, _hand_over),
    _route("signatory", "POST", "/v1/signatories/{account}/{event}", ADMINS, _arrange),
    dataclasses.replace(_route("cancel", "POST", "/v1/cancellation", AUTHORS, _cancel), is_remembered=False),
    _route("move", "POST", "/v1/moves", ADMINS, _move),
    _route("move-back", "POST", "/v1/moves/{id}/take_back", ADMINS, _stay),
    _route("verification-answer", "POST", "/v1/verifications/{id}/answer", AUTHORS, _prove),
    _route("questionnaire-answer", "POST", "/v1/questionnaires/{id}/answer", AUTHORS, _fill_in),
    _route("exam", "POST", "/v1/exam/{id}/{event}", EXAMINERS, _examine),
)


def batch_body(commands: list[Command], answers: list[Answer | Refusal]) -> str:
    """The answer to a batch, item by item; stored answers are joined as they are."""
    items = []
    for command, answer in zip(commands, answers, strict=True):
        told: dict[str, object] = {"key": command.key, "status": answer.status}
        if isinstance(answer, Answer):
            told |= {"etag": answer.etag} if answer.etag else {}
            text = answer.body
        else:
            text = write_json(answer.body())
        items.append(write_json(told)[:-1] + f',"body":{text}}}')
    return '{"items":[' + ",".join(items) + "]}"
