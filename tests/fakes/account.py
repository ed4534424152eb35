"""An account as a pass of sync sees it, where no test asks how it stands."""

from coo_desktop.domain.documents.document import Change, Person


class QuietAccount:
    """Implements `AccountStatus`: signed in until told otherwise, never changed, and no order is genuine."""

    def __init__(self, *, is_signed_in: bool = True) -> None:
        self.is_signed_in = is_signed_in

    def signed_in(self) -> Person | None:
        return Person(account="demo") if self.is_signed_in else None

    def look(self, *, again: bool = False) -> Change:
        return Change()

    def obey(self, _order: object) -> bool:
        return False
