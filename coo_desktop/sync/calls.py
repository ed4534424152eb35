"""One request and its answer, whoever carries them: the network, or a fake that keeps the same contract."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Reply:
    """A success: `body` is the parsed JSON or None; header names are lower case."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def member(self, name: str) -> Any:
        """A member of the body, None when it is missing or the body is no object."""
        return self.body.get(name) if isinstance(self.body, Mapping) else None


class Caller(Protocol):
    """Sends one request and hears its whole answer.

    `body` is bytes as they are, anything else as JSON. `signed` sends the access token, renewed once when it ended.
    Raises Offline, Unanswered, Busy, Untrusted, SignInNeeded, SignatoryDisabled, UpgradeNeeded, or Refused(why=problem
    type, status, problem).
    """

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        signed: bool = True,
    ) -> Reply: ...
