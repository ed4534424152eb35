"""An error has a code and facts, never a sentence."""

import inspect

import pytest

from coo_desktop.domain import errors
from coo_desktop.domain.errors import Locked, NotFound, Outdated, ProgramError, Refused, SyncTrouble

ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, ProgramError)]


@pytest.mark.parametrize(("error", "code"), [(Outdated(), "outdated"), (NotFound(id="d"), "not_found")])
def test_the_code_is_the_name_in_snake_case(error, code):
    assert error.code == code


def test_codes_are_all_different():
    assert len({kind().code for kind in ALL}) == len(ALL)


def test_facts_are_kept_and_shown():
    error = Locked(stage="approved", event="save")
    assert error.facts == {"stage": "approved", "event": "save"}
    assert str(error) == "locked(stage='approved', event='save')"


def test_a_refusal_is_no_trouble_of_the_network():
    assert issubclass(Outdated, Refused)
    assert not issubclass(Outdated, SyncTrouble)
