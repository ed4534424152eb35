"""A backend in memory for fast tests of the engine: keeps the contract of `calls.Caller` and the rules of the wire.

`tests/contracts/test_remote.py` holds it and the real process to the same tests. It examines nothing: every document
is ready.
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from coo_desktop.domain.documents import lifecycle, succession
from coo_desktop.domain.documents.checksum import checksum
from coo_desktop.domain.errors import Locked, ProgramError
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.sync.client import outcomes
from coo_desktop.sync.client.calls import Reply
from tests.fakes.apart import apart
from tests.fakes.rules import small_rulebook

Answer = tuple[int, Any]


class FakeRemote:
    """One company's documents. `before` and `after` are called around every request and may raise what a network would;
    an error of `after` is an answer that got lost."""

    def __init__(self, rules: Rulebook | None = None, account: str = "demo") -> None:
        self.rules = rules or small_rulebook()
        self.account = account
        self.epoch = "e1"
        self.before: Callable[[str, str], None] = lambda method, path: None
        self.after: Callable[[str, str], None] = lambda method, path: None
        self.requests: list[tuple[str, str]] = []
        self.effects: list[str] = []
        self.moves: list[tuple[str, str, Any]] = []  # document, event, and the values that it then had
        self.is_disabled = False
        self._documents: dict[str, dict[str, Any]] = {}
        self._feed: list[str] = []
        self._keys: dict[str, tuple[str, Answer]] = {}

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        signed: bool = True,
    ) -> Reply:
        """See `Caller.call`."""
        self.requests.append((method, path))
        self.before(method, path)
        status, told = self._answer(method, path, apart(body))
        self.after(method, path)
        if status >= 400:
            raise outcomes.error_for(status, told)
        return Reply(status, apart(told), {})

    def change(self, document_id: str, **members: Any) -> dict[str, Any]:
        """The backend's own doing: members of the document (stage, facts, values) get these values."""
        return self._store({**self._documents[document_id], **members})

    def bury(self, document_id: str) -> None:
        """Somebody else discarded it."""
        self._store({"id": document_id, "deleted": True, "by": "other", "at": ""})

    def told(self, document_id: str) -> dict[str, Any]:
        """The document as it is there now."""
        return apart(self._documents[document_id])

    def _answer(self, method: str, path: str, body: Any) -> Answer:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match (method, *parts.path.strip("/").split("/")[1:]):
            case ("GET", "changes"):
                return self._changes(query)
            case ("GET", "snapshot"):
                living = [one for _, one in sorted(self._documents.items()) if "deleted" not in one]
                return 200, {"items": living, "page": None, "epoch": self.epoch, "cursor": str(len(self._feed))}
            case ("GET", "checksum"):
                revisions = [(one["id"], one["rev"]) for one in self._documents.values() if "deleted" not in one]
                return 200, {"count": len(revisions), "digest": checksum(revisions).digest}
            case ("GET", "docs", document_id):
                found = self._documents.get(document_id)
                return (200, found) if found and "deleted" not in found else _problem(404, "not-found")
            case ("POST", "batch"):
                return 200, {"items": [self._item(item) for item in body["items"]]}
            case _:
                return _problem(404, "not-found")

    def _changes(self, query: Mapping[str, str]) -> Answer:
        if query.get("epoch") not in (None, "", self.epoch):
            return _problem(410, "epoch-changed")
        after, limit = int(query.get("cursor") or 0), int(query.get("limit") or 200)
        if after > len(self._feed):
            return _problem(410, "cursor-expired")
        page = self._feed[after : after + limit]
        ids = dict.fromkeys(one for one in page if one not in self._feed[after + limit :])
        told = {"cursor": str(after + len(page)), "more": after + len(page) < len(self._feed), "epoch": self.epoch}
        return 200, {"items": [self._documents[one] for one in ids], **told}

    def _item(self, item: Mapping[str, Any]) -> dict[str, Any]:
        status, told = self._once(item)
        return {"key": item["key"], "status": status, "body": told}

    def _once(self, item: Mapping[str, Any]) -> Answer:
        if self.is_disabled:
            return _problem(403, "signatory-disabled")
        mark = repr((item["method"], item["path"], item.get("body")))
        known = self._keys.get(item["key"])
        if known is not None:
            return known[1] if known[0] == mark else _problem(422, "key-reused")
        answer = self._carried_out(item)
        if answer[0] < 400:
            self._keys[item["key"]] = (mark, answer)
        return answer

    def _carried_out(self, item: Mapping[str, Any]) -> Answer:
        answer = self._effect(item)
        if answer[0] < 400:
            self.effects.append(item["key"])
        return answer

    def _effect(self, item: Mapping[str, Any]) -> Answer:
        match (item["method"], *item["path"].strip("/").split("/")[1:]):
            case ("PUT", "docs", document_id):
                return self._put(document_id, item)
            case ("POST", "docs", document_id, "submit"):
                return self._move(document_id, item, "submit", "submitted")
            case ("DELETE", "docs", document_id):
                answer = self._move(document_id, item, "discard", "deleted")
                if answer[0] == 200:
                    return 200, self._store({"id": document_id, "deleted": True, "by": self.account, "at": ""})
                return answer
            case ("POST", "requests") if item["body"]["action"] in ("print", "print_copy", "report_lost"):
                return self._move_print(item["body"]["document"], item["body"]["action"])
            case ("POST", "requests"):
                return self._move(item["body"]["document"], {}, item["body"]["action"], "withdrawn")
            case _:
                return _problem(404, "not-found")

    def _put(self, document_id: str, item: Mapping[str, Any]) -> Answer:
        known, body = self._documents.get(document_id), item["body"]
        refused = _unmet(known, item)
        if refused:
            return refused
        if known and known.get("stage") not in lifecycle.EDITABLE:
            return _problem(409, "state-locked")
        if known is None and (refused := self._unopened(body.get("links", {}))):
            return refused
        family = self.rules.form(body["form"]).family
        first = {"draft": "ready"}.get(lifecycle.FIRST_STAGE[family], lifecycle.FIRST_STAGE[family])
        stage = known["stage"] if known else first
        fixed = {"id": document_id, "family": family, "stage": stage, "printState": "not_printed"}
        told = {"facts": {}, "author": self.account, "office": "3302", "createdAt": "", "updatedAt": ""}
        return 200, self._store({**told, **(known or {}), **fixed, **body})

    def _move(self, document_id: str, item: Mapping[str, Any], event: str, stage: str) -> Answer:
        known = self._documents.get(document_id)
        if known is None or "deleted" in known:
            return _problem(404, "not-found")
        refused = _unmet(known, item) if item else None
        if refused:
            return refused
        if event not in lifecycle.events(known["family"], known["stage"], "clerk"):
            return _problem(409, "state-locked")
        if event == "submit" and (refused := self._unsendable(known)):
            return refused
        self.moves.append((document_id, event, apart(known["values"])))
        return 200, self._store({**known, "stage": stage})

    def _move_print(self, document_id: str, action: str) -> Answer:
        known = self._documents.get(document_id)
        if known is None or "deleted" in known:
            return _problem(404, "not-found")
        try:
            state = lifecycle.print_move(known["printState"], action, "clerk").to
        except Locked:
            return _problem(409, "state-locked")
        is_sent = any(one["stage"] in succession.SENT for one in self._successors(document_id))
        if known["stage"] != "approved" or (action == "report_lost" and is_sent):
            return _problem(409, "state-locked", guard="no_open_request")
        self.moves.append((document_id, action, apart(known["values"])))
        return 200, self._store({**known, "printState": state})

    def _successors(self, document_id: str) -> list[dict[str, Any]]:
        living = (one for one in self._documents.values() if "deleted" not in one and one["stage"] != "voided")
        return [one for one in living if document_id in map(one["links"].get, succession.LINKS)]

    def _unopened(self, links: Mapping[str, Any]) -> Answer | None:
        """Why a new document may not begin to take the place of the one that its links name."""
        for link, event in succession.EVENTS.items():
            original = self._documents.get(str(links.get(link, "")))
            if links.get(link) and (original is None or "deleted" in original):
                return _problem(409, "dependency-missing")
            if original is None:
                continue
            if event not in lifecycle.events(original["family"], original["stage"], "clerk"):
                return _problem(409, "state-locked", stage=original["stage"])
            if self._successors(original["id"]) or original["printState"] in succession.REQUESTS:
                return _problem(409, "state-locked", guard="no_open_request")
        return None

    def _unsendable(self, known: Mapping[str, Any]) -> Answer | None:
        for link in ("amends", "adjusts"):
            original = self._documents.get(str(known["links"].get(link, "")))
            if original is None:
                continue
            if original.get("stage") != "approved":
                return _problem(409, "state-locked", guard="original_approved")
            if original["printState"] in succession.REQUESTS:
                return _problem(409, "state-locked", guard="no_open_request")
        return None

    def _store(self, told: dict[str, Any]) -> dict[str, Any]:
        counter = len(self._feed) + 1
        kept = {**apart(told), "rev": f"{self.epoch}.{counter}.{secrets.token_hex(6)}"}
        self._documents[kept["id"]] = kept
        self._feed.append(kept["id"])
        return kept


def _unmet(known: Mapping[str, Any] | None, item: Mapping[str, Any]) -> Answer | None:
    if item.get("ifNoneMatch") == "*":
        return _problem(412, "stale-revision") if known else None
    if known is None or ("deleted" in known and item["method"] != "PUT"):
        return _problem(404, "not-found")
    return None if item.get("ifMatch") == f'"{known["rev"]}"' else _problem(412, "stale-revision")


def _problem(status: int, name: str, **facts: str) -> Answer:
    return status, {"type": f"urn:coo:problem:{name}", "title": name, "status": status, **facts}


def losing(error: ProgramError, match: str, times: int = 1) -> Callable[[str, str], None]:
    """For `before` or `after`: raises for the next so many requests whose path holds `match`."""
    left = [times]

    def lose(method: str, path: str) -> None:
        if match in path and left[0] > 0:
            left[0] -= 1
            raise error

    return lose
