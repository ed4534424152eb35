"""Preferences stay at the desk."""

from coo_desktop.domain.operations import preferences
from tests.fakes.store import FakeStore


def test_a_preference_is_kept_and_nothing_goes_into_the_outbox() -> None:
    store = FakeStore()
    with store.unit() as unit:
        change = preferences.keep(unit, "list/certificate", {"order": "number"})
    assert store.reader.setting("list/certificate") == {"order": "number"}
    assert store.reader.intents() == ()
    assert change.ids == ()


def test_parts_of_a_preference_are_kept_beside_the_others() -> None:
    store = FakeStore()
    for changes in ({"sets": {"a": 1}}, {"last": 2}, {"sets": {}}):
        with store.unit() as unit:
            preferences.merge(unit, "filters/certificate", changes)
    assert store.reader.setting("filters/certificate") == {"sets": {}, "last": 2}


def test_several_preferences_are_kept_in_one_commit() -> None:
    store = FakeStore()
    with store.unit() as unit:
        preferences.keep_all(unit, {"columns/certificate": {"order": []}, "share/form/paper": 40})
    assert store.reader.setting("columns/certificate") == {"order": []}
    assert store.reader.setting("share/form/paper") == 40
