"""The whole error tree: an error is a state with a code and facts, and the screen finds the words for it.

ProgramError
├── Refused               a rule says no; `why` names the rule
│   ├── Outdated          the screen looked at an older revision
│   ├── Locked            the document's stage or delivery does not allow the action
│   ├── NotFound          no such document, form type or evidence here
│   └── Unreadable        an input (file, value, data file) cannot be understood
├── AccountTrouble        the work is kept, sending is off until a person acts
│   ├── SignInNeeded      the session ended
│   ├── SignInFailed      account and password do not match, or too many tries
│   ├── SignatoryDisabled the administrator or CCPIT disabled this signatory
│   ├── AccountDeleted    the administrator deleted this signatory
│   ├── AccountCancelled  the person cancelled the account, perhaps on another computer (`order`)
│   └── UpgradeNeeded     the backend no longer accepts this program version
├── SyncTrouble           the backend could not be used; try again later
│   ├── Offline           nothing was sent
│   ├── Unanswered        the request left, no answer came: the outcome is unknown
│   ├── Busy              the backend asks to wait (`after_s`)
│   └── Untrusted         the answer is not one of our backend (portal, redirect, wrong shape)
├── FileTrouble           a file that a person wants written (`file`) could not be; the older one of the name stays
│   └── FileFull, FileUnwritable
└── StoreTrouble          the disk or the profile could not be used
    ├── StoreFull, StoreBusy, StoreDamaged, StoreMissing, StoreNewer, StoreLocked (no key), StoreUnwritable
    └── ProfileInUse      another window has this profile open
"""

import re


class ProgramError(Exception):
    """Base of every error the program raises on purpose; `facts` fill the words shown for `code`."""

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    @property
    def code(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"


class Refused(ProgramError):
    """A rule says no. `why` is the rule's code; `fields` may list JSON pointers with codes."""


class Outdated(Refused):
    """The screen acted on revision `shown`, the document is at `revision`."""


class Locked(Refused):
    """The document's `stage` (or `delivery`) does not allow `event`."""


class NotFound(Refused):
    """Nothing with this `id` exists here (or it belongs to somebody else)."""


class Unreadable(Refused):
    """An input cannot be understood: `reason`, and where (`file`, `line`, `key`)."""


class AccountTrouble(ProgramError):
    """Sending is off until a person acts; nothing local is lost."""


class SignInNeeded(AccountTrouble):
    """The session ended or was never opened."""


class SignInFailed(AccountTrouble):
    """Account and password do not match, or there were too many tries (`retry_after_s`).

    With `reason` "account" the tries were elsewhere, and only devices that nobody knows have to wait.
    """


class SignatoryDisabled(AccountTrouble):
    """The backend refuses everything from this signatory."""


class AccountDeleted(AccountTrouble):
    """The administrator ended this account: nothing is sent any more, and what is here stays."""


class AccountCancelled(AccountTrouble):
    """The person ended the account; `order` is what came with the news, to be checked before it is obeyed."""


class UpgradeNeeded(AccountTrouble):
    """The backend needs program version `minimum` or later."""


class SyncTrouble(ProgramError):
    """The backend could not be used this time."""


class Offline(SyncTrouble):
    """The request did not leave; `cause` is dns, refused, unreachable, timeout, tls, proxy or address."""


class Unanswered(SyncTrouble):
    """The request left and no whole answer came back: it may or may not have taken effect."""


class Busy(SyncTrouble):
    """The backend asks to wait `after_s` seconds (None: the caller's own back-off); `why` "rate-limited" for too many
    requests or tries, with the backend's `reason`."""


class Untrusted(SyncTrouble):
    """The answer does not come from our backend or has a wrong shape; it is not applied."""


class FileTrouble(ProgramError):
    """A file that a person wants written somewhere could not be, for a `reason` in the system's words; nothing of it is
    left, no document is touched."""

    def __init__(self, file: str = "", reason: str = "") -> None:
        super().__init__(file=file, reason=reason)


class FileFull(FileTrouble):
    """The disk of the file is full."""


class FileUnwritable(FileTrouble):
    """The file may not be written there, or its folder or disk is gone."""


class StoreTrouble(ProgramError):
    """The local store could not do it; what is on the screen stays there."""


class StoreFull(StoreTrouble):
    """The disk is full."""


class StoreBusy(StoreTrouble):
    """Another program holds the file."""


class StoreDamaged(StoreTrouble):
    """The file is damaged; it is never written to again."""


class StoreMissing(StoreTrouble):
    """A profile that is not new lacks what is `lost` (mending.Lost); there are `backups`, and a `salvage` of a damaged
    store. Nothing has been written."""


class StoreClosed(StoreTrouble):
    """The program has let go of the store; whoever still asks comes too late."""


class StoreNewer(StoreTrouble):
    """The file was written by a newer program: `schema` against `known`."""


class StoreLocked(StoreTrouble):
    """The key to the store is not available (`cause`: absent, locked, wrong)."""


class StoreUnwritable(StoreTrouble):
    """The folder cannot be written to."""


class ProfileInUse(StoreTrouble):
    """Another window of this user has the profile open."""
