"""Which papers of a certificate may be printed, and how a printer's fit is kept."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.documents.document import Document, Intent
from coo_desktop.domain.filling.printing import (
    AS_IT_IS,
    COPY,
    ORIGINAL,
    PROOF,
    TRUE_COPY,
    Fit,
    fit_of,
    issued_paper,
    papers,
    print_state,
    usual_paper,
)
from tests.rulebooks import shipped

RULES = shipped()
RCEP = RULES.form("rcep_2022")


def certificate(**changes: Any) -> Document:
    about = {"id": "d1", "form": "rcep_2022", "family": "certificate", "values": {}, "stage": "approved"}
    return Document(**{**about, **changes})


def wish(action: str, state: str = "queued") -> Intent:
    return Intent(key=action, kind="request", document="d1", body={"action": action}, created_at="", state=state)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("not_printed", {ORIGINAL: "", COPY: "original_first", TRUE_COPY: "not_due"}),
        ("printed", {ORIGINAL: "printed", COPY: "", TRUE_COPY: "not_due"}),
        ("reprint_requested", {ORIGINAL: "asked", COPY: "asked", TRUE_COPY: "not_due"}),
        ("lost_requested", {ORIGINAL: "asked", COPY: "asked", TRUE_COPY: "not_due"}),
        ("copy_only", {ORIGINAL: "lost", COPY: "", TRUE_COPY: ""}),
    ],
)
def test_each_print_state_allows_its_papers(state: str, expected: dict[str, str]) -> None:
    assert papers(RCEP, certificate(print_state=state), state, "clerk") == expected


@pytest.mark.parametrize("stage", ["draft", "ready", "submitted", "in_review", "returned", "withdrawn", "voided"])
def test_what_is_not_approved_has_only_a_proof(stage: str) -> None:
    document = certificate(stage=stage)
    assert papers(RCEP, document, document.print_state, "clerk") == {PROOF: ""}
    assert usual_paper(RCEP, document) == PROOF


def test_a_pre_review_is_printed_as_it_is() -> None:
    document = certificate(family="pre_review", form="pre_review")
    assert papers(RULES.form("pre_review"), document, "not_printed", "clerk") == {ORIGINAL: ""}


def test_the_declared_occasions_make_a_true_copy_due() -> None:
    def with_occasions(*occasions: str) -> Any:
        return RCEP.model_copy(update={"issuing": RCEP.issuing.model_copy(update={"true_copy": occasions})})

    amended = certificate(print_state="printed", links={"amends": "d0"})
    late = certificate(print_state="printed", values={"departure_date": "2026-01-01", "application_date": "2026-03-01"})
    assert papers(with_occasions("lost", "replacement"), amended, "printed", "clerk")[TRUE_COPY] == ""
    assert papers(with_occasions("lost"), amended, "printed", "clerk")[TRUE_COPY] == "not_due"
    assert papers(with_occasions("retroactive"), late, "printed", "clerk")[TRUE_COPY] == ""
    assert papers(with_occasions("retroactive"), amended, "printed", "clerk")[TRUE_COPY] == "not_due"
    assert TRUE_COPY not in papers(with_occasions(), amended, "printed", "clerk")


def test_a_lost_certificate_is_issued_as_a_true_copy_where_its_form_has_one() -> None:
    lost = certificate(print_state="copy_only")
    assert issued_paper(RCEP, lost) == TRUE_COPY
    none = RCEP.model_copy(update={"issuing": RCEP.issuing.model_copy(update={"true_copy": ()})})
    assert issued_paper(none, lost) == COPY
    assert issued_paper(RCEP, certificate()) == ORIGINAL


@pytest.mark.parametrize(
    ("before", "wishes", "after"),
    [
        ("not_printed", [wish("print")], "printed"),
        ("not_printed", [wish("print", "unknown"), wish("print_copy")], "printed"),
        ("not_printed", [wish("print"), wish("report_lost")], "lost_requested"),
        ("not_printed", [wish("print", "refused")], "not_printed"),
        ("printed", [wish("print", "unknown")], "printed"),
        ("printed", [dataclasses.replace(wish("ask_reprint"), kind="put")], "printed"),
    ],
)
def test_what_was_printed_offline_counts_as_printed(before: str, wishes: list[Intent], after: str) -> None:
    assert print_state(certificate(print_state=before), wishes) == after


LENGTHS = st.decimals(Decimal(-20), Decimal(20), places=2)


@given(LENGTHS, LENGTHS, st.decimals(Decimal(90), Decimal(110), places=2), st.booleans())
def test_a_kept_fit_is_read_as_it_was(right: Decimal, down: Decimal, percent: Decimal, overprint: bool) -> None:
    fit = Fit(right, down, percent, overprint)
    assert fit_of(fit.kept()) == fit


@pytest.mark.parametrize("kept", [None, "", [], {"right_mm": "999", "percent": "0", "overprint": 1}, {"down_mm": "x"}])
def test_a_fit_that_cannot_be_is_none(kept: object) -> None:
    assert fit_of(kept) == AS_IT_IS
