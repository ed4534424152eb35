"""A start on a profile: a first look at the rows of the list that was left at the front, then the opening.

Everything that an opening does first stays first: where anything of it is due, nothing is shown before. The vault is
asked once for both: one that hangs, or asks a person, would do so twice.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from coo_desktop.domain.desk import Glance, Kept
from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.errors import StoreLocked, StoreTrouble, Unreadable
from coo_desktop.domain.short_names import short_names
from coo_desktop.environment.assets import declarations
from coo_desktop.environment.loading import settle
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.first_rows import at_rest, may_be_read
from coo_desktop.store.keys.key_chest import KeyChest

#: Which rows are wanted, by what is kept; None for none.
Choose = Callable[[Kept], Query | None]
_log = logging.getLogger(__name__)


class Start:
    """Of one start. Runs on a worker, knows no Qt; the caller holds the profile's lock."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._answer: Callable[[], bytes] | None = None

    def rows(self, choose: Choose) -> Glance | None:
        """The first rows, None where there are none to show yet; whatever is wrong is told by the opening."""
        try:
            return self._rows(choose) if may_be_read(self._profile) else None
        except (StoreTrouble, Unreadable, OSError, ValueError, TypeError) as error:
            _log.info("no first look: %s", type(error).__name__)
            return None

    def open(self, address: str, password: str, is_address_kept: bool) -> Any:
        """The open profile, see `profile.open_profile`; what an account that was wiped here left to be told is told."""
        from coo_desktop.bootstrap import profile as opening  # with all that an open profile needs

        opening.keep_log(self._profile)
        if self._profile.wipe_receipt.exists():
            from coo_desktop.bootstrap.wipe import report_beside

            report_beside(self._profile)
        opened = opening.open_profile(self._profile, address, password, is_address_kept, self.key)
        settle()
        return opened

    def key(self, chest: KeyChest) -> bytes:
        """The key from the vault, as `KeyChest.key`; what was answered at the look counts for the first opening."""
        answer, self._answer = self._answer, None
        return chest.key() if answer is None else answer()

    def _rows(self, choose: Choose) -> Glance | None:
        chest = KeyChest(self._profile.folder)
        if chest.is_new or not (chest.has_store and chest.has_signed_in):
            return None
        kept: dict[str, Any] = {}
        with at_rest(self._profile, self._key(chest)) as store:
            if store is None:
                return None

            def setting(name: str) -> Any:
                kept[name] = store.setting(name)
                return kept[name]

            person = store.person()
            query = choose(setting) if person.get("account") else None
            if query is None:
                return None
            names = short_names(declarations(self._profile.folder.parent / "declarations"))
            return Glance(query, store.rows(query), kept, person, names)

    def _key(self, chest: KeyChest) -> bytes:
        """Raises what `KeyChest.key` raises."""
        try:
            key = chest.key()
        except StoreLocked as error:
            self._answer = partial(_refuse, error)
            raise
        self._answer = lambda: key
        return key


def _refuse(error: StoreLocked) -> bytes:
    raise error
