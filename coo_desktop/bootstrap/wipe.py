"""The end of an account on this computer: its order noted, carried out, reported. Runs on a worker, knows no Qt."""

import logging
import threading
from logging.handlers import RotatingFileHandler

from keyring.backend import KeyringBackend

from coo_desktop import __version__
from coo_desktop.contract.requests import Receipt
from coo_desktop.domain.errors import AccountTrouble, Refused, SyncTrouble
from coo_desktop.domain.office.people import WipeOrder
from coo_desktop.domain.operations.settings import exported
from coo_desktop.environment.settings import read_settings
from coo_desktop.store import wipe as wiping
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import LocalStore
from coo_desktop.sync.client.calls import to_wire
from coo_desktop.sync.client.http import Remote
from coo_desktop.sync.client.http_session import open_session
from coo_desktop.sync.client.tokens import SECRET_NAME, MemorySecret, Tokens
from coo_desktop.sync.connection import session_service


def note(profile: Profile, store: LocalStore, address: str, order: WipeOrder) -> None:
    """Keeps an order with all that is needed once neither store nor key is left; raises StoreTrouble."""
    secrets = (*wiping.secrets_of(profile.folder), (session_service(store), SECRET_NAME))
    exports = tuple((one["path"], one["sha256"]) for one in exported(store.reader))
    language = read_settings(profile.folder).language
    wiping.note(profile.folder, wiping.Wipe(order.nonce, address, language, secrets, exports))


def is_due(profile: Profile) -> bool:
    """Whether an order waits to be carried out, before anything else is opened."""
    return wiping.noted(profile.folder) is not None


def carry_out(profile: Profile, vault: KeyringBackend | None = None) -> None:
    """Carries out the order that is noted, if one is, and reports it; the profile is closed.

    Raises StoreTrouble for what would not go: everything else has gone, and the next start goes on.
    """
    wipe = wiping.noted(profile.folder)
    if wipe is not None:
        end_log()
        wiping.carry_out(profile.folder, wipe, vault)
    report(profile)


def report(profile: Profile) -> None:
    """Tells the backend of an order that was carried out; what it does not hear now it hears after another start."""
    told = wiping.receipt(profile.folder)
    if told is None:
        return
    nonce, address = told
    try:
        with open_session() as session:
            caller = Remote(address, session, Tokens(MemorySecret()), __version__)
            caller.call("POST", "/v1/wipe-receipts", to_wire(Receipt, nonce=nonce), signed=False)
    except (SyncTrouble, AccountTrouble, Refused):
        return
    wiping.forget_receipt(profile.folder)


def report_beside(profile: Profile) -> None:
    """Beside everything else: a backend that is out of reach holds no start up."""
    threading.Thread(target=report, args=(profile,), name="receipt", daemon=True).start()


def end_log() -> None:
    """Closes the log beside the store, so that its file can go and does not come back."""
    logger = logging.getLogger("coo_desktop")
    for handler in [one for one in logger.handlers if isinstance(one, RotatingFileHandler)]:
        logger.removeHandler(handler)
        handler.close()
