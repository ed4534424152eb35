"""The company's seal and its signatories' signatures as pictures, for offices that take electronic seals.

The exporter's declaration of a certificate bears the seal and the signature of who sent it. A picture is printed as
wide as it was measured, so that paper and stamp have the same size.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.office.people import Colleagues

#: The setting that keeps what `CompanyStamps` says; the bytes of a picture are kept under `content_setting`.
STAMPS = "company_stamps"
#: The largest picture that travels and is stored.
STAMP_BYTES = 600_000
_PART = 100_000
LEAST_MM = Decimal(5)
PNG, JPEG = "image/png", "image/jpeg"


class StampKind(StrEnum):
    """The seal is the company's, a signature that of one account."""

    SEAL = "seal"
    SIGNATURE = "signature"


class ElectronicSeals(StrEnum):
    """What an office wants of its companies."""

    NONE = "none"
    ALLOWED = "allowed"
    REQUIRED = "required"


#: Kind -> the largest width and height in mm that customs and CCPIT take (round, oval and rectangular seals together).
MOST_MM: Mapping[StampKind, tuple[Decimal, Decimal]] = {
    StampKind.SEAL: (Decimal(60), Decimal(45)),
    StampKind.SIGNATURE: (Decimal(35), Decimal(30)),
}


@dataclass(frozen=True, slots=True)
class StampPicture:
    """A picture on its way: its bytes, what they are, and its pixels."""

    content: bytes
    mime: str
    width_px: int
    height_px: int

    def height_mm(self, width_mm: Decimal) -> Decimal:
        """How high it prints at a width."""
        return width_mm * self.height_px / self.width_px


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A picture that is filed; `account` is "" for the seal, `width_mm` is written as a decimal."""

    kind: StampKind
    account: str = ""
    sha256: str
    mime: str
    width_mm: str
    changed_at: str = ""
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class CompanyStamps:
    """What the office wants, and the pictures that are filed."""

    wanted: ElectronicSeals = ElectronicSeals.NONE
    items: tuple[Stamp, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the office takes electronic seals at all; without that nothing is printed."""
        return self.wanted is not ElectronicSeals.NONE

    @property
    def seal(self) -> Stamp | None:
        return next((each for each in self.items if each.kind is StampKind.SEAL), None)

    def signature(self, account: str) -> Stamp | None:
        found = (each for each in self.items if each.kind is StampKind.SIGNATURE and each.account == account)
        return next(found, None)

    def for_document(self, document: Document, names: Colleagues) -> tuple[Stamp | None, Stamp | None]:
        """(seal, signature of who sent the document), none where the office takes none.

        Two people of the sender's name are told apart by who wrote the document; where that does not help, nobody's
        signature is put under it.
        """
        if not self.is_taken:
            return None, None
        return self.seal, self.signature(sender(document, names))


def sender(document: Document, names: Colleagues) -> str:
    """The account that sent a document, "" while that is unknown."""
    name = document.facts.get("signatory")
    same = [account for account, each in names.known.items() if name and each == name]
    if document.author in same:
        return document.author
    return same[0] if len(same) == 1 else ""


def size_fault(kind: StampKind, width_mm: object, picture: StampPicture) -> bool:
    """Whether a picture would print too small, or larger than a seal or a signature may be."""
    width = decimal_of(width_mm)
    if width is None or not width.is_finite():
        return True
    widest, highest = MOST_MM[kind]
    return not LEAST_MM <= width <= widest or picture.height_mm(width) > highest


def to_parts(content: bytes) -> list[str]:
    """A picture's bytes as they travel and are kept: base64, in pieces."""
    text = base64.b64encode(content).decode()
    return [text[at : at + _PART] for at in range(0, len(text), _PART)]


def from_parts(parts: object) -> bytes:
    """The bytes of such pieces, b"" for what is none."""
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return b""
    try:
        return base64.b64decode("".join(parts), validate=True)
    except ValueError:
        return b""


def content_setting(sha256: str) -> str:
    """The name of the setting with a picture's bytes in pieces: in the store they are encrypted, kept and wiped."""
    return f"company_stamp/{sha256}"


def stamps_of(kept: object) -> CompanyStamps:
    """What a setting keeps; what is none there is left out."""
    if not isinstance(kept, Mapping):
        return CompanyStamps()
    items = kept.get("items")
    wanted = kept.get("wanted")
    known = wanted if wanted in set(ElectronicSeals) else ElectronicSeals.NONE
    return CompanyStamps(ElectronicSeals(known), tuple(map(_stamp, items)) if isinstance(items, Sequence) else ())


def kept_stamps(stamps: CompanyStamps) -> dict[str, object]:
    """The same as a setting."""
    names = ("account", "sha256", "mime", "width_mm", "changed_at", "changed_by")
    items = [{"kind": each.kind.value, **{name: getattr(each, name) for name in names}} for each in stamps.items]
    return {"wanted": stamps.wanted.value, "items": items}


def _stamp(row: Mapping[str, str]) -> Stamp:
    """One that `kept_stamps` wrote."""
    return Stamp(**{**row, "kind": StampKind(row["kind"])})  # type: ignore[arg-type]  # a table of its members
