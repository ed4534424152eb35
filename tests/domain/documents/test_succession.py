"""What the links of a document say of whose place it takes."""

import pytest

from coo_desktop.domain.documents import succession
from tests.contracts.certificates import certificate


@pytest.mark.parametrize("link", succession.LINKS)
def test_each_link_names_the_original_and_the_event_that_began_it(link):
    document = certificate("a", links={link: "o", "copied_from": "x", "reason": "r"})
    assert succession.original_of(document) == (succession.EVENTS[link], "o")


def test_a_copy_has_no_original():
    assert succession.original_of(certificate("a", links={"copied_from": "x"})) == ("", "")
