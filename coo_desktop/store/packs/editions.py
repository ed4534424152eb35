"""The codes of the editions of the Harmonized System of which this computer has a whole list."""

from contextlib import closing
from functools import cache
from pathlib import Path

from coo_desktop.store.packs.builtin import EDITION, built_in
from coo_desktop.store.packs.file import open_pack, reading
from coo_desktop.store.packs.install import installed
from coo_desktop.store.packs.row_checks import Editions

#: Fewer subheadings are no whole edition but somebody's excerpt, in which a code may well be missing.
_WHOLE_EDITION = 5000


def editions(folder: Path) -> Editions:
    """The codes of each edition of which a folder of packs holds a whole list."""

    @cache
    def known(edition: str) -> frozenset[str]:
        paths = [built_in(folder)] if edition == EDITION else []
        current = (pack for pack in installed(folder) if pack.current and pack.manifest.kind == "codes")
        paths += [pack.path for pack in current if pack.manifest.edition == edition]
        found: set[str] = set()
        for path in paths:
            with closing(open_pack(path)) as connection, reading(path):
                codes = {str(code) for (code,) in connection.execute("SELECT code FROM code")}
            if sum(len(code) == 6 for code in codes) >= _WHOLE_EDITION:
                found |= codes
        return frozenset(found)

    return known
