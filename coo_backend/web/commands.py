"""Requests that change something: key, effect, audit entry and answer in one transaction. Several go in a `batch`.

`CommandRouter.command` declares the function that carries a request out. It makes the function's own HTTP endpoint, and
keeps it for the batch, which finds the same function by method and path.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar

import sqlalchemy as sa
from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel
from starlette.routing import Route

from coo_backend.db import intents
from coo_backend.db.intents import Answer
from coo_backend.db.unit import Actor, Unit, unit
from coo_backend.files.evidence_files import Files
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.strict_json import fingerprint
from coo_backend.web.dependencies import Here, Json, Place, Who, accepts, answered, shaped
from coo_backend.web.rehearsal import rehearsed
from coo_desktop.contract.requests import RequestBody

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
    `record` alone. `foresee` reads for all of a batch, by their bodies, what each would read for itself. The answer to
    one that ends the account it came from is not remembered: nobody can ask for it again, and nothing of the same batch
    could follow it.
    """

    name: str
    work: Work
    shape: type[RequestBody] | None
    roles: frozenset[str] = AUTHORS
    company_of: CompanyOf | None = None
    is_remembered: bool = True
    beforehand: "Callable[[Place, Actor, Command, Mapping[str, str]], object] | None" = None
    checks: bool = False
    foresee: "Callable[[Unit, Sequence[Any]], None] | None" = None


@dataclass(frozen=True)
class Called:
    """A command with the endpoint that it calls and the parts of its path.

    What is made of its body is made once, however often the command is rehearsed and carried out.
    """

    command: Command
    endpoint: Endpoint
    parts: Mapping[str, str]

    @cached_property
    def mark(self) -> str:
        """What its key stands for."""
        return fingerprint(self.command.method, self.command.path, self.command.body)

    @cached_property
    def body(self) -> RequestBody | None:
        """The body in the shape that the endpoint takes; refuses with validation."""
        return shaped(self.endpoint.shape, self.command.body) if self.endpoint.shape else None


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
    authorise(actor, endpoint)
    called = Called(looked_into(here, actor, endpoint, command, parts), endpoint, parts)
    company = actor.company.id
    if endpoint.company_of is not None:
        with here.shared.database.read(actor.sight) as connection:
            company = endpoint.company_of(connection, actor, parts["document_id"])

    def carry_out(opened: Unit) -> Answer:
        authorise(opened.actor, endpoint)
        return carried_out(opened, here.files, called)

    if endpoint.checks:
        return rehearsed(here.shared, actor, company, endpoint.name, carry_out)
    with unit(here.shared, actor, company, endpoint.name) as opened:
        return carry_out(opened)


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


def looked_into(
    here: Place, actor: Actor, endpoint: Endpoint | None, command: Command, parts: Mapping[str, str]
) -> Command:
    """The command with what its endpoint finds out beforehand."""
    if endpoint is None or endpoint.beforehand is None:
        return command
    return replace(command, found=endpoint.beforehand(here, actor, command, parts))


def carried_out(opened: Unit, files: Files, called: Called) -> Answer:
    """What the command is answered in this unit: as it was before where its key is known; raises Refusal."""
    command, endpoint = called.command, called.endpoint
    if not command.key or len(command.key) > LONGEST_KEY:
        raise Refusal("missing-idempotency-key")
    known = intents.stored(opened, command.key, called.mark)
    if known is not None:
        return known
    step = Step(opened, files, called.body, command.if_match, command.if_none_match, command.found)
    answer = endpoint.work(step, **called.parts)
    if endpoint.is_remembered:
        intents.remember(opened, command.key, called.mark, answer)
    return answer


def authorise(actor: Actor, endpoint: Endpoint) -> None:
    """Refuses who may not call the endpoint: forbidden, signatory-disabled."""
    if actor.role not in endpoint.roles:
        raise Refusal("forbidden")
    if not actor.active:
        raise Refusal("signatory-disabled")
