"""Lines that want a look come back with their page; what a setting holds that is no line does not."""

import json

import pytest

from coo_desktop.domain.matching.lines import MatchedLine, kept, lines_of
from coo_desktop.domain.matching.match import Ground, Match, Wanted

DOUBTFUL = MatchedLine(Wanted("A-7", "CUP"), Match(Ground.RIVALS, "cup", ("mug",)), "SAKURA")
SURE = MatchedLine(Wanted("A-8", "MUG"), Match(Ground.NAME, "mug"))


def test_only_lines_that_want_a_look_are_kept_and_come_back_as_they_were():
    setting = json.loads(json.dumps(kept({"1": DOUBTFUL, "2": SURE})))
    assert lines_of(setting) == {"1": DOUBTFUL}
    assert kept({"2": SURE}) is None


@pytest.mark.parametrize(
    "setting",
    [None, [], {"1": 7}, {"1": {"ground": "no such"}}, {"1": {"ground": "name", "said": ["a"], "rivals": []}}],
)
def test_what_is_no_line_is_left_out(setting):
    assert lines_of(setting) == {}
