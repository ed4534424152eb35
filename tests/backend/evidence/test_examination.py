"""Whatever the examination finds is refused in words of its own, and what is fit is not."""

import pytest

from coo_backend.evidence.examination import Examined
from coo_backend.runtime.refusals import Refusal
from coo_desktop.domain.refusals import EvidenceFault

#: What is found while a file is copied from a disk: nothing of it comes over the wire.
ON_A_DISK = frozenset({"missing", "denied", "not_a_file", "link", "empty", "too_large", "changing"})


def test_every_fault_of_a_file_has_words_on_the_wire():
    told = {}
    for fault in EvidenceFault:
        if fault not in ON_A_DISK:
            with pytest.raises(Refusal) as caught:
                Examined("", fault=fault).demand("", 0)
            (told[fault],) = caught.value.facts["problems"]
    assert told[EvidenceFault.WRONG_TYPE]["code"] == told[EvidenceFault.TYPE_MISMATCH]["code"] == "file_type"
    assert len({problem["messageZh"] for problem in told.values()}) == len(told) - 1
    Examined("").demand("", 0)
