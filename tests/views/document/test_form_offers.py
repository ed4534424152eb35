"""What is said before a draft moves to a new edition: everything that would not come along."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.office.release import Note, Release, ReleaseState, with_release
from coo_desktop.domain.operations.editions import newest_for
from coo_desktop.views.document.form_offers import moving_text
from tests.rulebooks import shipped

DRAFT = Document(id="d1", form="switzerland_s", family=CERTIFICATE, values={"remarks": "X"}, stage="draft")
NOTE = Note(id="n1", field="remarks", text="?", by="li", at="")


def told(document: Document) -> str:
    newest = newest_for(shipped(), document)
    assert newest is not None
    return moving_text(newest, document, "zh_CN")


def test_that_the_history_goes_is_said():
    assert "连同历史版本随之删除" in told(DRAFT)


@pytest.mark.parametrize("stands", [Release(notes=(NOTE,)), Release(state=ReleaseState.ASKED, content="c")])
def test_what_colleagues_did_is_said_not_to_come_along(stands):
    assert "批注" not in told(DRAFT)
    assert "批注" in told(dataclasses.replace(DRAFT, facts=with_release({}, stands)))


def test_that_the_examiners_reasons_stay_behind_is_said():
    assert "审核" in told(dataclasses.replace(DRAFT, stage="returned"))
