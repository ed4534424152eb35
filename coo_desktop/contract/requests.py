"""The bodies of requests: nothing unknown is let in, so that a misspelt or forbidden member is heard of."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from coo_desktop.contract.accounts import StampPart
from coo_desktop.contract.documents import MOST_ITEMS, MOST_ROWS, Count, Text

Reason = Annotated[str, Field(max_length=2000)]
#: What stands in a field. Of too many rows the answer says in which field they stand, which a shape alone cannot.
Value = Annotated[Any, WithJsonSchema({"maxItems": MOST_ROWS, "description": "A text, flag, number, object or rows"})]


class RequestBody(BaseModel):
    """Exactly these members, of exactly these types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True)


class Put(RequestBody):
    """A document as its author wants it."""

    form: Text
    values: dict[str, Value]
    links: dict[str, str] = Field(default_factory=dict)


class Nothing(RequestBody):
    """A request that says all in its path."""


class Ask(RequestBody):
    """What only the issuing side can grant, or has to know."""

    action: Literal["withdraw", "report_lost", "ask_reprint", "print", "print_copy"]
    document: Text
    reason: Reason = ""
    copies: Annotated[int, Field(ge=0, le=1000)] = 0


class ReleaseStep(RequestBody):
    """A step of the second pair of eyes (see domain/office/release).

    `content` is the digest that it is about, `note` the id of a note; `field`, `row` and `part` are its place.
    """

    action: Literal["ask_release", "release", "give_back", "note", "answer_note", "clear_note"]
    document: Text
    content: Text = ""
    note: Text = ""
    field: Text = ""
    row: Text = ""
    part: Text = ""
    text: Text = ""


class SetRelease(RequestBody):
    """Whether a second person of the company has to release what is sent."""

    needed: bool


class Remark(RequestBody):
    """What is wrong with one field."""

    field: Text = ""
    text: Reason


class Exam(RequestBody):
    """An examiner's step."""

    reason: Reason = ""
    reasons: Annotated[list[Remark], Field(max_length=MOST_ROWS)] = Field(default_factory=list)


class Read(RequestBody):
    """Which notices were read."""

    ids: Annotated[list[Text], Field(max_length=500)]


class Commit(RequestBody):
    """The whole file as its owner knows it."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size_bytes: Annotated[Count, Field(alias="sizeBytes")]


class Item(RequestBody):
    """One request of a batch."""

    key: Text
    method: Literal["PUT", "POST", "DELETE"]
    path: Text
    if_match: Annotated[Text, Field(alias="ifMatch")] = ""
    if_none_match: Annotated[Text, Field(alias="ifNoneMatch")] = ""
    body: Any = None


class Batch(RequestBody):
    """Several requests on one way; each has its own key and its own answer. More than its items is too-large."""

    items: Annotated[list[Item], Field(json_schema_extra={"maxItems": MOST_ITEMS})]


class Login(RequestBody):
    """Who signs in, and on which computer; `device_token` is what its last sign-in with this account was given."""

    account: Text
    password: Annotated[str, Field(max_length=1000)]
    device: Text = ""
    device_token: Annotated[Text, Field(alias="deviceToken")] = ""


class Forgotten(RequestBody):
    """Whose password is forgotten; `device_token` is as in a sign-in."""

    account: Text
    device: Text = ""
    device_token: Annotated[Text, Field(alias="deviceToken")] = ""


class Reset(RequestBody):
    """A new password, and the code that came to the phone."""

    request: Text
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    password: Annotated[str, Field(max_length=1000)]


class ChangePassword(RequestBody):
    """The password that holds, and the one that is to."""

    password: Annotated[str, Field(max_length=1000)]
    new_password: Annotated[str, Field(max_length=1000, alias="newPassword")]


class Confirm(RequestBody):
    """The password once more, for one act."""

    password: Annotated[str, Field(max_length=1000)]
    purpose: Literal["hand_over", "cancel"]


class Confirmed(RequestBody):
    """The proof that `Confirm` gave; empty where the act needs none."""

    confirmation: Text = ""


class Receipt(RequestBody):
    """Which wipe order was carried out."""

    nonce: Text


class Move(RequestBody):
    """Where a company wants to move, and why."""

    office: Text
    reason: Reason


class PutStamp(RequestBody):
    """A picture of a seal or a signature (PNG or JPEG) and how wide it prints, in millimetres.

    The bytes are base64 in texts of a length that every reader takes, to be joined.
    """

    content: Annotated[list[StampPart], Field(min_length=1, max_length=10)]
    width_mm: Annotated[str, Field(max_length=10, alias="widthMm")]


class Answered(RequestBody):
    """The answer to a case of verification; files arrived before."""

    text: Annotated[str, Field(max_length=10_000)] = ""
    evidence: Annotated[list[Text], Field(max_length=50)] = Field(default_factory=list)


class Answers(RequestBody):
    """The answers to a questionnaire, by the ids of its questions."""

    values: Annotated[dict[str, Any], Field(max_length=MOST_ROWS)]


class Refresh(RequestBody):
    """The token of a session."""

    refresh_token: Annotated[Text, Field(alias="refreshToken")]
