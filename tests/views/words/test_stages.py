"""How a certificate stands with its printing, in the words of clerks."""

import pytest

from coo_desktop.domain.documents.document import Document, Review
from coo_desktop.environment import words
from coo_desktop.views.words.stages import REVIEWS, printed_text, review_text


def certificate(stage="approved", print_state="printed", **facts):
    return Document(
        id="d", form="f", family="certificate", values={}, stage=stage, print_state=print_state, facts=facts
    )


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (certificate(printCount=1, copyCount=3), "Printed, original printed 1 time, 3 copies printed"),
        (certificate(print_state="copy_only", printCount=2, copyCount=1), "original printed 2 times, 1 copy printed"),
        (certificate(print_state="not_printed"), "Not printed"),
        (certificate(stage="draft"), ""),
    ],
)
def test_print_state_and_counts_stand_together(document, told):
    words.use("en")
    assert printed_text(document).endswith(told)


def test_a_pre_review_is_not_printed_as_a_certificate():
    assert printed_text(Document(id="p", form="f", family="pre_review", values={}, stage="approved")) == ""


def test_every_cause_of_a_look_has_words_in_both_languages():
    assert set(REVIEWS) == set(Review)
    for cause in Review:
        words.use("en")
        english = review_text(cause)
        words.use("zh_CN")
        assert review_text(cause) not in ("", english)
    assert review_text("of 2031") == review_text(Review.MERGED)
