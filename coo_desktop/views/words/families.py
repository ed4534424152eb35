"""The words of a document's page that depend on its kind: a certificate (原证) or a pre-review (原预审).

A page asks for the words of its family and names no family itself; another kind of document is one entry here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW
from coo_desktop.environment.words import N_


@dataclass(frozen=True, slots=True)
class FamilyWords:
    """What is said where a document takes another's place, and where one can no longer be edited.

    `original` heads a column and is filled with number, `against` with number and count, `amendment` with reason.
    `adjustment` stands above one whose original stays valid until it is approved; a family without such successors says
    nothing.
    """

    compare: str
    original: str
    against: str
    approved: str
    voided: str
    amendment: str = ""
    adjustment: str = ""


WORDS: Mapping[str, FamilyWords] = MappingProxyType(
    {
        CERTIFICATE: FamilyWords(
            compare=N_("Co&mpare with the original"),
            original=N_("Original\n{number}"),
            against=N_("Against the original {number}: {count}"),
            approved=N_("Locked: it is approved. Amend or copy it to change something."),
            voided=N_("Locked: it is void. Copy it to use it again."),
            amendment=N_(
                "Amendment, for this reason: {reason}. Invoice numbers and certificate type stay as they are."
            ),
        ),
        PRE_REVIEW: FamilyWords(
            compare=N_("Co&mpare with the original pre-review"),
            original=N_("Original pre-review\n{number}"),
            against=N_("Against the original pre-review {number}: {count}"),
            approved=N_("Locked: it is approved. Adjust or copy it to change something."),
            voided=N_("Locked: it is void. Declare it again to file it anew."),
            adjustment=N_("Adjustment: the original pre-review stays valid until this one is approved."),
        ),
    }
)


def family_words(family: str) -> FamilyWords:
    """The words of a family; records are never sent, so that theirs are never asked for and stand for nothing."""
    return WORDS.get(family, WORDS[CERTIFICATE])
