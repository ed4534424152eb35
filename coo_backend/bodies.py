"""The shapes of request bodies: nothing unknown is let in, so that a misspelt or forbidden member is heard of."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coo_backend.db.document_rows import BACKEND_ONLY
from coo_backend.runtime.refusals import invalid

Text = Annotated[str, Field(max_length=500)]
Reason = Annotated[str, Field(max_length=2000)]


class Body(BaseModel):
    """Exactly these members, of exactly these types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True)


class Put(Body):
    """A document as its author wants it."""

    form: Text
    values: dict[str, Any]
    links: dict[str, str] = Field(default_factory=dict)


class Nothing(Body):
    """A request that says all in its path."""


class Ask(Body):
    """What only the issuing side can grant, or has to know."""

    action: Literal["withdraw", "report_lost", "ask_reprint", "print", "print_copy"]
    document: Text
    reason: Reason = ""
    copies: Annotated[int, Field(ge=0, le=1000)] = 0


class Remark(Body):
    """What is wrong with one field."""

    field: Text = ""
    text: Reason


class Exam(Body):
    """An examiner's step."""

    reason: Reason = ""
    reasons: list[Remark] = Field(default_factory=list)


class Read(Body):
    """Which notices were read."""

    ids: Annotated[list[Text], Field(max_length=500)]


class Commit(Body):
    """The whole file as its owner knows it."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size_bytes: Annotated[int, Field(alias="sizeBytes", ge=0)]


class Item(Body):
    """One request of a batch."""

    key: Text
    method: Literal["PUT", "POST", "DELETE"]
    path: Text
    if_match: Annotated[Text, Field(alias="ifMatch")] = ""
    if_none_match: Annotated[Text, Field(alias="ifNoneMatch")] = ""
    body: Any = None


class Batch(Body):
    """Several requests on one way; each has its own key and its own answer."""

    items: list[Item]


class Login(Body):
    """Who signs in, and on which computer."""

    account: Text
    password: Annotated[str, Field(max_length=1000)]
    device: Text = ""


class Forgotten(Body):
    """Whose password is forgotten."""

    account: Text
    device: Text = ""


class Reset(Body):
    """A new password, and the code that came to the phone."""

    request: Text
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    password: Annotated[str, Field(max_length=1000)]


class Confirm(Body):
    """The password once more, for one act."""

    password: Annotated[str, Field(max_length=1000)]
    purpose: Literal["hand_over", "cancel"]


class Confirmed(Body):
    """The proof that `Confirm` gave; empty where the act needs none."""

    confirmation: Text = ""


class Receipt(Body):
    """Which wipe order was carried out."""

    nonce: Text


class Move(Body):
    """Where a company wants to move, and why."""

    office: Text
    reason: Reason


class Answered(Body):
    """The answer to a case of verification; files arrived before."""

    text: Annotated[str, Field(max_length=10_000)] = ""
    evidence: Annotated[list[Text], Field(max_length=50)] = Field(default_factory=list)


class Answers(Body):
    """The answers to a questionnaire, by the ids of its questions."""

    values: dict[str, Any]


class Refresh(Body):
    """The token of a session."""

    refresh_token: Annotated[Text, Field(alias="refreshToken")]


AnyBody = TypeVar("AnyBody", bound=Body)


def shaped(shape: type[AnyBody], value: Any) -> AnyBody:
    """The value in its shape; refuses with one problem for each member that does not fit."""
    try:
        return shape.model_validate({} if value is None else value)
    except ValidationError as error:
        found = []
        for fault in error.errors(include_url=False):
            field = "/".join(map(str, fault["loc"]))
            foreign = fault["type"] == "extra_forbidden" and field in BACKEND_ONLY
            found.append(("backend_only" if foreign else "wrong_shape", field))
        raise invalid(*found) from None
