"""The link of a QR code is read for what it asks; anything else is left as it was typed."""

import pytest

from coo_desktop.domain.office.certificate_check import PaperFacts, asked_of

LINK = "https://check.example/check?number=26C3302%2F00001&printNumber=CCPIT1"


def test_a_link_asks_for_both_numbers():
    assert asked_of(f" {LINK}\n") == PaperFacts("26C3302/00001", "CCPIT1")
    assert asked_of(LINK + "&invoice=LF-1") == PaperFacts("26C3302/00001", "CCPIT1", "LF-1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26C3302/00001",
        "https://check.example/check?number=1",
        "https://check.example/check?number=&printNumber=2",
        "http://[bad?number=1&printNumber=2",
        "?" + "&".join(f"a{number}=1" for number in range(30)),
        f"?number={'1' * 101}&printNumber=2",
    ],
)
def test_any_other_text_is_no_link(text):
    assert asked_of(text) is None
