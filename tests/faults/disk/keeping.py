"""Scenarios of what is kept and given up: the first start, backups, what comes back of them, the end of an account."""

import os
from collections.abc import Iterator
from pathlib import Path

from coo_desktop.bootstrap import wipe
from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.mending import Mend
from coo_desktop.domain.office.people import WipeOrder
from coo_desktop.domain.operations import drafts
from coo_desktop.store.backups.container import opening, read_head
from coo_desktop.store.files import mending
from coo_desktop.store.keys.key_chest import KeyChest
from tests.fakes.work import Watched
from tests.faults.disk.desk import ADDRESS, PASSWORD, Desk, Told, has_arrived, names, sign_in, start
from tests.faults.disk.scenario import CLOSE, OPEN, Finding, Scenario, Step, Wrong, begin
from tests.keyring_in_home import KeyringInHome
from tests.store import hostile

OTHER = "of the file"
BOTH, EARLIER = ["EARLIER", "LATER"], ["EARLIER"]
FILE, MADE = "file.coobackup", "made.coobackup"


# the first start


def _write_first(desk: Desk) -> None:
    if not names(desk):
        start(desk, "toy_product", goods_name="FIRST")


def _wrong_first(desk: Desk, told: Told) -> Iterator[Finding]:
    person, found = desk.store.reader.person().account, names(desk)
    if "sign in" in told and person != "demo":
        yield Wrong.LOST, "who signed in"
    if found not in ([], ["FIRST"]) or ("write" in told and not found):
        yield Wrong.LOST, f"{found} is here"


# backups


def _prepare_used(desk: Desk) -> None:
    begin(desk)
    start(desk, "toy_product", goods_name="EARLIER")
    with desk.store.unit() as unit:
        drafts.attach(unit, desk.store.blobs.take_bytes(hostile.png(), "one.png"))
    desk.opened.backups.pack(desk.home / FILE, OTHER, Watched())
    start(desk, "toy_product", goods_name="LATER")
    desk.close()


def _back_up_daily(desk: Desk) -> None:
    desk.opened.backups.make_daily()


def _back_up_file(desk: Desk) -> None:
    assert desk.opened.backups.write(desk.home / MADE, Watched()) is not None


def _wrong_backup(desk: Desk, told: Told) -> Iterator[Finding]:
    yield from _untouched(desk, BOTH)
    there = len(list(desk.profile.backups.glob("*.db")))
    kept = [one.documents for one in desk.opened.backups.kept()]
    if kept != [2] * there or ("daily" in told and not kept):
        yield Wrong.HALF, f"of {there} backups open {kept}"
    made, other = desk.home / MADE, desk.home / FILE
    if not _is_whole(made, PASSWORD) and ("file" in told or made.exists()):
        yield Wrong.HALF, made.name
    if not _is_whole(other, OTHER):
        yield Wrong.LOST, other.name


def _is_whole(file: Path, password: str) -> bool:
    try:
        with opening(file, read_head(file).key(password)) as archive:
            return archive.testzip() is None
    except Unreadable:
        return False


def _untouched(desk: Desk, wanted: list[str]) -> Iterator[Finding]:
    """The work is what it was, with its evidence."""
    found = names(desk)
    if found != wanted:
        yield Wrong.LOST, f"{found} is here"
    for one in desk.store.reader.all_evidence():
        if not desk.store.blobs.is_whole(one, read=True):
            yield Wrong.LOST, one.name


# what comes back


def _restore(desk: Desk) -> None:
    backups = desk.opened.backups
    assert backups.preview(desk.home / FILE, "", Watched()) is not None
    assert backups.restore(Watched())


def _prepare_kept(desk: Desk) -> None:
    """The daily backup is of an earlier state."""
    begin(desk)
    start(desk, "toy_product", goods_name="EARLIER")
    desk.opened.backups.make_daily()
    start(desk, "toy_product", goods_name="LATER")
    desk.close()


def _restore_kept(desk: Desk) -> None:
    backups = desk.opened.backups
    [daily] = [one.name for one in backups.kept() if one.name.startswith("day-")]
    assert backups.preview(daily, "", Watched()) is not None
    assert backups.restore(Watched())


def _put_back(desk: Desk) -> None:
    """As a person has it done who cannot open the store."""
    [daily] = [one.name for one in desk.opened.backups.kept() if one.name.startswith("day-")]
    desk.close()
    mending.note(desk.profile, Mend.RESTORE, daily)


def _arrive(desk: Desk) -> None:
    assert desk.opened.backups.arrive(desk.home / FILE, OTHER, Watched())


def _restart(desk: Desk) -> None:
    desk.close()
    assert desk.opened


def _wrong_restore(desk: Desk, told: Told) -> Iterator[Finding]:
    yield from _untouched(desk, EARLIER if has_arrived(desk) else BOTH)
    if told.numbers("restore") and not has_arrived(desk):
        yield Wrong.LOST, "the restore"
    before = [one.documents for one in desk.opened.backups.kept() if one.name.startswith(("before-", "aside-"))]
    if has_arrived(desk) and 2 not in before:
        yield Wrong.LOST, f"what was here before: {before}"


def _prepare_fresh(desk: Desk) -> None:
    used = Desk(desk.home.parent / "used of fresh")
    used.profile.folder.mkdir(parents=True)
    _prepare_used(used)
    os.replace(used.home / FILE, desk.home / FILE)
    assert desk.opened
    desk.close()


def _wrong_arrival(desk: Desk, told: Told) -> Iterator[Finding]:
    yield from _untouched(desk, EARLIER if has_arrived(desk) else [])
    if "arrive" in told and not has_arrived(desk):
        yield Wrong.LOST, "the move"
    if has_arrived(desk) and desk.store.reader.person() != Person(account="demo"):
        yield Wrong.HALF, "who it is"


# the end


def _order(desk: Desk) -> None:
    desk.opened.note(ADDRESS, WipeOrder("demo", "device", "2026-11-30T00:00:00Z", "nonce"))


def _wipe(desk: Desk) -> None:
    wipe.carry_out(desk.profile, KeyringInHome())


def _start_or_end(desk: Desk) -> None:
    """Every start carries out an order that is noted; then nothing is left to be opened."""
    _wipe(desk)
    if not desk.profile.wipe_receipt.exists():
        assert desk.opened


def _left(desk: Desk) -> list[str]:
    """What is in the profile besides what may stay."""
    return sorted(one.name for one in desk.profile.folder.iterdir() if one.name not in ("lock", "receipt.json"))


def _wrong_wipe(desk: Desk, told: Told) -> Iterator[Finding]:
    if "order" not in told and desk.is_open:
        yield from _untouched(desk, BOTH)
    elif left := _left(desk):
        yield Wrong.HALF, f"{left} is left"
    elif not KeyChest(desk.profile.folder).is_new:
        yield Wrong.HALF, "the key is left"


AGAIN: Step = ("restart", _restart)
SCENARIOS = {
    "first start": Scenario(lambda _: None, [OPEN, ("sign in", sign_in), ("write", _write_first), CLOSE], _wrong_first),
    "backup": Scenario(_prepare_used, [OPEN, ("daily", _back_up_daily), ("file", _back_up_file), CLOSE], _wrong_backup),
    "restore": Scenario(_prepare_used, [OPEN, ("restore file", _restore), AGAIN, CLOSE], _wrong_restore),
    "restore kept": Scenario(_prepare_kept, [OPEN, ("restore kept", _restore_kept), AGAIN, CLOSE], _wrong_restore),
    "put back": Scenario(_prepare_kept, [OPEN, ("restore noted", _put_back), AGAIN, CLOSE], _wrong_restore),
    "move": Scenario(_prepare_fresh, [OPEN, ("arrive", _arrive), AGAIN, CLOSE], _wrong_arrival),
    "wipe": Scenario(_prepare_used, [OPEN, ("order", _order), CLOSE, ("wipe", _wipe)], _wrong_wipe, _start_or_end),
}
