"""What a computer keeps for itself: preferences stay at the desk, saved files are remembered once, as saved last."""

from coo_desktop.domain.operations import settings
from tests.fakes.store import FakeStore


def test_a_preference_is_kept_and_nothing_goes_into_the_outbox() -> None:
    store = FakeStore()
    with store.unit() as unit:
        change = settings.keep_preference(unit, "list/certificate", {"order": "number"})
    assert store.reader.setting("list/certificate") == {"order": "number"}
    assert store.reader.intents() == ()
    assert change.ids == ()


def test_parts_of_a_preference_are_kept_beside_the_others() -> None:
    store = FakeStore()
    for changes in ({"sets": {"a": 1}}, {"last": 2}, {"sets": {}}):
        with store.unit() as unit:
            settings.merge_preference(unit, "filters/certificate", changes)
    assert store.reader.setting("filters/certificate") == {"sets": {}, "last": 2}


def test_a_saved_file_is_remembered_and_a_newer_one_takes_its_place():
    store = FakeStore()
    for path, sha256 in (("a.pdf", "1"), ("b.pdf", "2"), ("a.pdf", "3")):
        with store.unit() as unit:
            settings.remember_file(unit, path, sha256)
    assert settings.exported(store.reader) == [{"path": "b.pdf", "sha256": "2"}, {"path": "a.pdf", "sha256": "3"}]


def test_a_list_of_another_shape_counts_as_none():
    store = FakeStore()
    with store.unit() as unit:
        unit.put_setting(settings.EXPORTS, ["a.pdf", {"path": "b.pdf"}])
    assert settings.exported(store.reader) == []


def test_several_preferences_are_kept_in_one_commit() -> None:
    store = FakeStore()
    with store.unit() as unit:
        settings.keep_preferences(unit, {"columns/certificate": {"order": []}, "share/form/paper": 40})
    assert store.reader.setting("columns/certificate") == {"order": []}
    assert store.reader.setting("share/form/paper") == 40


def test_what_was_opened_is_remembered_once_the_last_one_first() -> None:
    store = FakeStore()
    for opened in ("a", "b", "a", *map(str, range(settings.MOST_OPENED - 2)), "b"):
        with store.unit() as unit:
            settings.remember_opened(unit, opened)
    kept = settings.opened_recently(store.reader)
    assert kept[0] == "b"
    assert kept[-1] == "a"
    assert len(kept) == len(set(kept)) == settings.MOST_OPENED


def test_another_shape_of_what_was_opened_counts_as_none() -> None:
    store = FakeStore()
    with store.unit() as unit:
        unit.put_setting(settings.OPENED, "a")
    assert settings.opened_recently(store.reader) == ()
