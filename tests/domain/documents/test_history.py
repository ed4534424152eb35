"""Versions: one sitting is one, each leads back to the one before, and going back gives what was there."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.history import BACKEND, HERE, as_of, difference, doer, follow, undone

ROWS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "quantity": st.sampled_from(["1", "2"])}),
    max_size=4,
    unique_by=lambda row: row["id"],
)
TEXTS = st.sampled_from(["", "A", "B"])
VALUES = st.fixed_dictionaries({}, optional={"vessel": TEXTS, "goods": ROWS, "odd": st.one_of(TEXTS, ROWS)})


def document(minute: int = 0, **changes):
    at = f"2026-11-23T10:{minute:02d}:00.000+00:00"
    return Document(**{"id": "a", "form": "f", "family": "certificate", "values": {}, "updated_at": at, **changes})


class History:
    """What a store does with the versions of one document."""

    def __init__(self):
        self.now, self.versions = None, []

    def put(self, by="Li", **changes):
        new = dataclasses.replace(document(**changes), revision=len(self.versions) + 1)
        found = follow(self.versions[0] if self.versions else None, self.now, new, by)
        self.now = new
        if found is not None:
            self.versions = [found, *(kept for kept in self.versions if kept.number != found.number)]

    def numbers(self):
        return [version.number for version in self.versions]


@given(VALUES, VALUES)
def test_the_way_back_leads_back(now, was):
    assert undone(now, difference(now, was)) == was


@given(st.lists(VALUES, min_size=1, max_size=6))
def test_every_version_can_be_seen_as_it_was(steps):
    history = History()
    for number, values in enumerate(steps):
        history.put(by=str(number), values=values)
    for version in history.versions:
        assert as_of(history.now, history.versions, version).values == history_of(steps)[version.number - 1]


def history_of(steps):
    """The steps without those that changed nothing."""
    return [step for number, step in enumerate(steps) if number == 0 or step != steps[number - 1]]


def test_of_a_long_list_only_what_differs_is_kept():
    was = [{"id": str(number), "quantity": "1"} for number in range(50)]
    now = [{**row, "quantity": "2"} if row["id"] == "7" else row for row in was]
    assert difference({"goods": now}, {"goods": was})["goods"]["rows"] == {"7": was[7]}


def test_saves_of_one_sitting_are_one_version():
    history = History()
    history.put(values={})
    for minute in range(1, 30, 5):
        history.put(minute=minute, values={"vessel": str(minute)}, stage="ready" if minute > 10 else "draft")
    assert history.numbers() == [2, 1]
    assert (history.versions[0].began_at[14:16], history.versions[0].at[14:16]) == ("01", "26")
    assert as_of(history.now, history.versions, history.versions[1]).values == {}


def test_what_was_typed_and_taken_back_is_no_change():
    history = History()
    history.put(values={"vessel": "A"})
    history.put(values={"vessel": "B"})
    history.put(values={"vessel": "A"})
    assert [version.changed for version in history.versions] == [(), ()]


@pytest.mark.parametrize(
    "then",
    [
        {"minute": 16},
        {"by": "Wang"},
        {"rev": "e1.2.x"},
        {"stage": "submitted"},
    ],
)
def test_another_hand_hour_or_stage_is_another_version(then):
    history = History()
    history.put(values={})
    history.put(minute=5, values={"vessel": "1"})
    history.put(**{"minute": 6, "values": {"vessel": "2"}, **then})
    assert history.numbers() == [3, 2, 1]


def test_a_sitting_ends_after_an_hour_without_a_pause():
    history = History()
    history.put(values={})
    for minute in range(59):
        history.put(minute=minute, values={"vessel": str(minute)})
    last = "2026-11-23T11:00:30.000+00:00"
    history.put(updated_at=last, values={"vessel": "end"})
    assert history.numbers() == [3, 2, 1]


@pytest.mark.parametrize(
    "same", [{"delivery": "queued"}, {"needs_review": True}, {"rev": "e1.2.x"}, {"stage": "ready"}, {"blocking": 3}]
)
def test_what_nobody_wrote_is_no_version(same):
    history = History()
    history.put()
    history.put(**same)
    assert history.numbers() == [1]


def test_a_stage_that_the_backend_tells_names_who_brought_it_about():
    history = History()
    history.put()
    history.put(rev="1", stage="submitted", facts={"signatory": "李明"})
    history.put(rev="2", stage="approved", facts={"signatory": "李明", "examiner": "王芳"})
    history.put(rev="3", stage="approved", print_state="copy_only", facts={"examiner": "王芳"})
    assert [(version.by, version.source) for version in history.versions] == [
        ("", BACKEND),
        ("王芳", BACKEND),
        ("李明", BACKEND),
        ("Li", HERE),
    ]


def test_values_that_came_by_sync_are_their_authors():
    old = document(rev="1", author="clerk2")
    assert doer(dataclasses.replace(old, rev="2", values={"vessel": "X"}), old) == "clerk2"


def test_values_that_a_colleague_of_the_author_wrote_are_the_colleagues():
    old = document(rev="1", author="clerk2")
    assert doer(dataclasses.replace(old, rev="2", values={"vessel": "X"}, facts={"editedBy": "li"}), old) == "li"
