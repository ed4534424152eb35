"""Reference data for tests of screens: none at all, or a few codes."""

from coo_desktop.domain.hs import Hit, Listed


class FewCodes:
    """A nomenclature of the given codes, found by any part of a name or by their first digits."""

    def __init__(self, *listed: Listed) -> None:
        self._listed = listed

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        wanted = text.strip().casefold()
        found = [
            Hit(each.code, "2022", each.zh, each.en, 100)
            for each in self._listed
            if wanted and (each.code.startswith(wanted) or wanted in f"{each.zh} {each.en}".casefold())
        ]
        return found[:limit]

    def find(self, code: str) -> Listed | None:
        return next((each for each in self._listed if each.code == code), None)

    def children(self, code: str) -> tuple[Listed, ...]:
        return tuple(each for each in self._listed if each.parent == code)


class NoPacks:
    """Keeps the contract of the Packs port; `nomenclature` is what a test puts in."""

    def __init__(self, nomenclature: FewCodes | None = None) -> None:
        self.nomenclature = nomenclature or FewCodes()
        self.reopened = 0

    def reopen(self) -> None:
        self.reopened += 1
