"""Several requests on one way: one transaction, and an answer for each, which is undone alone when it is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.routing import Match, Route

from coo_backend.db import intents
from coo_backend.db.intents import Answer
from coo_backend.db.unit import Actor, Unit
from coo_backend.files.evidence_files import Files
from coo_backend.runtime.refusals import Refusal, refused
from coo_backend.runtime.settings import Settings
from coo_backend.runtime.strict_json import check_bounds, write_json
from coo_backend.web.commands import AUTHORS, Called, Command, Endpoint, authorise, carried_out, looked_into
from coo_backend.web.dependencies import Place
from coo_backend.web.gate import RECORDED
from coo_backend.web.rehearsal import rehearsed
from coo_desktop.contract.requests import Item, RequestBody
from coo_desktop.domain.errors import ProgramError

#: What a command of a batch calls that no endpoint takes.
_NOTHING = Endpoint(name="batch", work=lambda *_: Answer(404, ""), shape=None, roles=frozenset())


@dataclass(frozen=True)
class Part(Called):
    """A command of a batch, whose body is bounded for itself."""

    settings: Settings

    @cached_property
    def is_bounded(self) -> bool:
        """Refuses with malformed or too-large."""
        check_bounds(self.command.body, self.settings)
        return True

    @property
    def sound_body(self) -> RequestBody | None:
        """The body, None where it will be refused."""
        try:
            return self.body if self.is_bounded else None
        except Refusal:
            return None


def perform_all(here: Place, actor: Actor, routes: Sequence[Route], commands: Sequence[Command]) -> str:
    """Carries out a batch: one transaction, each command undone alone when it is refused; the answer's body."""
    parts = [_part(here, actor, routes, command) for command in commands]

    def carry_out(opened: Unit) -> list[Answer | Refusal]:
        mine = [part for part in parts if not opened.is_rehearsal or part.endpoint.checks]
        _foresee(opened, mine)
        return [_attempted(opened, here.files, part) for part in mine]

    answers = rehearsed(here.shared, actor, actor.company.id, "batch", carry_out, each_is_judged=True)
    return _batch_body(commands, answers)


def _foresee(opened: Unit, parts: Sequence[Part]) -> None:
    """Reads at once what the commands ask for one by one: earlier answers to their keys, their documents, and more."""
    intents.foresee(opened, {part.command.key for part in parts})
    opened.foresee({part.parts["document_id"] for part in parts if "document_id" in part.parts})
    bodies: dict[Callable[[Unit, Sequence[Any]], None], list[RequestBody]] = {}
    for part in parts:
        if part.endpoint.foresee is not None and (body := part.sound_body) is not None:
            bodies.setdefault(part.endpoint.foresee, []).append(body)
    for foresee, those in bodies.items():
        foresee(opened, those)


def _part(here: Place, actor: Actor, routes: Sequence[Route], command: Command) -> Part:
    endpoint, named = found(routes, command)
    looked = looked_into(here, actor, endpoint, command, named)
    return Part(looked, endpoint or _NOTHING, named, here.shared.settings)


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


def _attempted(opened: Unit, files: Files, part: Part) -> Answer | Refusal:
    """One command of a batch: what it is answered, with nothing left behind when that is a refusal."""
    endpoint = part.endpoint
    try:
        with opened.attempt():
            if not part.is_bounded or endpoint.roles != AUTHORS or not endpoint.is_remembered:
                raise Refusal("not-found")
            authorise(opened.actor, endpoint)
            return carried_out(opened, files, part)
    except (Refusal, ProgramError) as error:
        refusal = error if isinstance(error, Refusal) else refused(error)
        if refusal.name in RECORDED:
            opened.record(f"refused-{endpoint.name}", _subject(part.command, part.parts))
        return refusal


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
