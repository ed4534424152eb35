"""The console's door: wrong passwords of others keep nobody out who has been in, and are told."""

import dataclasses
import shutil

import pytest

from coo_backend.seed import PASSWORD
from tests.backend.conftest import quick_settings, running
from tests.console.pages import Visit

SIGN_IN = "/console/sign-in"


def entered(guest: Visit, password: str = PASSWORD, account: str = "examiner"):
    guest.open(SIGN_IN)
    return guest.send(SIGN_IN, account=account, password=password)


def test_a_browser_that_has_been_in_and_an_open_session_are_kept_out_by_nobody(backend, visit):
    known, working, outsider = visit("examiner"), visit("examiner"), visit()
    known.open("/console/queue")
    known.send("/console/sign-out")
    assert [entered(outsider, "guess").status_code for _ in range(6)] == [401] * 5 + [429]
    assert outsider.shows("次数太多，请稍后再试。")
    assert outsider.open(f"{SIGN_IN}?language=en").ok
    assert [backend.client().sign_in("examiner", "guess").status_code for _ in range(2)] == [429, 429]
    assert working.open("/console/queue").url.endswith("/console/queue")
    assert entered(visit()).status_code == 429  # another browser at the same address

    assert entered(known).url.endswith("/console/failed-sign-ins")
    assert known.shows("有人用错误的密码尝试登录您的账号。")
    assert "<dt>次数</dt><dd>5</dd>" in known.page.text
    assert "<dt>来自几处</dt><dd>1</dd>" in known.page.text
    assert known.open("/console/failed-sign-ins?language=en").ok
    assert "<dt>Tries</dt><dd>5</dd>" in known.page.text
    known.send("/console/sign-out")
    assert entered(known).url.endswith("/console/queue")  # told once, until there are more


def test_several_people_of_one_browser_are_known_each(visit):
    shared = visit("examiner")
    shared.open("/console/queue")
    shared.send("/console/sign-out")
    assert entered(shared, account="customs").url.endswith("/check")
    names = [cookie.name for cookie in shared.session.cookies if cookie.name.startswith("coo_known_")]
    kept = [cookie for cookie in shared.session.cookies if cookie.name.startswith("coo_known_")]
    assert len(set(names)) == 2
    assert all("HttpOnly" in cookie._rest and cookie._rest["SameSite"] == "strict" for cookie in kept)


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN", "有人在别处用此账号多次尝试密码"), ("en", "Somebody elsewhere")]
)
def test_a_new_browser_hears_whose_tries_it_waits_for(http, seeded, tmp_path, language, said):
    shutil.copytree(seeded, tmp_path / "backend")
    settings = dataclasses.replace(quick_settings(tmp_path / "backend"), account_failures_per_day=1)
    for backend in running(http, settings):
        backend.client().sign_in("examiner", "guess")
        guest = Visit(backend.url)
        guest.open(f"{SIGN_IN}?language={language}")
        assert guest.send(SIGN_IN, account="examiner", password=PASSWORD).status_code == 429
        assert said in guest.page.text
        guest.close()
