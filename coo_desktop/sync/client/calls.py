"""One request and its answer, whoever carries them: the network, or a fake that keeps the same contract."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
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


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way: `parts` are its bytes as they come, or those of the range that was asked for (status 206)."""

    status: int
    headers: Mapping[str, str]
    parts: Iterator[bytes]


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


class Downloader(Caller, Protocol):
    """A caller that also brings files, of any size, from the backend at `address`."""

    @property
    def address(self) -> str: ...
    def download(
        self, path: str, media_type: str, headers: Mapping[str, str], most_bytes: int
    ) -> AbstractContextManager[Download]:
        """Opens a file of this type; raises as `call` does, also while its parts are read, Untrusted for more."""
