"""The examiner's page of reference packs: who may publish, what is refused and why, and what everybody then sees."""

import http.client
from contextlib import closing
from pathlib import Path

import requests

from coo_backend.seed import PASSWORD
from tests.backend.process import Client
from tests.console.browser import Browser
from tests.console.pages import ANSWER_S
from tests.store.packs.tables import codes_pack

PAGE = "/console/packs"


def offered(client: Client) -> list[str]:
    return [item["asOf"] for item in client.get("/v1/packs").json()["items"]]


def test_an_examiner_publishes_a_pack_and_companies_are_offered_it(visit, clerk, tmp_path):
    guest = visit("examiner")
    guest.open(PAGE)
    assert guest.upload(PAGE, codes_pack(tmp_path)).ok
    assert guest.shows("数据包已发布。")
    assert guest.shows("test-codes")
    assert offered(clerk) == ["2023-12-31"]


def test_a_damaged_file_is_refused_with_its_reason(visit, clerk, tmp_path):
    guest = visit("examiner")
    guest.open(PAGE)
    guest.upload(PAGE, codes_pack(tmp_path, 2022))
    bad = tmp_path / "bad.pack"
    bad.write_bytes(codes_pack(tmp_path, 2023).read_bytes()[:9000])
    assert guest.upload(PAGE, bad).status_code == 422
    assert guest.shows("数据包已损坏或不完整。")
    assert offered(clerk) == ["2022-12-31"]


def test_an_older_file_is_refused_with_both_dates(visit, clerk, tmp_path):
    guest = visit("examiner")
    guest.open(PAGE)
    guest.upload(PAGE, codes_pack(tmp_path, 2023))
    assert guest.upload(PAGE, codes_pack(tmp_path, 2022)).status_code == 422
    assert guest.shows("已发布更新日期的同名数据包。")
    assert guest.shows("2022-12-31")
    assert offered(clerk) == ["2023-12-31"]


def test_a_form_without_a_file_is_refused(visit, tmp_path):
    guest = visit("examiner")
    guest.open(PAGE)
    empty = tmp_path / "empty.pack"
    empty.write_bytes(b"")
    assert guest.upload(PAGE, empty).status_code == 422
    assert guest.shows("请选择数据包文件。")


def test_a_withdrawn_pack_is_offered_no_more(visit, clerk, tmp_path):
    guest = visit("examiner")
    guest.open(PAGE)
    guest.upload(PAGE, codes_pack(tmp_path))
    (item,) = clerk.get("/v1/packs").json()["items"]
    assert guest.send(f"{PAGE}/{item['digest']}/withdraw").ok
    assert guest.shows("已撤下")
    assert offered(clerk) == []


def test_customs_and_strangers_may_neither_look_nor_publish(visit, clerk, tmp_path):
    pack = codes_pack(tmp_path)
    customs = visit("customs")
    assert customs.open(PAGE).status_code == 403
    customs.open("/check")
    assert customs.upload(PAGE, pack).status_code == 403
    stranger = visit()
    assert stranger.open(PAGE).url.endswith("/console/sign-in")
    assert stranger.upload(PAGE, pack).url.endswith("/console/sign-in")
    assert offered(clerk) == []


def test_a_company_may_not_publish(visit, backend, clerk, tmp_path):
    cookies = {"coo_session": clerk.tokens["accessToken"]}
    with codes_pack(tmp_path).open("rb") as file:
        answer = requests.post(backend.url + PAGE, files={"pack": file}, cookies=cookies, timeout=ANSWER_S)
    assert answer.status_code == 403
    withdrawn = requests.post(f"{backend.url}{PAGE}/{'0' * 64}/withdraw", cookies=cookies, timeout=ANSWER_S)
    assert withdrawn.status_code == 403
    assert offered(clerk) == []


def test_another_sites_form_is_refused(visit, clerk, tmp_path):
    guest = visit("examiner")
    guest.open(PAGE)
    assert guest.upload(PAGE, codes_pack(tmp_path), token="0" * 64).status_code == 403
    guest.open(PAGE)
    assert guest.upload(PAGE, codes_pack(tmp_path), Origin="https://elsewhere.example").status_code == 403
    assert offered(clerk) == []


def test_a_file_beyond_the_limit_is_not_read(visit, backend):
    guest = visit("examiner")
    length = str(backend.settings.pack_bytes + 10_000_000)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in guest.session.cookies)
    with closing(http.client.HTTPConnection(backend.url.removeprefix("http://"), timeout=ANSWER_S)) as line:
        line.putrequest("POST", PAGE)
        kind = "multipart/form-data; boundary=x"
        for name, value in (("Content-Length", length), ("Content-Type", kind), ("Cookie", cookies)):
            line.putheader(name, value)
        line.endheaders()
        assert line.getresponse().status == 413


def test_a_form_without_its_length_is_refused(visit, backend):
    guest = visit("examiner")
    answer = guest.session.post(backend.url + PAGE, data=iter([b"--x"]), timeout=ANSWER_S)  # sent in chunks
    assert answer.status_code == 400


def test_an_examiner_publishes_in_a_real_browser(visit, backend, browser: Browser, album: Path, tmp_path):
    browser.open(f"{backend.url}{PAGE}")
    browser.type("input[name=account]", "examiner")
    browser.type("input[name=password]", PASSWORD)
    browser.follow("main button")
    browser.follow("nav a[href='/console/packs']")
    for year in (2022, 2023):
        browser.choose("input[name=pack]", codes_pack(tmp_path, year))
        browser.follow("main .stack button")
    browser.follow("tbody tr:last-child button")
    assert (browser.text_of("tbody").count("供下载"), browser.text_of("tbody").count("已撤下")) == (1, 1)
    browser.photograph(album / "packs_zh.png")
    browser.choose("input[name=pack]", codes_pack(tmp_path, 2021))
    browser.follow("main .stack button")
    browser.open(f"{backend.url}{PAGE}?language=en")
    browser.photograph(album / "packs_en.png")
    assert "Reference packs" in browser.text
