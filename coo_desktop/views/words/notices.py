"""What a notice says: words and icon of its kind, the sentence its facts fill, and the document it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.office.notices import LocalKind, Notice
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.environment.words import N_, _, language
from coo_desktop.views.words.stages import local_time


@dataclass(frozen=True, slots=True)
class KindWords:
    """`sentence` is filled with the facts of a notice that nobody wrote a text for, and with those of its document."""

    title: str
    icon: str
    meaning: str
    sentence: str = ""


def _code(sentence: str) -> KindWords:
    return KindWords(N_("HS code changed"), "amend", "wait", sentence)


#: Kind -> its words. The backend's kinds, then those of the program itself (`operations.noticing.tell`).
KINDS: Mapping[str, KindWords] = MappingProxyType(
    {
        "office": KindWords(N_("Message from CCPIT"), "info", "calm"),
        "approved": KindWords(N_("Approved"), "approved", "good", N_("Approved under the number {number}.")),
        "replacement_approved": KindWords(
            N_("Approved, original void"),
            "approved",
            "good",
            N_("Approved under the number {number}. {replacesNumber}, which it replaces, is void from now on."),
        ),
        "returned": KindWords(N_("Returned"), "returned", "bad"),
        "voided": KindWords(N_("Voided by CCPIT"), "voided", "bad"),
        "reprint_granted": KindWords(
            N_("Reprint granted"), "print", "good", N_("The original may be printed once more.")
        ),
        "reprint_refused": KindWords(N_("Reprint refused"), "print", "bad"),
        "lost_granted": KindWords(
            N_("Loss confirmed"), "approved", "good", N_("From now on the copy is printed instead of the original.")
        ),
        "lost_refused": KindWords(N_("Loss not confirmed"), "attention", "bad"),
        "verification_opened": KindWords(N_("Verification"), "attention", "wait"),
        "verification_closed": KindWords(
            N_("Verification closed"), "approved", "good", N_("The verification of this certificate is closed.")
        ),
        "move_approved": KindWords(
            N_("Move approved"),
            "approved",
            "good",
            N_("What is not sent yet goes to the new office from now on; what was sent stays with the old one."),
        ),
        "office_moved": KindWords(
            N_("Another office"), "info", "calm", N_("Documents not sent yet that go to the new office, too: {count}.")
        ),
        "office_moved_place": KindWords(
            N_("Another office"),
            "attention",
            "wait",
            N_(
                "Documents not sent yet that go to the new office, too: {count}. A place of application that was filled"
                " in as {was} is {now} now."
            ),
        ),
        "move_refused": KindWords(N_("Move refused"), "attention", "bad"),
        "questionnaire": KindWords(N_("Questionnaire"), "draft", "calm"),
        "release_needed": KindWords(
            N_("Second pair of eyes"),
            "info",
            "calm",
            N_("From now on another person of the company releases a document before it is sent."),
        ),
        "release_ended": KindWords(
            N_("Second pair of eyes"), "info", "calm", N_("Documents are sent without a release again.")
        ),
        LocalKind.WITHDRAWAL_LOST: KindWords(
            N_("Not withdrawn"),
            "in_review",
            "wait",
            N_("An examiner had taken the application up before the withdrawal arrived; it stays with CCPIT."),
        ),
        LocalKind.SIGN_INS_FAILED: KindWords(
            N_("Failed sign-ins"),
            "attention",
            "wait",
            N_(
                "Somebody tried to sign in with your account and had wrong passwords. Tries: {count}; places they came "
                "from: {places}; first: {since_at}; last: {last_at}. You are not shut out: this computer goes on. If "
                "it was not you, choose a password that nobody guesses (Company data → Change my password)."
            ),
        ),
        "code_one_to_one": _code(N_("{name}: HS code {code} was renumbered. It is now {candidates}.")),
        "code_split": _code(N_("{name}: HS code {code} was split. Candidates: {candidates}.")),
        "code_split_code_kept": _code(N_("{name}: some goods left HS code {code}. Candidates: {candidates}.")),
        "code_merged": _code(N_("{name}: HS code {code} was merged into {candidates}.")),
        "code_deleted": _code(N_("{name}: {code} is not an HS code in force. Beside it: {candidates}.")),
        "code_line_ended": _code(N_("{name}: HS line {code} ended on {since}. Candidates: {candidates}.")),
    }
)
_GAP = re.compile(r"\{(\w+)\}")
_UNKNOWN = KindWords(N_("Notice"), "info", "calm")


def words_of(notice: Notice) -> KindWords:
    """The words of its kind; a kind that only a newer backend knows is simply a notice."""
    return KINDS.get(notice.kind, _UNKNOWN)


def said(notice: Notice, document: Document | None = None) -> str:
    """What was written, else what the facts of the notice and of its document say; one that is missing leaves a gap.

    A fact that is told apart in the language of the screen has its name with the language at its end; one whose name
    ends in _at is an instant.
    """
    if notice.text:
        return notice.text
    sentence = words_of(notice).sentence
    facts = {**(document.facts if document is not None else {}), **notice.facts}

    def fact(gap: re.Match[str]) -> str:
        told = str(facts.get(f"{gap[1]}_{language()}", facts.get(gap[1], "…")))
        return local_time(told) if gap[1].endswith("_at") else told

    return _GAP.sub(fact, _(sentence)) if sentence else ""


def about(notice: Notice, document: Document | None, rules: Rulebook, language: str) -> str:
    """The document in a few words: its form, and its numbers and title."""
    if not notice.document:
        return ""
    form = rules.book.forms.get(document.form) if document is not None else None
    if document is None or form is None or document.deleted:
        return _("A document that is no longer here")
    found = summary(form, document)
    name = " · ".join(filter(None, (found["number"], found["invoice"], found["title"])))
    return _("{form}: {name}").format(form=form.short.in_(language), name=name) if name else form.short.in_(language)
