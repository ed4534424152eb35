"""Every stage, event and role goes as the lifecycle tables say: on the desk, on its screens, and over HTTP.

`tests/backend/documents/test_examination.py` puts documents into every stage and tries every event of every role over
HTTP, and `tests/backend/documents/test_succession.py` every succession. Here the desk's operations and buttons are held
to the same tables, and documents go a long way of random steps over a real backend process, as people of every role
would take them.
"""

import dataclasses
import random
from collections import Counter

import pytest
from PySide6.QtWidgets import QWidget

from coo_backend.documents import examination
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Person, Row
from coo_desktop.domain.documents.succession import REQUESTS
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.views.document.header import CHANGING, FormHeader
from coo_desktop.views.lists.actions import ACTIONS, actions_of
from coo_desktop.views.lists.bar import ListBar
from coo_desktop.views.lists.kinds import CERTIFICATES, PRE_REVIEWS
from tests.backend.documents.test_examination import ASKED, EVENTS, FAMILY, ROLES, attempt, expected
from tests.backend.errands import stored
from tests.domain.given import rules
from tests.stores import fresh_store

FORMS = {PRE_REVIEW: "toy_product", CERTIFICATE: "toy_certificate"}
LISTS = {PRE_REVIEW: PRE_REVIEWS, CERTIFICATE: CERTIFICATES}
STAGES = [(family, stage) for family in FORMS for stage in lifecycle.STAGES[family][:-1]]
STEPS = 300

#: Event -> what a screen does for it, given a unit and a document.
OPERATIONS = {
    "save_complete": lambda unit, found: drafts.save(unit, found.id, {"goods_name": "CUP"}, found.revision),
    "submit": lambda unit, found: sending.submit(unit, found.id, found.revision),
    "discard": lambda unit, found: drafts.discard(unit, found.id),
    "copy": lambda unit, found: drafts.copy(unit, found.id),
    "withdraw": lambda unit, found: sending.withdraw(unit, found.id),
    "amend": lambda unit, found: sending.amend(unit, found.id, "why"),
    "adjust": lambda unit, found: sending.adjust(unit, found.id),
    "redeclare": lambda unit, found: sending.redeclare(unit, found.id),
    "print": lambda unit, found: sending.report_printed(unit, found.id),
    "print_copy": lambda unit, found: sending.report_copies(unit, found.id, 1),
    "ask_reprint": lambda unit, found: sending.ask_reprint(unit, found.id, "why"),
    "report_lost": lambda unit, found: sending.report_lost(unit, found.id, "why"),
}


def allowed(family, stage, print_state, event, role):
    """What the tables say. A complete draft is ready the moment it is sent."""
    seen = "ready" if (stage, event) == ("draft", "submit") else stage
    is_printing = event in ASKED[1:]
    if event in ("amend", "adjust") and print_state in REQUESTS:
        return False  # an examiner decides first
    return event in lifecycle.events(family, seen, role) and (
        not is_printing or event in lifecycle.print_events(print_state, role)
    )


@pytest.mark.parametrize("role", ["clerk", "admin", "examiner"])
@pytest.mark.parametrize(("family", "stage"), STAGES)
def test_an_operation_succeeds_exactly_where_the_table_has_it(family, stage, role):
    store, unexpected = fresh_store(), []
    for print_state in lifecycle.PRINT_STATES if stage == "approved" else ("not_printed",):
        for event, operation in OPERATIONS.items():
            done = succeeds(store, (family, stage, print_state), role, operation)
            if done != allowed(family, stage, print_state, event, role):
                unexpected.append((event, print_state, done))
    assert unexpected == []


def succeeds(store, state, role, operation):
    """Whether an operation of this role is done on a new document in this state."""
    family, stage, print_state = state
    with store.unit() as unit:
        unit.put_person(Person())
        document = drafts.start(unit, FORMS[family], {"goods_name": "FLASK"}).document
        unit.put_person(Person(account="li", role=role))
        document = unit.put(dataclasses.replace(document, stage=stage, print_state=print_state, rev="e1"))
    try:
        with store.unit() as unit:
            operation(unit, document)
    except (Locked, Refused):
        return False
    return True


@pytest.mark.parametrize("role", ["clerk", "admin", "examiner"])
@pytest.mark.parametrize("family", list(FORMS))
def test_a_button_of_a_list_is_on_exactly_where_the_table_has_its_event(qtbot, family, role):
    page = QWidget()
    qtbot.addWidget(page)
    bar = ListBar(LISTS[family], (), "zh_CN", page)
    events = {action.name for action in actions_of(family)} & set(OPERATIONS)
    unexpected = []
    for stage in lifecycle.STAGES[family][:-1]:
        for print_state in lifecycle.PRINT_STATES:
            bar.show_rows([row(family, stage, print_state)], role)
            for event in events:
                # A draft is sent from its page, where what is missing stands; the list sends what is ready.
                wanted = allowed(family, stage, print_state, event, role) and (stage, event) != ("draft", "submit")
                if bar.actions_by_name[event].isEnabled() != wanted:
                    unexpected.append((stage, print_state, event))
    assert unexpected == []
    assert events == set(OPERATIONS) & set(ACTIONS) & {action.name for action in actions_of(family)}


def row(family, stage, print_state):
    told = dict.fromkeys(Row._fields, "")
    told |= {"id": "a", "form": FORMS[family], "family": family, "stage": stage, "print_state": print_state}
    return Row(**{**told, "blocking": 0, "conflicts": 0, "needs_review": False})


@pytest.mark.parametrize(("family", "stage"), STAGES)
def test_the_buttons_that_change_a_document_are_there_exactly_where_it_may_be_saved(qtbot, family, stage):
    page = QWidget()
    qtbot.addWidget(page)
    form = rules().form("rcep_2022" if family == CERTIFICATE else "pre_review")
    header = FormHeader(form, "zh_CN", page)
    store = fresh_store(rules())
    with store.unit() as unit:
        document = drafts.start(unit, form.id).document
    for delivery in ("", "refused", "queued", "sending"):
        header.show_document(dataclasses.replace(document, stage=stage, delivery=delivery))
        may = "save_complete" in lifecycle.events(family, stage, "clerk") and delivery in ("", "refused")
        assert {header.buttons[name].isHidden() for name in CHANGING} == {not may}


def test_a_long_way_of_random_steps_by_every_role_has_no_unexpected_success(backend_process):
    chance = random.Random(STEPS)
    clients = {role: backend_process.client(account) for role, account in ROLES.items()}
    documents = [stored(clients["clerk"], form) for form in (*FAMILY, *FAMILY)]
    unexpected, taken = [], Counter()
    for _ in range(STEPS):
        at = chance.randrange(len(documents))
        found = documents[at]
        role, event = step(chance, found)
        status = attempt(clients[role], event, found)
        now = clients["clerk"].get(f"/v1/docs/{found['id']}").json()
        wanted = expected(found["family"], found["stage"], event, role, found["printState"])
        wanted = wanted if event not in examination.PRINT_EVENTS or wanted == 403 else print_step(found, event, role)
        went = after(found, event, role) if wanted == 200 else (found["stage"], found["printState"])
        is_gone = "stage" not in now  # discarded: the answer is not-found
        if status != wanted or (not is_gone and (now["stage"], now["printState"]) != went):
            unexpected.append((role, event, found["stage"], found["printState"], status, wanted, now.get("stage")))
        taken[status == 200] += 1
        is_over = is_gone or now["stage"] == "voided"
        documents[at] = stored(clients["clerk"], found["form"]) if is_over else now
    assert unexpected == []
    assert min(taken[True], taken[False]) > STEPS // 10


def step(chance, found):
    """A role and an event: half of the time one that the tables know here, so that documents get far."""
    known = [
        (role, event)
        for role in ROLES
        for event in EVENTS
        if event != "discard" and expected(found["family"], found["stage"], event, role, found["printState"]) == 200
    ]
    if known and chance.random() < 0.5:
        return chance.choice(known)
    return chance.choice(list(ROLES)), chance.choice([*EVENTS, *examination.PRINT_EVENTS])


def print_step(found, event, role):
    return 200 if found["stage"] == "approved" and event in lifecycle.print_events(found["printState"], role) else 409


def after(found, event, role):
    """(stage, print state) after an allowed step."""
    if event in (*examination.PRINT_EVENTS, *ASKED[1:]):
        return found["stage"], lifecycle.print_move(found["printState"], event, role).to
    seen = "ready" if (found["stage"], event) == ("draft", "submit") else found["stage"]
    return lifecycle.move(found["family"], seen, event, role).to, found["printState"]
