"""What sync remembers between passes, by the names of its settings; a value of another shape counts as none."""

from typing import Any

from coo_desktop.domain.ports import Reader, Unit

#: So many pages of anything in one pass are no feed but a loop, wherever each of them leads.
MOST_PAGES = 10_000

#: The place in the feed, and the backend's epoch in which it means something.
CURSOR, EPOCH = "sync_cursor", "sync_epoch"
#: The place among the notices, and the epoch in which it means something.
NOTICES_CURSOR, NOTICES_EPOCH = "sync_notices_cursor", "sync_notices_epoch"
#: How the notices stand there as the feed told last, and as they stood when all of them were fetched.
NOTICES_THERE, NOTICES_HERE = "sync_notices_there", "sync_notices_here"
#: Ids of documents whose form type this program does not know.
UNREAD = "sync_unread"
#: The day of the last full resync after a wrong checksum: there is one a day at most.
RESYNCED_ON = "sync_resynced_on"
#: The day on which the checksum that is kept here was last held against all revisions.
SUMMED_ON = "sync_summed_on"
#: Keys of wishes that came back with a restored store and are still to be looked up; see `restored`.
RESTORED = "sync_restored"
DEVICE = "device_id"
#: Account -> what proves to the backend that this profile has signed in with it before.
DEVICE_TOKENS = "device_tokens"
#: The address of the last sign-in, for a computer whose settings are lost.
BACKEND = "backend_address"
#: What the backend's orders are signed with (raw Ed25519, base64), as told at the last sign-in.
SERVER_KEY = "server_key"
#: "deleted" or "cancelled" once the account is over.
ENDED = "account_ended"


def remembered_list(reader: Reader, name: str) -> list[Any]:
    value = reader.setting(name)
    return list(value) if isinstance(value, list) else []


def remembered_text(reader: Reader, name: str) -> str:
    value = reader.setting(name)
    return value if isinstance(value, str) else ""


def device_token(reader: Reader, account: str) -> str:
    """What this profile shows of itself when it signs in with the account; "" the first time."""
    value = reader.setting(DEVICE_TOKENS)
    token = value.get(account, "") if isinstance(value, dict) else ""
    return token if isinstance(token, str) else ""


def keep_device_token(unit: Unit, account: str, token: str) -> None:
    """Keeps what a sign-in gave; a backend that gives none leaves what is here."""
    known = unit.setting(DEVICE_TOKENS)
    if token and device_token(unit, account) != token:
        unit.put_setting(DEVICE_TOKENS, {**(known if isinstance(known, dict) else {}), account: token})
