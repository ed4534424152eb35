"""One request and its answer, whoever carries them: the network, or a fake that keeps the same contract."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from coo_desktop.domain.errors import Refused, Untrusted

Shape = TypeVar("Shape", bound=BaseModel)
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Reply:
    """A success: `body` is the parsed JSON or None; header names are lower case."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def member(self, name: str) -> Any:
        """A member of the body, None when it is missing or the body is no object."""
        return self.body.get(name) if isinstance(self.body, Mapping) else None

    def read(self, shape: type[Shape]) -> Shape:
        """The body in its declared shape; raises Untrusted for any other."""
        return shaped(shape, self.body)


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way: `parts` are its bytes as they come, or those of the range that was asked for (status 206)."""

    status: int
    headers: Mapping[str, str]
    parts: Iterator[bytes]


def shaped(shape: type[Shape], value: Any) -> Shape:
    """A part of an answer in its declared shape (`coo_desktop.contract`); raises Untrusted(reason) for any other."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise Untrusted(reason=".".join(str(part) for part in error.errors()[0]["loc"]) or "shape") from None


def to_wire(shape: type[BaseModel], **members: Any) -> dict[str, Any]:
    """The body of a request in its declared shape, with the members that are given.

    What a person typed may not fit it: that raises Refused(why="validation"), as the backend itself would answer.
    """
    try:
        return shape(**members).model_dump(by_alias=True, exclude_unset=True)
    except ValidationError as error:
        field = "/".join(str(part) for part in error.errors()[0]["loc"])
        problem = {"severity": "block", "code": "wrong_shape", "field": field, "box": "", "row": ""}
        problem |= {"messageZh": "", "messageEn": ""}
        raise Refused(why="validation", status=422, problem={"problems": [problem]}) from None


def as_value(kind: type[Kind], body: BaseModel, **others: Any) -> Kind:
    """A frozen value of the domain with the members that a body has under the same names; `others` are set besides."""
    names = {found.name for found in fields(kind)} & set(type(body).model_fields)  # type: ignore[arg-type]  # a dataclass
    return kind(**{name: getattr(body, name) for name in names} | others)


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
