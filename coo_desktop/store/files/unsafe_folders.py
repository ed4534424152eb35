"""Folders that something else copies or shares: a store in one of them is torn sooner or later."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

#: Folder names, anywhere on the path, that synchronising programs give to what they copy.
_SYNCED = re.compile(
    r"(onedrive|dropbox|icloud ?drive|icloud~.*|mobile documents|google ?drive|my drive|nextcloud|owncloud|seafile"
    r"|syncthing|box|box sync|baidusyncdisk|baidunetdisk.*|nutstore|(我的)?坚果云|百度网盘.*|wps ?云盘|wps ?cloud.*)"
    r"( ?[-–(].*)?",
    re.IGNORECASE,
)
_MARKERS = (".dropbox", ".stfolder", ".sync", ".nutstore", ".owncloudsync.log", "._sync_journal.db")
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ncpfs", "davfs", "fuse.davfs2"}
)
_MOUNTS = Path("/proc/self/mounts")
_DRIVE_REMOTE = 4


def synced_place(folder: Path, environment: Mapping[str, str]) -> str:
    """The part of the path that a synchronising program copies, or ""."""
    for name in _VARIABLES:
        named = environment.get(name)
        if named and folder.is_relative_to(named):
            return named
    for place in (folder, *folder.parents):
        if _SYNCED.fullmatch(place.name) or any((place / marker).exists() for marker in _MARKERS):
            return str(place)
    return ""


def network_place(folder: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether the folder lies on another machine: locks and the shared memory of a log do not work there."""
    if str(folder).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False  # this system does not tell
    nearest, kind = Path("/"), ""
    for line in lines:
        _, point, system, *_ = line.split()
        mounted = Path(point.replace("\\040", " "))
        if folder.is_relative_to(mounted) and len(mounted.parts) >= len(nearest.parts):
            nearest, kind = mounted, system
    return kind in _NETWORK_FILE_SYSTEMS
