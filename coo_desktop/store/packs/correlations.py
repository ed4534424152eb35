"""The correlation tables of this computer, with the corrections that are installed beside them."""

from contextlib import closing
from pathlib import Path

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.hs.changes import Correlation, Correlations, Link, correlate, read_corrections
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.store.packs.file import open_pack, reading
from coo_desktop.store.packs.install import Installed, installed

_CORRECTION = "SELECT editions, old, new, evidence FROM correction ORDER BY position"

Row = tuple[str, str, str, str]


def open_correlations(folder: Path) -> Correlations:
    """Every installed correlation in use, corrected; raises Unreadable for a pack that went bad since it was listed."""
    packs = [pack for pack in installed(folder) if pack.current]
    corrections = [row for pack in packs if pack.manifest.kind == "overrides" for row in _corrections(pack)]
    return Correlations(_table(pack, corrections) for pack in packs if pack.manifest.kind == "correlations")


def _table(pack: Installed, corrections: list[Row]) -> Correlation:
    manifest = pack.manifest
    old, _dash, new = manifest.edition.partition("-")
    if not (old.isdecimal() and new.isdecimal() and old < new):
        raise Unreadable(file=pack.path.name, reason=PackFault.MANIFEST, key="edition")
    with closing(open_pack(pack.path)) as connection, reading(pack.path):
        found = connection.execute("SELECT old, new, broad FROM link").fetchall()
    links = (Link(str(old_code), str(new_code), bool(broad)) for old_code, new_code, broad in found)
    return correlate(old, new, manifest.source, links, read_corrections(corrections, old, new))


def _corrections(pack: Installed) -> list[Row]:
    with closing(open_pack(pack.path)) as connection, reading(pack.path):
        return [(str(row[0]), str(row[1]), str(row[2]), str(row[3])) for row in connection.execute(_CORRECTION)]
