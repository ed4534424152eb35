"""The gate's words name the address and never speak of work, which a fresh profile has none of."""

import re

import pytest

from coo_desktop.domain.errors import (
    AccountCancelled,
    AccountDeleted,
    Busy,
    Offline,
    ProgramError,
    Refused,
    SignatoryDisabled,
    SignInFailed,
    StoreFull,
    Unanswered,
    Untrusted,
    UpgradeNeeded,
)
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment import words
from coo_desktop.views.words.gate import CAUSES, gate_text

ADDRESS = "https://co.example.cn"
SERVICE = [
    *(Offline(cause=cause) for cause in ("dns", "refused", "unreachable", "timeout", "tls", "proxy", "address")),
    *(Unanswered(cause=cause) for cause in ("timeout", "cut", "server", "gateway")),
    *(Untrusted(reason=reason) for reason in ("portal", "redirect", "content_type", "newer_api", "older_api")),
    Busy(after_s=30.0),
    UpgradeNeeded(minimum="9.0"),
    SignatoryDisabled(),
    AccountDeleted(),
    AccountCancelled(),
    Refused(why="status-404", status=404),
    Refused(why=Rule.ADDRESS),
]
OTHERS = [SignInFailed(), SignInFailed(retry_after_s=30), Refused(why=Rule.OTHER_PERSON), StoreFull(), ProgramError()]
WORK = re.compile(
    "稍后自动发送|数据已保存|都已保留|草稿|will be sent|is kept|are kept|drafts|saved work", re.IGNORECASE
)


@pytest.fixture(params=words.LANGUAGES)
def language(request):
    before = words.language()
    words.use(request.param)
    yield request.param
    words.use(before)


@pytest.mark.parametrize("error", SERVICE, ids=str)
def test_each_failure_names_the_address_and_no_work(language, error):
    text = gate_text(error, ADDRESS)
    assert ADDRESS in text
    assert not WORK.search(text)
    assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh_CN")


@pytest.mark.parametrize("error", OTHERS, ids=str)
def test_what_is_not_the_service_s_fault_speaks_of_no_work_either(language, error):
    assert not WORK.search(gate_text(error, ADDRESS))


def test_no_two_causes_read_alike(language):
    assert len({words._(text) for text in CAUSES.values()}) == len(CAUSES)


def test_an_address_that_is_not_known_leaves_no_gap(language):
    assert "{" not in gate_text(Offline(cause="dns"), "")
