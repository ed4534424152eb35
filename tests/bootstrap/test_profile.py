"""Opening a profile where no vault keeps the key: the first sign-in's password seals it, and nothing is deleted."""

import json
import os
import threading
from contextlib import suppress

import pytest

from coo_desktop.bootstrap.profile import ThreadTurns, open_profile
from coo_desktop.domain.documents.document import Document, Person
from coo_desktop.domain.errors import Refused, StoreLocked, StoreMissing
from coo_desktop.domain.filling.printing import COPY, ORIGINAL, TRUE_COPY, Look
from coo_desktop.domain.mending import Lost, Mend
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.sync.remembered import BACKEND
from tests.paper.reading import by_pdfium

ADDRESS = "http://127.0.0.1:9"


@pytest.fixture
def profile(tmp_path):
    return Profile(tmp_path)


def sealed(profile, password):
    """A profile as a first sign-in leaves it."""
    opened = open_profile(profile, ADDRESS)
    with opened.store.unit() as unit:
        unit.put_person(Person(account="demo"))
    opened.chest.seal(password, opened.key)
    opened.close()


def test_a_new_profile_opens_empty(profile):
    opened = open_profile(profile, ADDRESS)
    assert opened.store.reader.person() == Person()
    opened.close()


@pytest.mark.parametrize("paper", [ORIGINAL, COPY, TRUE_COPY, ""])
@pytest.mark.parametrize("stage", ["draft", "submitted", "returned", "voided"])
def test_what_is_not_approved_never_looks_like_a_certificate(profile, stage, paper):
    opened = open_profile(profile, ADDRESS)
    document = Document(id="d", form="rcep_2022", family="certificate", values={}, stage=stage, facts={"number": "RC1"})
    made = opened.paper(document, Look(paper))
    opened.close()
    assert ("VOID 已作废" if stage == "voided" else "草稿") in by_pdfium(made)


def test_an_approved_certificate_is_drawn_as_the_paper_that_is_wanted(profile):
    opened = open_profile(profile, ADDRESS)
    document = Document(id="d", form="co_general", family="certificate", values={}, stage="approved")
    original, copy = (by_pdfium(opened.paper(document, Look(paper))) for paper in ("", COPY))
    opened.close()
    assert "ORIGINAL" in original
    assert "副本" in copy


def test_after_a_sign_in_only_its_password_opens(profile):
    sealed(profile, "secret")
    with pytest.raises(StoreLocked):
        open_profile(profile, ADDRESS)
    assert open_profile(profile, ADDRESS, "wrong") is None
    opened = open_profile(profile, ADDRESS, "secret")
    assert opened.store.reader.person().account == "demo"
    assert opened.line.account.unlock("secret")
    assert not opened.line.account.unlock("wrong")
    opened.close()


def test_without_its_settings_a_profile_that_somebody_signed_in_to_stays_where_it_is(profile):
    sealed(profile, "secret")
    for _start in range(3):
        with pytest.raises(StoreLocked):
            open_profile(profile, ADDRESS)
    assert not tuple(profile.folder.glob("aside-*"))
    opened = open_profile(profile, ADDRESS, "secret")
    assert opened.store.reader.person().account == "demo"
    opened.close()


def test_a_key_file_of_an_earlier_version_counts_as_signed_in_to(profile):
    sealed(profile, "secret")
    file = profile.folder / "key.json"
    kept = json.loads(file.read_text())
    file.write_text(json.dumps({name: kept[name] for name in ("profile", "fingerprint", "wrapped")}))
    with pytest.raises(StoreLocked):
        open_profile(profile, ADDRESS)
    profile.store_file.unlink()
    with pytest.raises(StoreMissing):
        open_profile(profile, ADDRESS, "secret")


def test_a_profile_nobody_signed_in_to_starts_anew_and_leaves_one_folder_however_often(profile):
    for _start in range(3):
        opened = open_profile(profile, ADDRESS)
        assert opened.store.reader.person() == Person()
        opened.close()
    assert [folder.name for folder in profile.folder.glob("aside-*")] == ["aside-unused"]
    assert mending.asides(profile) == ()


def test_the_address_of_the_last_sign_in_is_known_without_the_settings(profile):
    sealed(profile, "secret")
    opened = open_profile(profile, ADDRESS, "secret")
    with opened.store.unit() as unit:
        unit.put_setting(BACKEND, "http://127.0.0.1:10")
    opened.close()
    opened = open_profile(profile, ADDRESS, "secret", is_address_kept=False)
    assert opened.address == "http://127.0.0.1:10"
    opened.close()


def lose(profile, how):
    """The store is gone, or cut to nothing."""
    if how == "missing":
        profile.store_file.unlink()
    else:
        profile.store_file.write_bytes(b"")


def contents(profile):
    """Every file with its bytes; the marks of the guard against guessing aside."""
    files = [file for file in profile.folder.rglob("*") if file.is_file() and file.name != "tries.json"]
    return {str(file.relative_to(profile.folder)): file.read_bytes() for file in files}


@pytest.mark.parametrize("how", ["missing", "empty"])
def test_a_lost_store_is_told_with_its_backups_and_nothing_is_written(profile, how):
    sealed(profile, "secret")
    opened = open_profile(profile, ADDRESS, "secret")
    opened.store.copy_to(profile.backups / "day-2026-11-20.db")
    opened.close()
    (profile.backups / "day-2026-11-19.db").write_bytes(b"of another key")
    lose(profile, how)
    before = contents(profile)
    with pytest.raises(StoreMissing) as told:
        open_profile(profile, ADDRESS, "secret")
    assert told.value.facts["lost"] is Lost.STORE
    assert [backup.name for backup in told.value.facts["backups"]] == ["day-2026-11-20.db"]
    assert contents(profile) == before


@pytest.mark.parametrize("how", ["missing", "empty"])
def test_a_backup_takes_the_place_of_a_lost_store(profile, how):
    sealed(profile, "secret")
    opened = open_profile(profile, ADDRESS, "secret")
    opened.store.copy_to(profile.backups / "day-2026-11-20.db")
    opened.close()
    lose(profile, how)
    profile.store_file.with_name("store.db-wal").write_bytes(b"of the lost file")
    mending.note(profile, Mend.RESTORE, "day-2026-11-20.db")
    opened = open_profile(profile, ADDRESS, "secret")
    assert opened.store.reader.person().account == "demo"
    opened.close()


def test_an_empty_store_to_be_filled_by_the_backend_is_made_only_when_asked_for(profile):
    sealed(profile, "secret")
    lose(profile, "missing")
    mending.note(profile, Mend.FETCH)
    opened = open_profile(profile, ADDRESS, "secret")
    assert opened.store.reader.person() == Person()
    opened.close()
    lose(profile, "missing")
    with pytest.raises(StoreMissing):
        open_profile(profile, ADDRESS, "secret")


def test_a_lost_key_file_is_told_and_no_other_is_made(profile):
    sealed(profile, "secret")
    (profile.folder / "key.json").unlink()
    (profile.folder / "key-copy.json").unlink()
    before = contents(profile)
    with pytest.raises(StoreMissing) as told:
        open_profile(profile, ADDRESS)
    assert told.value.facts["lost"] is Lost.KEY
    assert contents(profile) == before


def test_what_was_set_aside_is_listed_and_comes_back(profile):
    sealed(profile, "secret")
    mending.note(profile, Mend.START_ANEW)
    sealed(profile, "another")
    (aside,) = mending.asides(profile)
    assert aside.size_bytes > 0
    mending.note(profile, Mend.TAKE_BACK, aside.name)
    opened = open_profile(profile, ADDRESS, "secret")
    assert opened.store.reader.person().account == "demo"
    opened.close()
    (other,) = mending.asides(profile)
    mending.note(profile, Mend.TAKE_BACK, other.name)
    open_profile(profile, ADDRESS, "another").close()


@pytest.mark.parametrize("moves", range(11))
def test_taking_back_goes_on_after_being_cut_off_anywhere(profile, monkeypatch, moves):
    sealed(profile, "secret")
    mending.note(profile, Mend.START_ANEW)
    sealed(profile, "another")
    (aside,) = mending.asides(profile)
    mending.note(profile, Mend.TAKE_BACK, aside.name)
    real, left = os.replace, iter(range(moves))

    def cut(*given):
        if next(left, None) is None:
            raise KeyboardInterrupt
        real(*given)

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(os, "replace", cut)
        mending.carry_out(profile)
    opened = open_profile(profile, ADDRESS, "secret")
    assert opened.store.reader.person().account == "demo"
    opened.close()
    assert len(mending.asides(profile)) == 1


def test_a_wrong_address_keeps_the_line(profile):
    opened = open_profile(profile, ADDRESS)
    line = opened.line
    with pytest.raises(Refused):
        opened.reconnect("ftp://coo.example")
    assert opened.line is line
    opened.reconnect("http://127.0.0.1:10")
    assert opened.line is not line
    opened.close()


def test_equal_things_are_had_one_after_the_other_and_others_at_once():
    turns, order = ThreadTurns(), []
    begun, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with turns.alone({"a": 1}):
            begun.set()
            go_on.wait()
            order.append("first")

    def second() -> None:
        with turns.alone({"a": 1}):
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    begun.wait()
    threads[1].start()
    with turns.alone({"a": 2}):
        order.append("other")
    go_on.set()
    for thread in threads:
        thread.join()
    assert order == ["other", "first", "second"]


def test_a_turn_ends_with_an_error():
    turns = ThreadTurns()
    for _ in range(2):
        try:
            with turns.alone("x"):
                raise ValueError
        except ValueError:
            continue
