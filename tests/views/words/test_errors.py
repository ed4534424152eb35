"""Every error of the tree has words of its own, without a code or an unfilled blank."""

import pytest

from coo_desktop.domain import errors
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment import words
from coo_desktop.views.words.errors import FIELD, LIGHT, error_message, place


def tree(kind: type[errors.ProgramError]) -> list[type[errors.ProgramError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in tree(child))]


TOLD = [kind for kind in tree(errors.ProgramError) if kind.__module__ == errors.__name__]
ABSTRACT = (errors.AccountTrouble, errors.SyncTrouble, errors.FileTrouble, errors.StoreTrouble)


@pytest.mark.parametrize("kind", [kind for kind in TOLD if kind not in ABSTRACT])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_error_is_told_in_words(kind, language):
    words.use(language)
    fault = error_message(errors.ProgramError())
    said = error_message(kind())
    assert said
    assert kind is errors.ProgramError or said != fault
    assert "{" not in said
    assert said.isascii() == (language == "en")


def test_a_refusal_says_which_rule_and_how_many():
    assert "3" in error_message(errors.Refused(why=Rule.INCOMPLETE, count=3))


def test_a_wrong_password_shows_at_its_field_and_the_network_in_the_light():
    assert place(errors.SignInFailed()) == FIELD
    assert place(errors.Offline()) == LIGHT


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN", "从未登录过此账号的电脑须等待 29 分钟"), ("en", "29 minutes")]
)
def test_an_unknown_computer_is_told_whose_failures_it_waits_for(language, said):
    words.use(language)
    assert said in error_message(errors.SignInFailed(retry_after_s=1728.0, reason="account"))
    own = error_message(errors.SignInFailed(retry_after_s=59.5, reason=""))
    assert " 60 " in own
