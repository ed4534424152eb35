"""Orders to wipe this profile: obeyed only when the backend that was signed in to has signed one for it."""

import base64
import binascii
import logging
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from coo_desktop.contract import accounts
from coo_desktop.domain.errors import Untrusted
from coo_desktop.domain.office.people import WipeOrder
from coo_desktop.domain.ports import Reader
from coo_desktop.sync.client.calls import as_value, shaped
from coo_desktop.sync.remembered import DEVICE, SERVER_KEY, remembered_text

_log = logging.getLogger(__name__)


def genuine(reader: Reader, told: Any) -> WipeOrder | None:
    """The order, when it is for this account on this device and signed with the key kept at the sign-in; any other is
    logged without what it says."""
    try:
        body = shaped(accounts.WipeOrder, told)
    except Untrusted:
        _log.warning("an order to wipe was none")
        return None
    order = as_value(WipeOrder, body)
    if order.account != reader.person().account or order.device != remembered_text(reader, DEVICE):
        _log.warning("an order to wipe was for another account or device")
    elif not _is_signed(order, body.signature, remembered_text(reader, SERVER_KEY)):
        _log.warning("an order to wipe was not signed by the backend")
    else:
        return order
    return None


def _is_signed(order: WipeOrder, signature: str, key: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), order.signed_text)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
