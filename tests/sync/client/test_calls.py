"""One answer, as its readers see it."""

import pytest

from coo_desktop.contract import requests
from coo_desktop.domain.errors import Refused
from coo_desktop.sync.client.calls import Reply, to_wire


@pytest.mark.parametrize("body", [None, [], "text", 3, {}])
def test_a_member_of_anything_else_is_none(body):
    assert Reply(200, body).member("items") is None


def test_a_member_is_read():
    assert Reply(200, {"items": [1]}).member("items") == [1]


def test_a_request_travels_with_the_members_that_were_given():
    item = to_wire(requests.Item, key="k", method="DELETE", path="/v1/docs/d", if_match='"r"')
    assert item == {"key": "k", "method": "DELETE", "path": "/v1/docs/d", "ifMatch": '"r"'}


@pytest.mark.parametrize("typed", ["x" * 2001, "half a character \ud83d"])
def test_what_a_person_typed_and_no_request_can_hold_is_refused(typed):
    with pytest.raises(Refused) as caught:
        to_wire(requests.Move, office="3302", reason=typed)
    assert caught.value.facts["why"] == "validation"
    assert caught.value.facts["problem"]["problems"][0]["field"] == "reason"
