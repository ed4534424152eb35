"""Why the sync light is as it is, in words: one sentence of what is so, one of what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.office.sync_state import IncidentKind, SyncCause
from coo_desktop.environment.words import N_, _

CAUSES: Mapping[SyncCause, str] = MappingProxyType(
    {
        SyncCause.NAME_NOT_FOUND: N_(
            "The name of the backend is not found: there is no network, or the address is wrong."
        ),
        SyncCause.NOT_RUNNING: N_("The backend's computer answers, but the backend does not run."),
        SyncCause.TIMEOUT: N_("The backend does not answer."),
        SyncCause.TLS: N_("The connection is not safe: the backend's certificate is not trusted here."),
        SyncCause.PROXY: N_("The proxy of this network lets nothing through."),
        SyncCause.PORTAL: N_("This network wants a sign-in of its own first; open a web page in the browser."),
        SyncCause.ADDRESS: N_("The address of the backend is not valid. Correct it in the settings."),
        SyncCause.UNREACHABLE: N_("The backend cannot be reached. Your work is kept and will be sent later."),
        SyncCause.UNANSWERED: N_(
            "The backend did not answer in time. The program finds out by itself what became of it."
        ),
        SyncCause.CUT: N_("The connection broke off. The program finds out by itself what arrived."),
        SyncCause.SERVER_FAULT: N_("The backend has a fault of its own. The program tries again by itself."),
        SyncCause.GATEWAY: N_("The network answers in place of the backend, which cannot be reached behind it now."),
        SyncCause.SCANNING: N_("The backend still looks through an uploaded file. The program asks again by itself."),
        SyncCause.BUSY: N_("The backend is busy. The program tries again by itself."),
        SyncCause.UNTRUSTED: N_(
            "The answer did not come from the backend. Nothing was taken over; check the network sign-in page."
        ),
        SyncCause.PASS_REFUSED: N_(
            "The backend refuses this program's requests. Your work is kept; ask whoever looks after the backend."
        ),
        SyncCause.RESTORED: N_("The backend was restored from a backup. The program compares everything once more."),
        SyncCause.SIGN_IN_NEEDED: N_("Nobody is signed in. Everything is kept here; sign in to send it."),
        SyncCause.SIGNATORY_DISABLED: N_(
            "Your account has been disabled. Your drafts are kept; ask your administrator."
        ),
        SyncCause.ACCOUNT_DELETED: N_(
            "The administrator deleted this account. Nothing is sent any more; what is on this computer stays here."
        ),
        SyncCause.ACCOUNT_CANCELLED: N_("This account was cancelled. Nothing is sent any more."),
        SyncCause.PROGRAM_TOO_OLD: N_(
            "The backend needs a newer version of this program. Your work is kept; update, then send."
        ),
        SyncCause.PROGRAM_TOO_NEW: N_(
            "This program is newer than the backend. Your work is kept and sent once the backend is updated."
        ),
        SyncCause.WORK_REFUSED: N_(
            "The backend refused something you sent. The outbox says what and why; correct it or take it back."
        ),
        SyncCause.PERSON_NEEDED: N_(
            "Something in the outbox goes no further without you. The outbox says what and why."
        ),
        SyncCause.MASS_DELETION: N_(
            "Many documents were deleted elsewhere. Nothing was deleted here; look at the list and decide."
        ),
        SyncCause.DISK_FULL: N_("The disk is full, so what came from the backend cannot be kept. Free some space."),
        SyncCause.STORE_BUSY: N_("Another program holds the data file. The program tries again by itself."),
        SyncCause.STORE_DAMAGED: N_(
            "The data file is damaged and is not written to any more. Restore it from a backup."
        ),
        SyncCause.STORE_NEWER: N_("The data was written by a newer version of this program. Install that version."),
        SyncCause.STORE_LOCKED: N_("The data on this computer is locked. Unlock it with your password."),
        SyncCause.STORE_UNWRITABLE: N_("The data folder cannot be written to. Ask whoever looks after this computer."),
        SyncCause.PROFILE_IN_USE: N_("This account is already open in another window."),
        SyncCause.FAULT: N_(
            "Something went wrong inside the program. Your saved work is safe; the log has the details."
        ),
    }
)


INCIDENTS: Mapping[IncidentKind, str] = MappingProxyType(
    {
        IncidentKind.RESTORED: N_("The backend was restored from a backup; everything was compared."),
        IncidentKind.CURSOR_EXPIRED: N_("This computer was away for long; everything was compared."),
        IncidentKind.CHECKSUM: N_("Here and at the backend were different documents; everything was compared."),
        IncidentKind.ANSWER_REJECTED: N_("An answer did not come from the backend; it was not applied."),
        IncidentKind.PASS_REFUSED: N_("The backend refused a request of this program."),
        IncidentKind.MISCOUNTED: N_("The sum of the documents here was kept wrongly; it was counted again."),
        IncidentKind.SET_ASIDE: N_("A document at the backend cannot be read here; all others were taken over."),
        IncidentKind.OTHER: N_("Sending and fetching stopped for another reason."),
    }
)


def incident_text(kind: IncidentKind) -> str:
    """What happened, in the language of the moment."""
    return _(INCIDENTS[kind])


def cause_text(cause: SyncCause) -> str:
    """One sentence or two of why, in the language of the moment."""
    return _(CAUSES[cause])
