"""Stages, and who may move a document between them."""

import pytest

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD
from coo_desktop.domain.documents.lifecycle import (
    EDITABLE,
    FIRST_STAGE,
    GUARDS,
    MOVES,
    PAST,
    PRINT_MOVES,
    PRINT_STATES,
    ROLES,
    STAGES,
    events,
    move,
    print_events,
    print_move,
)
from coo_desktop.domain.errors import Locked

FAMILIES = (PRE_REVIEW, CERTIFICATE, RECORD)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_table_names_known_stages_roles_and_guards(family):
    for row in MOVES[family]:
        assert {row.stage, row.to} <= set(STAGES[family])
        assert row.roles <= set(ROLES)
        assert set(row.guards) <= set(GUARDS)


@pytest.mark.parametrize("family", FAMILIES)
def test_one_step_has_one_outcome(family):
    steps = [(row.stage, row.event, role) for row in MOVES[family] for role in row.roles]
    assert len(steps) == len(set(steps))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_stage_can_be_reached(family):
    reached, grown = {FIRST_STAGE[family], *({PAST} if family == CERTIFICATE else ())}, True  # taken in, not begun
    while grown:
        more = {row.to for row in MOVES[family] if row.stage in reached} - reached
        reached, grown = reached | more, bool(more)
    assert reached == set(STAGES[family])


def test_print_steps_are_closed():
    assert {state for row in PRINT_MOVES for state in (row.stage, row.to)} == set(PRINT_STATES)


@pytest.mark.parametrize(
    ("family", "stage", "event", "role", "to"),
    [
        (CERTIFICATE, "draft", "save_complete", "clerk", "ready"),
        (CERTIFICATE, "ready", "save_incomplete", "clerk", "draft"),
        (CERTIFICATE, "returned", "save_incomplete", "clerk", "returned"),
        (CERTIFICATE, "ready", "submit", "clerk", "submitted"),
        (CERTIFICATE, "withdrawn", "submit", "admin", "submitted"),
        (CERTIFICATE, "submitted", "withdraw", "clerk", "withdrawn"),
        (CERTIFICATE, "submitted", "take_up", "examiner", "in_review"),
        (CERTIFICATE, "in_review", "approve", "examiner", "approved"),
        (CERTIFICATE, "in_review", "return", "examiner", "returned"),
        (CERTIFICATE, "approved", "replace", "system", "voided"),
        (PRE_REVIEW, "submitted", "withdraw", "clerk", "withdrawn"),
        (PRE_REVIEW, "withdrawn", "save_incomplete", "clerk", "withdrawn"),
        (PRE_REVIEW, "withdrawn", "submit", "admin", "submitted"),
        (PRE_REVIEW, "approved", "adjust", "clerk", "approved"),
        (PRE_REVIEW, "approved", "void", "examiner", "voided"),
        (PRE_REVIEW, "voided", "redeclare", "clerk", "voided"),
        (RECORD, "kept", "save_complete", "clerk", "kept"),
    ],
)
def test_a_step_leads_where_the_manual_says(family, stage, event, role, to):
    assert move(family, stage, event, role).to == to


@pytest.mark.parametrize(
    ("family", "stage", "event", "role"),
    [
        (CERTIFICATE, "draft", "submit", "clerk"),
        (CERTIFICATE, "in_review", "withdraw", "clerk"),
        (CERTIFICATE, "approved", "save_complete", "clerk"),
        (CERTIFICATE, "submitted", "amend", "clerk"),
        (CERTIFICATE, "submitted", "approve", "examiner"),
        (CERTIFICATE, "in_review", "approve", "clerk"),
        (CERTIFICATE, "voided", "report_lost", "clerk"),
        (PRE_REVIEW, "in_review", "withdraw", "clerk"),
        (PRE_REVIEW, "submitted", "withdraw", "examiner"),
        (PRE_REVIEW, "approved", "submit", "clerk"),
        (PRE_REVIEW, "draft", "save_complete", "examiner"),
    ],
)
def test_what_the_manual_forbids_is_locked(family, stage, event, role):
    with pytest.raises(Locked):
        move(family, stage, event, role)


def test_a_lost_certificate_prints_only_its_copy():
    assert print_move("lost_requested", "grant_lost", "examiner").to == "copy_only"
    assert print_events("copy_only", "clerk") == {"print_copy"}
    with pytest.raises(Locked):
        print_move("copy_only", "ask_reprint", "clerk")


def test_an_original_prints_once():
    assert print_move("not_printed", "print", "clerk").to == "printed"
    with pytest.raises(Locked):
        print_move("printed", "print", "clerk")


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_saved_is_editable_and_nothing_else(family):
    saving = {row.stage for row in MOVES[family] if row.event == "save_complete"}
    assert saving == EDITABLE & set(STAGES[family])


def test_screens_are_told_what_a_role_may_do():
    assert events(CERTIFICATE, "submitted", "clerk") == {"copy", "withdraw"}
    assert events(CERTIFICATE, "submitted", "examiner") == {"take_up"}
