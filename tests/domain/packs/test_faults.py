"""What is wrong with a table is a fact with a plain text; an error about a table can be told from others."""

import pytest

from coo_desktop.domain.errors import Offline, Unreadable
from coo_desktop.domain.packs.faults import FaultKind, PackFault, TableFault, fault_of


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (TableFault(FaultKind.CELLS, found=10, needed=9), "10 cells, 9 are needed"),
        (TableFault(FaultKind.MISFIT, "code", "x"), "code: 'x' does not fit"),
        (TableFault(FaultKind.UNKNOWN_CODE, "hs6", "961799", edition="2022"), "hs6: 961799 is not in HS 2022"),
        (TableFault(FaultKind.UNTOLD_DAY), "neither file name nor --as-of tells"),
    ],
)
def test_a_fault_has_a_plain_text_for_the_console(fault, text):
    assert str(fault) == text


def test_braces_in_a_table_stay_braces():
    assert str(TableFault(FaultKind.REPEATED, text="{field}")) == "{field} stands on an earlier line"


def test_only_an_error_about_a_table_has_a_fault():
    fault = TableFault(FaultKind.COLUMNS)
    assert fault_of(Unreadable(file="a.csv", reason=fault)) is fault
    assert fault_of(Unreadable(file="a.pack", reason=PackFault.DIGEST)) is None
    assert fault_of(Offline(cause="dns")) is None
