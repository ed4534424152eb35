"""Requests that change something, alone or in a batch: key, effect, audit entry and answer in one transaction.

`CommandRouter.command` declares the function that carries a request out. It makes the function's own HTTP endpoint, and
keeps it for the batch, which finds the same function by method and path.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Generic, TypeVar

import sqlalchemy as sa
from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel
from starlette.routing import Match, Route

from coo_backend.db import intents
from coo_backend.db.intents import Answer
from coo_backend.db.unit import Actor, Unit, unit
from coo_backend.files.evidence_files import Files
from coo_backend.runtime.refusals import Refusal, refused
from coo_backend.runtime.strict_json import check_bounds, fingerprint, write_json
from coo_backend.web.dependencies import Here, Json, Place, Who, accepts, answered, shaped
from coo_backend.web.gate import RECORDED
from coo_backend.web.rehearsal import rehearsed
from coo_desktop.contract.requests import Item, RequestBody
from coo_desktop.domain.errors import ProgramError

AUTHORS = frozenset({"clerk", "admin"})
ADMINS = frozenset({"admin"})
EXAMINERS = frozenset({"examiner"})
LONGEST_KEY = 200

Key = Annotated[str, Header(alias="Idempotency-Key")]
IfMatch = Annotated[str, Header(alias="If-Match")]
IfNoneMatch = Annotated[str, Header(alias="If-None-Match")]
PRECONDITIONS = {"if_match": IfMatch, "if_none_match": IfNoneMatch}

B = TypeVar("B", bound=RequestBody | None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One request that changes something, as it came; `found` is what its endpoint looked into `beforehand`."""

    key: str
    method: str
    path: str
    body: Any = None
    if_match: str = ""
    if_none_match: str = ""
    found: object = None


@dataclass(frozen=True, slots=True)
class Step(Generic[B]):
    """What a command's function works with: the open transaction, the body in its shape, the preconditions."""

    unit: Unit
    files: Files
    body: B
    if_match: str = ""
    if_none_match: str = ""
    found: object = None


Work = Callable[..., Answer]
CompanyOf = Callable[[sa.Connection, Actor, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What a path does, for whom; `name` is what faults and audit call it.

    `company_of` finds the company that the transaction is about, by the document of the path, where it is not the
    actor's own. `beforehand` does, before any transaction is open, what may take seconds; what it finds is the step's
    `found`. One that `checks` documents is rehearsed before its transaction; it writes by the unit's `keep` and
    `record` alone. The answer to one that ends the account it came from is not remembered: nobody can ask for it again,
    and nothing of the same batch could follow it.
    """

    name: str
    work: Work
    shape: type[RequestBody] | None
    roles: frozenset[str] = AUTHORS
    company_of: CompanyOf | None = None
    is_remembered: bool = True
    beforehand: "Callable[[Place, Actor, Command, Mapping[str, str]], object] | None" = None
    checks: bool = False


class CommandRouter(APIRouter):
    """Endpoints of one noun; `commands` are those that change something, for the batch to find."""

    def __init__(self, prefix: str) -> None:
        super().__init__(prefix=prefix)
        self.commands: list[Route] = []

    def command(
        self,
        method: str,
        path: str,
        shape: type[RequestBody] | None,
        answer: type[BaseModel],
        preconditions: Sequence[str] = (),
        **options: Any,
    ) -> Callable[[Work], Endpoint]:
        """Declares an endpoint; `options` are members of `Endpoint`."""

        def declare(work: Work) -> Endpoint:
            endpoint = Endpoint(work=work, shape=shape, **options)
            self.commands.append(Route(self.prefix + path, endpoint, methods=[method]))  # type: ignore[arg-type]  # matched, never called
            self.add_api_route(
                path,
                _over_http(endpoint, preconditions),
                methods=[method],
                response_model=answer,
                openapi_extra=accepts(shape) if shape else None,
            )
            return endpoint

        return declare


def perform(here: Place, actor: Actor, endpoint: Endpoint, command: Command, parts: Mapping[str, str]) -> Answer:
    """Carries one command out in its own transaction; raises Refusal."""
    _authorise(actor, endpoint)
    command = _looked_into(here, actor, endpoint, command, parts)
    company = actor.company.id
    if endpoint.company_of is not None:
        with here.shared.database.read(actor.sight) as connection:
            company = endpoint.company_of(connection, actor, parts["document_id"])

    def carry_out(opened: Unit) -> Answer:
        _authorise(opened.actor, endpoint)
        return _once(opened, here.files, endpoint, command, parts)

    if endpoint.checks:
        return rehearsed(here.shared, actor, company, endpoint.name, carry_out)
    with unit(here.shared, actor, company, endpoint.name) as opened:
        return carry_out(opened)


def perform_all(here: Place, actor: Actor, routes: Sequence[Route], commands: Sequence[Command]) -> str:
    """Carries out a batch: one transaction, each command undone alone when it is refused; the answer's body."""
    called = []
    for command in commands:
        endpoint, parts = found(routes, command)
        called.append((_looked_into(here, actor, endpoint, command, parts), endpoint, parts))

    def carry_out(opened: Unit) -> list[Answer | Refusal]:
        return [
            _attempted(opened, here.files, endpoint, command, parts)
            for command, endpoint, parts in called
            if not opened.is_rehearsal or (endpoint is not None and endpoint.checks)
        ]

    answers = rehearsed(here.shared, actor, actor.company.id, "batch", carry_out, each_is_judged=True)
    return _batch_body(commands, answers)


def found(routes: Sequence[Route], command: Command) -> tuple[Endpoint | None, Mapping[str, str]]:
    """The endpoint of a command's method and path with the parts of the path, None when there is none."""
    for route in routes:
        match, scope = route.matches({"type": "http", "method": command.method, "path": command.path})
        if match is Match.FULL and isinstance(scope["endpoint"], Endpoint):
            return scope["endpoint"], scope["path_params"]
    return None, {}


def as_sent(item: Item) -> Command:
    """An item of a batch as the command it stands for."""
    return Command(
        key=item.key,
        method=item.method,
        path=item.path,
        body=item.body,
        if_match=item.if_match,
        if_none_match=item.if_none_match,
    )


def _over_http(endpoint: Endpoint, preconditions: Sequence[str]) -> Callable[..., Response]:
    """The endpoint as FastAPI calls it: its signature names the headers, the body and the parts of the path."""

    def run(request: Request, here: Place, who: Actor, key: str, body: Any = None, **given: str) -> Response:
        request.state.route = endpoint.name
        request.state.subject = body.get("document") if isinstance(body, dict) else None
        conditions = {name: given.pop(name) for name in preconditions}
        command = Command(key=key, method=request.method, path=request.url.path, body=body, **conditions)
        return answered(perform(here, who, endpoint, command, given))

    wanted: dict[str, Any] = {"request": Request, "here": Here, "who": Who, "key": Key}
    wanted |= {"body": Json} if endpoint.shape else {}
    wanted |= {name: PRECONDITIONS[name] for name in preconditions}
    wanted |= dict.fromkeys(list(inspect.signature(endpoint.work).parameters)[1:], str)
    optional = {"key", *preconditions}
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # read by FastAPI
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default="")
            if name in optional
            else inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind)
            for name, kind in wanted.items()
        ]
    )
    run.__name__, run.__doc__ = endpoint.work.__name__, endpoint.work.__doc__
    return run


def _looked_into(
    here: Place, actor: Actor, endpoint: Endpoint | None, command: Command, parts: Mapping[str, str]
) -> Command:
    if endpoint is None or endpoint.beforehand is None:
        return command
    return replace(command, found=endpoint.beforehand(here, actor, command, parts))


def _attempted(
    opened: Unit, files: Files, endpoint: Endpoint | None, command: Command, parts: Mapping[str, str]
) -> Answer | Refusal:
    """One command of a batch: what it is answered, with nothing left behind when that is a refusal."""
    try:
        with opened.attempt():
            check_bounds(command.body, opened.shared.settings)
            if endpoint is None or endpoint.roles != AUTHORS or not endpoint.is_remembered:
                raise Refusal("not-found")
            _authorise(opened.actor, endpoint)
            return _once(opened, files, endpoint, command, parts)
    except (Refusal, ProgramError) as error:
        refusal = error if isinstance(error, Refusal) else refused(error)
        if refusal.name in RECORDED:
            opened.record(f"refused-{endpoint.name if endpoint else 'batch'}", _subject(command, parts))
        return refusal


def _once(opened: Unit, files: Files, endpoint: Endpoint, command: Command, parts: Mapping[str, str]) -> Answer:
    if not command.key or len(command.key) > LONGEST_KEY:
        raise Refusal("missing-idempotency-key")
    mark = fingerprint(command.method, command.path, command.body)
    known = intents.stored(opened, command.key, mark)
    if known is not None:
        return known
    body = shaped(endpoint.shape, command.body) if endpoint.shape else None
    step = Step(opened, files, body, command.if_match, command.if_none_match, command.found)
    answer = endpoint.work(step, **parts)
    if endpoint.is_remembered:
        intents.remember(opened, command.key, mark, answer)
    return answer


def _authorise(actor: Actor, endpoint: Endpoint) -> None:
    if actor.role not in endpoint.roles:
        raise Refusal("forbidden")
    if not actor.active:
        raise Refusal("signatory-disabled")


def _subject(command: Command, parts: Mapping[str, str]) -> str:
    """The document that a command is about, or its path."""
    named = command.body.get("document") if isinstance(command.body, Mapping) else None
    return str(named)[:100] if named else parts.get("document_id") or parts.get("evidence_id") or command.path


def _batch_body(commands: Sequence[Command], answers: Sequence[Answer | Refusal]) -> str:
    """The answer to a batch, item by item; stored answers are joined as they are."""
    items = []
    for command, answer in zip(commands, answers, strict=True):
        facts: dict[str, object] = {"key": command.key, "status": answer.status}
        if isinstance(answer, Answer):
            facts |= {"etag": answer.etag} if answer.etag else {}
            text = answer.body
        else:
            text = write_json(answer.body())
        items.append(write_json(facts)[:-1] + f',"body":{text}}}')
    return '{"items":[' + ",".join(items) + "]}"
