"""Several requests on one way: one transaction, and an answer for each, which is undone alone when it is refused."""

from collections.abc import Mapping, Sequence

from starlette.routing import Match, Route

from coo_backend.db.files import Files
from coo_backend.db.intents import Answer
from coo_backend.db.unit import Actor, Unit
from coo_backend.runtime.refusals import Refusal, refused
from coo_backend.runtime.strict_json import check_bounds, write_json
from coo_backend.web.commands import AUTHORS, Command, Endpoint, authorise, carried_out, looked_into
from coo_backend.web.dependencies import Place
from coo_backend.web.gate import RECORDED
from coo_backend.web.rehearsal import rehearsed
from coo_desktop.contract.requests import Item
from coo_desktop.domain.errors import ProgramError


def perform_all(here: Place, actor: Actor, routes: Sequence[Route], commands: Sequence[Command]) -> str:
    """Carries out a batch: one transaction, each command undone alone when it is refused; the answer's body."""
    called = []
    for command in commands:
        endpoint, parts = found(routes, command)
        called.append((looked_into(here, actor, endpoint, command, parts), endpoint, parts))

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


def _attempted(
    opened: Unit, files: Files, endpoint: Endpoint | None, command: Command, parts: Mapping[str, str]
) -> Answer | Refusal:
    """One command of a batch: what it is answered, with nothing left behind when that is a refusal."""
    try:
        with opened.attempt():
            check_bounds(command.body, opened.shared.settings)
            if endpoint is None or endpoint.roles != AUTHORS or not endpoint.is_remembered:
                raise Refusal("not-found")
            authorise(opened.actor, endpoint)
            return carried_out(opened, files, endpoint, command, parts)
    except (Refusal, ProgramError) as error:
        refusal = error if isinstance(error, Refusal) else refused(error)
        if refusal.name in RECORDED:
            opened.record(f"refused-{endpoint.name if endpoint else 'batch'}", _subject(command, parts))
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
