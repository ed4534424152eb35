"""A process that changes a password, to be killed in the middle of it; given folder, address, old, new.

The folder is a desk's profile, signed in before; its store's key is in `key.json`.
"""

import sys
from pathlib import Path

from coo_desktop.domain.errors import ProgramError
from coo_desktop.store.keys.key_chest import KeyChest, StoreLock
from coo_desktop.sync.api.account import Account
from tests.keyring_in_home import KeyringInHome
from tests.sync.desk import Desk


def main(folder: Path, url: str, old: str, new: str) -> None:
    """Changes the password, and says what came of it if it lives to."""
    chest = KeyChest(folder, KeyringInHome())
    desk = Desk(folder, url)
    desk.account = Account(desk.store, desk.remote, desk.tokens, StoreLock(chest, chest.key()))
    try:
        print("ended", desk.account.change_password(old, new), flush=True)
    except ProgramError as error:
        print(error.code, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
