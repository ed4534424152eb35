"""Why the gate before the desk did not open: what failed, at which address, and what to do.

Before a first sign-in there is no work, so nothing here says that any is kept or will be sent.
"""

from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.errors import ProgramError, Refused, SignInFailed
from coo_desktop.domain.office.sync_state import SyncCause, cause_of
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import N_, _
from coo_desktop.views.words.errors import error_message

CAUSES: Mapping[SyncCause, str] = MappingProxyType(
    {
        SyncCause.NAME_NOT_FOUND: N_(
            "The computer named in {address} is not found: there is no network, or the address is wrong."
        ),
        SyncCause.NOT_RUNNING: N_(
            "{address} refuses the connection: CCPIT's system does not run there, or the address is wrong."
        ),
        SyncCause.TIMEOUT: N_("{address} does not answer: there is no network, or the address is wrong."),
        SyncCause.TLS: N_("The connection to {address} is not safe: its certificate is not trusted. Nothing was sent."),
        SyncCause.PROXY: N_("The proxy of this network does not let the program through to {address}."),
        SyncCause.PORTAL: N_(
            "Something other than CCPIT's system answers at {address}: the address is wrong, or this network wants a "
            "sign-in of its own first; open a web page in the browser."
        ),
        SyncCause.ADDRESS: N_("{address} is not an address of CCPIT's system. It starts with https://."),
        SyncCause.UNREACHABLE: N_("{address} cannot be reached. Check the network and the address."),
        SyncCause.UNANSWERED: N_("{address} did not answer in time. Try again."),
        SyncCause.CUT: N_("The connection to {address} broke off. Try again."),
        SyncCause.SERVER_FAULT: N_("CCPIT's system at {address} has a fault of its own. Try again later."),
        SyncCause.GATEWAY: N_("A gateway answers at {address}; CCPIT's system behind it cannot be reached now."),
        SyncCause.BUSY: N_("CCPIT's system at {address} is busy or being maintained. Try again a little later."),
        SyncCause.UNTRUSTED: N_(
            "The answer from {address} is not one of CCPIT's system. Check the address; if it is right, ask CCPIT."
        ),
        SyncCause.PROGRAM_TOO_OLD: N_(
            "CCPIT's system at {address} needs a newer version of this program. Update it, then sign in."
        ),
        SyncCause.PROGRAM_TOO_NEW: N_(
            "CCPIT's system at {address} is older than this program. Ask CCPIT which version fits."
        ),
        SyncCause.SIGNATORY_DISABLED: N_("This account has been disabled at {address}. Ask your administrator."),
        SyncCause.ACCOUNT_DELETED: N_("The administrator deleted this account; it can no longer sign in at {address}."),
        SyncCause.ACCOUNT_CANCELLED: N_("This account was cancelled; it cannot sign in at {address} any more."),
        SyncCause.PASS_REFUSED: N_("CCPIT's system at {address} refuses this ({why}). Check the address; ask CCPIT."),
        SyncCause.FAULT: N_("Something went wrong inside the program; the log has the details. Try again."),
    }
)


def gate_text(error: ProgramError, address: str) -> str:
    """The error as a person at the gate needs it; `address` is where was asked, "" where it is not known."""
    why = error.facts.get("why")
    if why == Rule.ADDRESS:
        return _filled(SyncCause.ADDRESS, address)
    cause = cause_of(error)
    if isinstance(error, SignInFailed) or isinstance(why, Rule) or cause not in CAUSES:
        return error_message(error)
    if isinstance(error, Refused) and "status" not in error.facts:
        return error_message(error)
    return _filled(cause, address, str(why or ""))


def _filled(cause: SyncCause, address: str, why: str = "") -> str:
    return _(CAUSES[cause]).format(address=address or _("CCPIT's address"), why=why)
