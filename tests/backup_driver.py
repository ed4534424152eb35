"""Makes and takes in backups in processes killed at one operation on the disk each; prints what is left.

Arguments: an empty folder. Every child starts from the same state, and after its death the program starts once more.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from coo_desktop.bootstrap.profile import Opened, open_profile
from coo_desktop.domain.backups import ARRIVAL
from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.operations import drafts
from coo_desktop.store.backups.container import opening, read_head
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest
from coo_desktop.store.keys.password_wrap import Wrapped
from tests.ending_driver import kill_before
from tests.fakes.work import Watched
from tests.lengths import times
from tests.store import hostile

ADDRESS, PASSWORD, OTHER = "http://127.0.0.1:9", "secret", "of the file"
MOST_POINTS = times(4, 12)
Wrapped.__init__.__defaults__ = (64, 1, 4)  # type: ignore[misc]  # guessing costs nothing here


def started(home: Path) -> Opened:
    """A start of the program, with the password once somebody has signed in."""
    profile = Profile(home / "profile")
    profile.folder.mkdir(exist_ok=True)
    mending.carry_out(profile)
    chest = KeyChest(profile.folder)
    opened = open_profile(profile, ADDRESS, PASSWORD if not chest.is_new and chest.has_signed_in else "")
    assert opened is not None
    return opened


def write(opened: Opened, name: str) -> None:
    with opened.store.unit() as unit:
        drafts.start(unit, "importer", {"name": name})


def names(opened: Opened) -> list[str]:
    return sorted(str(one.values["name"]) for one in opened.store.reader.whole.of("record"))


def prepare(root: Path) -> tuple[Path, Path]:
    """A home in which somebody works, with a backup file of an earlier state beside it; and a fresh home."""
    used, fresh = root / "used", root / "fresh"
    for home in (used, fresh):
        home.mkdir()
    opened = started(used)
    opened.chest.seal(PASSWORD, opened.key)
    with opened.store.unit() as unit:
        unit.put_person(Person(account="demo"))
    write(opened, "EARLIER")
    with opened.store.unit() as unit:
        evidence = opened.store.blobs.take_bytes(hostile.png(), "one.png")
        drafts.attach(unit, evidence)
    opened.backups.pack(root / "file.coobackup", OTHER, Watched())
    write(opened, "LATER")
    opened.close()
    started(fresh).close()
    return used, fresh


def back_up(home: Path) -> None:
    opened = started(home)
    opened.backups.write(home / "made.coobackup", Watched())
    opened.close()


def restore(home: Path) -> None:
    opened = started(home)
    opened.backups.preview(home.parent / "file.coobackup", "", Watched())
    opened.backups.restore(Watched())
    opened.close()
    started(home).close()


def arrive(home: Path) -> None:
    opened = started(home)
    opened.backups.arrive(home.parent / "file.coobackup", OTHER, Watched())
    opened.close()
    started(home).close()


def child(home: Path, act: Callable[[Path], None], kill_at: int) -> tuple[int, int]:
    """How a process that does it ended, and how many operations it made."""
    counting, counted = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(counting)
        count = kill_before(kill_at, home)
        act(home)
        os.write(counted, str(count()).encode())
        os._exit(0)
    os.close(counted)
    with os.fdopen(counting) as stream:
        made = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), int(made or 0)


def look(home: Path) -> dict[str, object]:
    """What the next start shows, and whether a backup file that has its name opens."""
    opened = started(home)
    found = {
        "names": names(opened),
        "arrival": bool(opened.store.reader.setting(ARRIVAL)),
        "evidence": all(opened.store.blobs.is_whole(one, read=True) for one in opened.store.reader.all_evidence()),
        "notes": [file.name for file in opened.backups.kept() if file.name.startswith("before-")],
        "file": "",
    }
    opened.store.check()
    file = home / "made.coobackup"
    if file.exists():
        try:
            with opening(file, read_head(file).key(PASSWORD)) as archive:
                found["file"] = "whole" if archive.testzip() is None else "broken"
        except Unreadable as error:
            found["file"] = str(error)
    opened.close()
    return found


def main(root: Path) -> None:
    homes = dict(zip(("used", "fresh"), prepare(root), strict=True))
    told = []
    for act, home in ((back_up, homes["used"]), (restore, homes["used"]), (arrive, homes["fresh"])):
        work = root / "work"
        shutil.copytree(home, work)
        ended, count = child(work, act, 0)
        told.append({"act": act.__name__, "at": 0, "ended": ended, "count": count, **look(work)})
        step = -(-count // MOST_POINTS)
        for at in range(1, count + 1, step):
            shutil.rmtree(work)
            shutil.copytree(home, work)
            ended, _made = child(work, act, at)
            told.append({"act": act.__name__, "at": at, "ended": ended, **look(work)})
        shutil.rmtree(work)
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
