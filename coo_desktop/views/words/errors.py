"""Errors in words: what happened, what it means for the work, what to do; and where on the screen each code belongs."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.refusals import BackupFault, Rule
from coo_desktop.environment.words import N_, _, language
from coo_desktop.views.words.packs import REASONS as PACK_REASONS

FIELD, BANNER, LIGHT = "field", "banner", "light"

#: Code -> where it shows. A code that is missing here shows in the banner.
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "sign_in_failed": FIELD,
        "offline": LIGHT,
        "unanswered": LIGHT,
        "busy": LIGHT,
        "sign_in_needed": LIGHT,
    }
)
_CODES: Mapping[str, str] = MappingProxyType(
    {
        "refused": N_("This cannot be done now. Nothing was changed."),
        "outdated": N_(
            "This document was changed elsewhere while it was open. Look at the new state and repeat your edit."
        ),
        "locked": N_("This is not possible at the present stage. Nothing was changed."),
        "not_found": N_("This document is no longer here. It may have been deleted on another computer."),
        "unreadable": N_("This file cannot be read. Nothing was taken from it."),
        "sign_in_needed": N_("Your session has ended. Everything is kept here; sign in to send it."),
        "sign_in_failed": N_("Account and password do not match."),
        "signatory_disabled": N_("Your account has been disabled. Your drafts are kept; ask your administrator."),
        "account_deleted": N_(
            "The administrator deleted this account. Nothing is sent any more; what is on this computer stays here."
        ),
        "account_cancelled": N_("This account was cancelled. Nothing is sent any more."),
        "upgrade_needed": N_(
            "The backend needs a newer version of this program. Your work is kept; update, then send."
        ),
        "offline": N_("The backend cannot be reached. Your work is kept and will be sent later."),
        "unanswered": N_("The backend did not answer in time. The program finds out by itself what became of it."),
        "busy": N_("The backend is busy. The program tries again by itself."),
        "untrusted": N_(
            "The answer did not come from the backend. Nothing was taken over; check the network sign-in page."
        ),
        "file_full": N_(
            "There is not enough room for {file}, so it was not written. Free some space or choose another place."
        ),
        "file_unwritable": N_("{file} cannot be written there. Choose another place."),
        "store_full": N_(
            "The disk is full, so nothing could be saved. What you typed is still on the screen; free some space, and "
            "it is saved by itself."
        ),
        "store_busy": N_("Another program holds the data file. What you typed is still on the screen; try again."),
        "store_damaged": N_("The data file is damaged and is not written to any more. Restore it from a backup."),
        "store_missing": N_(
            "The data file of this profile or its key is missing. Nothing was written; the window shows what there is."
        ),
        "store_closed": N_("The program is about to close. What was saved is safe."),
        "store_newer": N_("The data was written by a newer version of this program. Install that version."),
        "store_locked": N_("The data on this computer is locked. Unlock it with your password."),
        "store_unwritable": N_(
            "The data folder can only be read, so nothing is saved. What you typed is still on the screen. Ask whoever "
            "looks after this computer; once the folder can be written to, it is saved by itself."
        ),
        "profile_in_use": N_("This account is already open in another window."),
        "program_error": N_(
            "Something went wrong inside the program. Your saved work is safe; the log has the details."
        ),
    }
)
_RULES: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.INCOMPLETE: N_("Not complete yet: {count} problems are left."),
        Rule.CONFLICTS: N_("{count} fields were changed by two people. Choose a value for each, then send."),
        Rule.UNDECIDED: N_("{count} fields are not decided yet."),
        Rule.NEEDS_REVIEW: N_("Something was done with it elsewhere. Open the document and look at it, then send."),
        Rule.UNDERTAKING: N_("The office asks for an undertaking and a way to collect. Send it again and answer both."),
        Rule.REASON_MISSING: N_("A reason is needed."),
        Rule.COPY_TARGET: N_("This type of document cannot be made from the one you chose."),
        Rule.SUCCEEDED: N_(
            "Another document is on its way to take the place of this one already. Open that one instead of a second."
        ),
        Rule.PLACE_TAKEN: N_(
            "A colleague's document takes the place of the same original already, so this one cannot be sent. "
            "What you typed stays here."
        ),
        Rule.ORIGINAL_OVER: N_(
            "The document that this one replaces is void by now, so this one cannot be sent. What you typed stays here."
        ),
        Rule.LOSS_OPEN: N_(
            "CCPIT has not decided on the reported loss of the certificate yet. It can be amended after that."
        ),
        Rule.REPRINT_OPEN: N_(
            "CCPIT has not decided yet whether the certificate may be printed again. It can be amended after that."
        ),
        Rule.SUCCESSOR_SENT: N_(
            "An amendment of this certificate has been sent. It is decided first; nothing else can be asked for now."
        ),
        Rule.SOME_ROWS: N_("{count} of {rows} documents could not be taken. Open one to see why; the others are done."),
        Rule.ADDRESS: N_("This is not an address of a backend. It starts with https://."),
        Rule.OTHER_PERSON: N_("The work on this computer belongs to {account}. Sign in with that account."),
        Rule.PRODUCT_NOT_APPROVED: N_("A product in this certificate has no approved pre-review yet."),
        Rule.GLYPH_MISSING: N_("No font here has these characters: {characters}"),
        Rule.COPY_ONLY: N_("After a loss only the copy of this certificate can be printed."),
        Rule.PRINTER: N_(
            "The printer did not take the pages. Nothing was reported as printed; look at it and print again."
        ),
        Rule.PDF_FULL: N_(
            "There is not enough room for the file. Nothing was reported as printed; free some space or choose another "
            "place."
        ),
        Rule.PDF_FILE: N_("The file cannot be written there. Nothing was reported as printed; choose another place."),
        Rule.PAPER_NOT_DUE: N_("This paper cannot be printed any more: the state of printing has changed meanwhile."),
        Rule.PICTURE_NEEDED: N_("The picture of the marks is not on this computer, so the paper cannot be drawn."),
        Rule.NOTHING_TO_SPLIT: N_("The goods fit this certificate; there is nothing to split."),
        Rule.NO_NEWER_EDITION: N_("This certificate is of the newest edition of its form already."),
        Rule.NOT_CUSTOMS: N_("This account is none of the customs."),
        Rule.NO_SUCH_CODE: N_("HS {edition} has no code {code}."),
        Rule.TEMPLATE_NAME: N_("There is a template called “{name}” already. Choose another name, or edit that one."),
        Rule.NOT_RELEASED: N_(
            "A colleague has to release this content first. Ask for a check, and send it once it is released."
        ),
        Rule.OWN_RELEASE: N_("What you wrote or asked a check for is released by another person."),
        Rule.RELEASE_OUTDATED: N_(
            "Nobody asks for a check of this content: it was changed or decided meanwhile. Look at it as it is now."
        ),
        Rule.NOTE_TEXT: N_("A note has 1 to {most} characters, and a document at most {notes} notes."),
        Rule.PAST_NUMBER: N_("A past certificate is known by its number, and there is none."),
        Rule.TEMPLATE_TYPE: N_("This program cannot make the type of certificate that the template is for."),
    }
)


def error_message(error: ProgramError) -> str:
    """The error as one or two sentences for a person."""
    why = error.facts.get("why") or error.facts.get("reason")
    if isinstance(why, Rule):
        return _filled(_(_RULES[why]), error)
    if isinstance(why, BackupFault):
        from coo_desktop.views.words.backups import REASONS  # of a page that few open, and not before the first paint

        return _filled(_(REASONS[why]), error)
    if isinstance(why, PackFault):
        return _filled(_(PACK_REASONS[why]), error)
    if error.code == "sign_in_failed" and error.facts.get("retry_after_s"):
        return _waiting(error)
    if error.facts.get("cause") == "patience":
        said = _("Too many wrong passwords. Try again in {seconds} seconds. Nothing is deleted.")
        return said.format(seconds=error.facts.get("seconds", ""))
    return _filled(code_text(error.code), error)


def _waiting(error: ProgramError) -> str:
    """Too many tries: of one's own, or of others with the same account, which only an unknown computer waits for."""
    wait_s = math.ceil(float(str(error.facts["retry_after_s"])))
    if error.facts.get("reason") != "account":
        return _("Too many tries. Try again in {seconds} seconds.").format(seconds=wait_s)
    said = _(
        "Somebody elsewhere has tried many passwords with this account, so a computer that never signed in with it has "
        "to wait: {minutes} minutes. One that did does not wait; and “Forgotten password” ends the wait with a code to "
        "your phone."
    )
    return said.format(minutes=-(-wait_s // 60))


def code_text(code: str) -> str:
    """An error's code in words; one without words of its own is told as a fault of the program."""
    words = _CODES.get(code, _CODES["program_error"])
    return _(words)


def problem_words(error: ProgramError, field: str) -> str:
    """What the backend finds wrong with one member of a request, in its own words; "" for nothing."""
    problem: object = error.facts.get("problem")
    found = problem.get("problems") if isinstance(problem, Mapping) else None
    told = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    name = "messageZh" if language().startswith("zh") else "messageEn"
    return " ".join(str(one[name]) for one in told if one.get("field") == field and one.get(name))


def place(error: ProgramError) -> str:
    """Where the error shows: beside its field, in the banner, or in the sync light."""
    return PLACES.get(error.code, BANNER)


def _filled(sentence: str, error: ProgramError) -> str:
    for name, value in error.facts.items():
        sentence = sentence.replace(f"{{{name}}}", str(value))
    return sentence
