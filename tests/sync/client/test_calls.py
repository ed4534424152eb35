"""One answer, as its readers see it."""

import pytest

from coo_desktop.sync.client.calls import Reply


@pytest.mark.parametrize("body", [None, [], "text", 3, {}])
def test_a_member_of_anything_else_is_none(body):
    assert Reply(200, body).member("items") is None


def test_a_member_is_read():
    assert Reply(200, {"items": [1]}).member("items") == [1]
