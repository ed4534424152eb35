"""The head of an answer counts when it is whole, and is given up when it trickles."""

import pytest

from coo_desktop.domain.errors import Unanswered
from coo_desktop.sync.client import whole_head
from tests.sync.client.test_http import answer, backend, remote

__all__ = ["backend", "remote"]


@pytest.mark.parametrize("method", ["HEAD", "DELETE"])
def test_an_answer_without_a_body_counts_only_with_its_whole_head(remote, backend, method):
    told = answer(b"", "204 No Content", Content_Length=None, Content_Type=None, Upload_Offset="7")
    for at in range(len(told)):
        backend.answers.append(told[:at])
        with pytest.raises(Unanswered):
            remote.call(method, "/v1/uploads/x", signed=False)
    backend.answers.append(told)
    assert remote.call(method, "/v1/uploads/x", signed=False).headers["upload-offset"] == "7"


def test_a_head_that_trickles_is_given_up(remote, backend, monkeypatch):
    monkeypatch.setattr(whole_head, "HEAD_S", 0.05)
    sent = [answer()[at : at + 1] for at in range(40)]
    backend.answers.append(sent)
    with pytest.raises(Unanswered) as caught:
        remote.call("GET", "/v1/meta", signed=False)
    assert caught.value.facts == {"cause": "timeout"}
    assert backend.trickled < len(sent)
