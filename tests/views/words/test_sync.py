"""Each cause of the sync light has words of its own in both languages."""

import re

import pytest

from coo_desktop.domain.office.sync_state import IncidentKind, SyncCause
from coo_desktop.environment import words
from coo_desktop.views.words.sync import cause_text, incident_text


@pytest.fixture(params=words.LANGUAGES)
def language(request):
    before = words.language()
    words.use(request.param)
    yield request.param
    words.use(before)


def test_each_cause_has_words_of_its_own(language):
    said = {cause: cause_text(cause) for cause in SyncCause}
    assert len(set(said.values())) == len(SyncCause), "no two causes read alike"
    for text in said.values():
        assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh_CN"), text


def test_each_incident_has_words_of_its_own(language):
    said = {incident_text(kind) for kind in IncidentKind}
    assert len(said) == len(IncidentKind)
    assert all(bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh_CN") for text in said)


def test_a_refused_submission_and_a_mass_deletion_are_told_as_what_they_are(language):
    refused, deletion = cause_text(SyncCause.WORK_REFUSED), cause_text(SyncCause.MASS_DELETION)
    assert refused != cause_text(SyncCause.NOT_RUNNING)
    assert ("outbox" in refused) or ("发件箱" in refused)
    assert ("deleted" in deletion) or ("删除" in deletion)
