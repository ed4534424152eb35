"""A first look at a profile before it is opened: the rows of the list that was left at the front, if they may be shown.

Everything that an opening does first stays first: where anything of it is due, nothing is shown here. The vault is
asked once for both: one that hangs, or asks a person, would do so twice.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from coo_desktop.domain.desk import Glance, Kept
from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.errors import StoreLocked, StoreTrouble
from coo_desktop.domain.short_names import short_names
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.first_rows import at_rest, may_be_read
from coo_desktop.store.keys.key_chest import KeyChest

#: Which rows are wanted, by what is kept; None for none.
Choose = Callable[[Kept], Query | None]
_log = logging.getLogger(__name__)


class FirstLook:
    """Of one start. Runs on a worker, knows no Qt; the caller holds the profile's lock."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._answer: Callable[[], bytes] | None = None

    def rows(self, choose: Choose) -> Glance | None:
        """The first rows, None where there are none to show yet; whatever is wrong is told by the opening."""
        try:
            return self._rows(choose) if may_be_read(self._profile) else None
        except (StoreTrouble, OSError, ValueError, TypeError) as error:
            _log.info("no first look: %s", type(error).__name__)
            return None

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
            return None if query is None else Glance(query, store.rows(query), kept, person, short_names())

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
