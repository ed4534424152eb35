"""Two hundred damages of a profile's files: each is noticed and ends in a store that works, with all that a backup or
the rest of the file still has; nothing comes back that was never written.

The window that a person chooses in is walked in tests/flows/test_damage.py.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coo_desktop.bootstrap.profile import Opened, open_profile
from coo_desktop.domain.documents.document import Document, Person
from coo_desktop.domain.errors import StoreDamaged, StoreMissing
from coo_desktop.domain.mending import Lost, Mend
from coo_desktop.domain.operations import drafts
from coo_desktop.environment.settings import Settings, read_choices, write_settings
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from tests.lengths import times
from tests.store import hostile

ADDRESS, PASSWORD, SEED = "http://127.0.0.1:9", "secret", 14
PAGE = 4096
KINDS = ("flip", "zeros", "cut", "garbage", "gone")
CHOSEN = Settings(account="demo", backend="http://127.0.0.1:9", language="en")
pytestmark = [pytest.mark.machinery, pytest.mark.timeout(1200)]


@dataclass(frozen=True)
class Made:
    """Profiles to damage, and what was ever written: by document the values of every revision, those of the last one,
    and those that the newest backup has."""

    closed: Path
    killed: Path
    ever: dict[str, list[object]]
    last: dict[str, object]
    backed_up: dict[str, int]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("damages")
    profile = Profile(root / "closed")
    profile.folder.mkdir()
    write_settings(profile.folder, CHOSEN)
    opened = open_profile(profile, ADDRESS)
    opened.chest.seal(PASSWORD, opened.key)
    ever: dict[str, list[object]] = {}

    def keep(document: Document) -> None:
        ever.setdefault(document.id, []).append(dict(document.values))

    with opened.store.unit() as unit:
        unit.put_person(Person(account="demo"))
    for number in range(12):
        keep(new(opened, f"N{number}", "地址" * 300 * (number % 3)))
    for number in range(3):
        with opened.store.unit() as unit:
            drafts.attach(unit, opened.store.blobs.take_bytes(hostile.png(8 + number), f"{number}.png"))
    opened.store.back_up()
    backed_up = {name: len(values) for name, values in ever.items()}
    for number, name in enumerate(list(ever)[:4]):
        keep(edited(opened, name, f"E{number}"))
    opened.store.check()  # so far in the file, from here on in the log
    for number in range(4):
        keep(new(opened, f"L{number}", "log" * 500))
    for name in list(ever)[3:6]:
        keep(edited(opened, name, "again"))
    shutil.copytree(profile.folder, root / "killed")
    opened.close()
    return Made(profile.folder, root / "killed", ever, {name: one[-1] for name, one in ever.items()}, backed_up)


def new(opened: Opened, name: str, address: str) -> Document:
    with opened.store.unit() as unit:
        made = drafts.start(unit, "importer", {"name": name, "address": address}).document
    assert made is not None
    return made


def edited(opened: Opened, document_id: str, name: str) -> Document:
    with opened.store.unit() as unit:
        document = unit.document(document_id)
        assert document is not None
        change = drafts.save(unit, document_id, {**document.values, "name": name}, document.revision)
    assert change.document is not None
    return change.document


def damage(folder: Path, number: int) -> str:
    """Does the damage of this number; the same one each time. Returns what it is called."""
    chance = random.Random(SEED * 1000 + number)
    files = ("store.db", "store.db", "store.db-wal", "store.db-wal", "key.json", "settings.json", "evidence")
    file, kind = files[number % len(files)], KINDS[number // len(files) % len(KINDS)]
    path = folder / file
    if file == "evidence":
        path = chance.choice(sorted(path.glob("??/*")))
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    if kind == "flip":
        content[at] ^= 1 << chance.randrange(8)
    elif kind == "zeros":
        start = at // PAGE * PAGE
        content[start : start + PAGE] = bytes(len(content[start : start + PAGE]))
    elif kind == "cut":
        del content[at:]
    elif kind == "garbage":
        length = min(chance.choice((40, 5000, 10**7)), len(content) - at)
        content[at : at + length] = chance.randbytes(length)
    path.unlink() if kind == "gone" else path.write_bytes(content)
    return f"{number}: {kind} of {file}"


def start(profile: Profile) -> tuple[Opened, set[str]]:
    """A start of the program and the look that follows, with what a person is told; where something is lost the way
    is taken that the window marks."""
    told = set[str]()
    if read_choices(profile.folder)[1]:
        told.add("settings")
    for _attempt in range(3):
        try:
            opened = open_profile(profile, ADDRESS, PASSWORD)
        except StoreMissing as missing:
            told.add(missing.facts["lost"])
            note_marked_way(profile, missing)
            continue
        assert opened is not None, "the right password was refused"
        if opened.health.is_key_mended:
            told.add("key")
        try:
            if opened.health.look():
                told.add("evidence")
        except StoreDamaged:
            assert opened.health.is_damaged
            opened.close()
            continue
        return opened, told
    raise AssertionError(f"no start ended at a desk: {told}")


def note_marked_way(profile: Profile, missing: StoreMissing) -> None:
    assert missing.facts["lost"] is not Lost.KEY, "the copy of the key file was not used"
    salvage, backups = missing.facts["salvage"], missing.facts["backups"]
    if salvage is not None and salvage.documents:
        mending.note(profile, Mend.SALVAGE)
    else:
        assert backups, "the backup is whole"
        mending.note(profile, Mend.RESTORE, backups[0].name)


def look(made: Made, opened: Opened, told: set[str], name: str) -> str:
    """What became of the work; fails where something is lost that was to be had, or was never written."""
    found = {one.id: dict(one.values) for one in opened.store.reader.whole.of("record")}
    for document_id, values in found.items():
        assert values in made.ever[document_id], f"{name}: invented"
    for document_id, count in made.backed_up.items():
        assert document_id in found, f"{name}: the backup has it"
        assert made.ever[document_id].index(found[document_id]) >= count - 1, f"{name}: older than the backup"
    assert opened.store.reader.person().account == "demo", name
    is_all = found == made.last
    assert is_all or told & {Lost.STORE, Lost.WHOLENESS}, f"{name}: work is gone and nobody was told"
    new(opened, "AFTER", "")
    opened.store.check()
    return "all" if is_all else "some"


def is_undone(name: str, folder: Path) -> bool:
    """Whether nothing is left of it: a page of the file that stands in the log is written again whole, and a blank of
    a small file means nothing."""
    if name.endswith("settings.json"):
        return read_choices(folder) == (CHOSEN, False)
    return name.endswith("store.db")


#: Damages in one test, and such tests; each has every kind of damage of every file about as often.
DAMAGES, BLOCKS = times(6, 50), times(1, 4)


def suffer(made: Made, folder: Path, number: int) -> str:
    """One damage from its making to the desk that works again; what became of the work."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made.closed if number % 7 in (1, 4) else made.killed, folder)
    name = damage(folder, number)
    opened, told = start(Profile(folder))
    end = look(made, opened, told, name)
    opened.close()
    assert told or (end == "all" and is_undone(name, folder)), f"{name}: seen by nobody"
    if told & {Lost.STORE, Lost.WHOLENESS}:
        assert "gone" in name or list(folder.glob("aside-*/*")), f"{name}: the damaged file is not kept"
    return end if told else "undone"


@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_damage_is_noticed_and_ends_in_a_store_that_works(
    made: Made, tmp_path: Path, block: int, record_property: Callable[[str, object], None]
) -> None:
    ends, failed = Counter[str](), list[str]()
    for number in range(block * DAMAGES, (block + 1) * DAMAGES):
        try:
            ends[suffer(made, tmp_path / "work", number)] += 1
        except AssertionError as error:
            failed.append(str(error))
    record_property("damages of a profile", DAMAGES)
    assert not failed, "\n".join(failed)
    assert ends["all"] >= DAMAGES // 2, ends
    assert ends["undone"] <= DAMAGES // 10 + 1, ends


def test_without_damage_nothing_is_told(made: Made, tmp_path: Path) -> None:
    """The control: what a kill leaves, and a clean end, raise no alarm."""
    for number, source in enumerate((made.closed, made.killed)):
        folder = tmp_path / str(number)
        shutil.copytree(source, folder)
        opened, told = start(Profile(folder))
        assert told == set()
        assert look(made, opened, told, source.name) == "all"
        opened.close()
