"""The packs of this computer: installed whole under a name of their own, the one before kept, nothing written twice.

A file that somebody reads is never replaced: a newer pack comes under a new name, and the newest good one counts. So a
pack that went bad on the disk gives way to the one before it.
"""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from coo_desktop.domain.errors import Refused, StoreFull, Unreadable
from coo_desktop.domain.packs.faults import PackFault, TableFault
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.environment.files import move_into_place
from coo_desktop.store.faults import files
from coo_desktop.store.files.profile import data_home
from coo_desktop.store.packs import layout
from coo_desktop.store.packs.file import manifest_of, open_pack, reading
from coo_desktop.store.packs.seal import Keys, verify

ENDING = ".pack"
KEPT = 2


@dataclass(frozen=True, slots=True)
class Installed:
    """A pack on this computer; `current` is the one in use, another of the same name is the one before it."""

    manifest: Manifest
    path: Path
    current: bool


def pack_folder() -> Path:
    """Where this user's packs are: below COO_HOME, else below the system's folder for local data."""
    return data_home() / "packs"


def install(path: Path, folder: Path, public_keys: Keys = (), *, signed: bool = False, expected: str = "") -> Manifest:
    """Checks a pack and puts it to use; what is in use stays so until the new one is whole and in its place.

    `expected` is the digest of the only pack that will do. Raises Unreadable for a pack that `verify` refuses or
    another one (pack_other), Refused(why="pack_older") when a newer one of the name is here, StoreFull or
    StoreUnwritable for the disk.
    """
    with files():
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f"{os.getpid()}-{path.name}.part"
    try:
        # What is checked is the copy that will be used, so nobody can change it in between.
        _copy(path, half)
        manifest = verify(half, public_keys, signed=signed)
        if expected not in ("", manifest.digest):
            raise Unreadable(reason=PackFault.OTHER, found=manifest.name)
        here = [pack for pack in installed(folder) if pack.manifest.name == manifest.name]
        if any(pack.current and pack.manifest.as_of > manifest.as_of for pack in here):
            newest = max(pack.manifest.as_of for pack in here)
            raise Refused(why=PackFault.OLDER, name=manifest.name, offered=manifest.as_of, installed=newest)
        with files():
            os.utime(half)  # of two packs of one day the one installed last counts
            move_into_place(half, folder / f"{manifest.name}-{manifest.as_of}-{manifest.digest[:12]}{ENDING}")
    except Unreadable as error:
        raise Unreadable(**{**error.facts, "file": path.name}) from None
    finally:
        half.unlink(missing_ok=True)
    _tidy(folder, manifest.name)
    return manifest


def installed(folder: Path) -> tuple[Installed, ...]:
    """The packs in a folder that can be used, the one in use before the one before it; by name."""
    found = []
    for path in folder.glob(f"*{ENDING}"):
        try:
            found.append((_read(path), path, path.stat().st_mtime_ns))
        except (Unreadable, OSError):
            continue  # `damaged` tells of it; the pack before it counts
    newest: set[str] = set()
    packs = []
    for manifest, path, _changed in sorted(found, key=lambda each: (each[0].as_of, each[2]), reverse=True):
        packs.append(Installed(manifest, path, manifest.name not in newest))
        newest.add(manifest.name)
    return tuple(sorted(packs, key=lambda pack: pack.manifest.name))


def damaged(folder: Path) -> tuple[tuple[str, PackFault | TableFault], ...]:
    """The files in a folder that should be packs and cannot be used, each with the reason."""
    found: list[tuple[str, PackFault | TableFault]] = []
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            _read(path)
        except Unreadable as error:
            reason = error.facts.get("reason")
            found.append((path.name, reason if isinstance(reason, PackFault | TableFault) else PackFault.DAMAGED))
    return tuple(found)


def _read(path: Path) -> Manifest:
    """A pack's manifest, without reading all of the file: it was checked when it came."""
    with closing(open_pack(path)) as connection:
        manifest = manifest_of(connection, path)
        with reading(path):
            if not layout.is_as_made(connection, manifest.kind):
                raise Unreadable(file=path.name, reason=PackFault.SCHEMA)
    return manifest


def _copy(path: Path, half: Path) -> None:
    with reading(path):
        size = path.stat().st_size
        if size >= shutil.disk_usage(half.parent).free:
            raise StoreFull(file=path.name)
    with files():
        shutil.copyfile(path, half)


def _tidy(folder: Path, name: str) -> None:
    """Removes what is older than the pack before the one in use; one that is being read stays for the next time."""
    for pack in [pack for pack in installed(folder) if pack.manifest.name == name][KEPT:]:
        try:
            pack.path.unlink()
        except OSError:
            continue
