"""What is asked of the backend while a person waits, and is never kept for later: it needs a network and says so."""

from pathlib import Path

from coo_desktop.domain.documents.document import Company
from coo_desktop.domain.ports import Store
from coo_desktop.store.packs.install import pack_folder
from coo_desktop.sync.api.account import keep_account
from coo_desktop.sync.api.certificate_check import Checking
from coo_desktop.sync.api.correspondence import CompanyRequests
from coo_desktop.sync.api.evidence import EvidenceRequests
from coo_desktop.sync.api.packs import OfferedPacks
from coo_desktop.sync.api.people import People
from coo_desktop.sync.api.stamps import StampRequests
from coo_desktop.sync.client.calls import Downloader


class Office:
    """Implements the `Office` port; called on a worker.

    Every call raises Offline, Unanswered, Busy, Untrusted, SignInNeeded, SignatoryDisabled, or Refused(why=problem
    type).
    """

    def __init__(self, store: Store, caller: Downloader) -> None:
        self._store = store
        self._caller = caller
        self.checking = Checking(store, caller)
        self.people = People(store, caller)
        self.letters = CompanyRequests(caller)
        self.stamps = StampRequests(caller)
        self.evidence = EvidenceRequests(store, caller)

    def company(self) -> Company:
        """The company as the backend files it now; stored, with what the person may do."""
        keep_account(self._store, self._caller)
        return self._store.reader.company()

    @property
    def packs(self) -> OfferedPacks:
        """The reference packs that the office offers."""
        return self.packs_in(pack_folder())

    def packs_in(self, folder: Path) -> OfferedPacks:
        """The same for the packs of another folder, as a demo has it."""
        return OfferedPacks(self._caller, folder)
