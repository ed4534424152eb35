"""The page of reference data: what is here, what is newer, one more from a file; whatever is refused says why."""

import base64
import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from coo_backend.db.shelf import make_key, read_key
from coo_desktop.domain.errors import Offline, ProgramError, Refused
from coo_desktop.domain.packs.catalog import CHANGED, TRUSTED, UNKNOWN, Offers, PackOffer, fingerprint
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.store.packs.builtin import built_in
from coo_desktop.store.packs.install import install, installed
from coo_desktop.store.packs.library import Library
from coo_desktop.store.packs.seal import public_half, sign
from coo_desktop.store.packs.trust import pin
from coo_desktop.views.packs.page import PacksPage
from coo_desktop.views.questions import ConfirmQuestion, OptionQuestion, TextQuestion
from tests.store.packs.tables import codes_pack, shipped, table

KEY = base64.b64encode(bytes(32)).decode()
OFFER = PackOffer(
    "test-codes", "codes", "2022", "2023-12-31", "3", 5_000_000, "0" * 64, "1" * 64, "official", "GACC", "facts"
)


class FewOffers:
    """Keeps the contract of the OfferedPacks port; `trouble` is what the network or a check raises."""

    def __init__(self, folder: Path, pack: Path | None = None) -> None:
        self.folder, self.pack = folder, pack
        self.told = Offers(KEY, TRUSTED, (OFFER,))
        self.trouble: ProgramError | None = None
        self.trusted: list[str] = []

    def look(self) -> Offers:
        if self.trouble is not None:
            raise self.trouble
        return self.told

    def trust(self, public_key: str) -> None:
        self.trusted.append(public_key)
        self.told = Offers(KEY, TRUSTED, self.told.items)

    def fetch(self, offer: PackOffer, progress: Any, cancelled: Any) -> Any:
        progress(1, 2)
        if self.trouble is not None:
            raise self.trouble
        return None if self.pack is None else install(self.pack, self.folder)


class FakeOffice:
    def __init__(self, packs: FewOffers) -> None:
        self.packs = packs


@pytest.fixture(scope="session")
def ready(tmp_path_factory) -> Path:
    """A folder with the built-in pack, whose making takes a while."""
    folder = tmp_path_factory.mktemp("ready")
    built_in(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path, ready: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "packs"))


@pytest.fixture
def offered(folder: Path, tmp_path: Path) -> FewOffers:
    return FewOffers(folder, codes_pack(tmp_path, 2023))


@pytest.fixture
def page(qtbot, make, folder, offered, tmp_path) -> PacksPage:
    """The page of a computer on which a pack of 2022 is in use, with one of 2021 before it."""
    for year in (2021, 2022):
        install(codes_pack(tmp_path, year), folder)
    session = make(packs=Library(folder), office=FakeOffice(offered))
    made = PacksPage(session)
    made.session = session
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.table.rowCount() > 0)
    return made


def lines(page: PacksPage) -> list[str]:
    return [
        " | ".join(page.table.item(row, column).text() for column in (0, 2, 4)) for row in range(page.table.rowCount())
    ]


def in_use(folder: Path) -> list[str]:
    return [pack.manifest.as_of for pack in installed(folder) if pack.current]


def told(qtbot, page: PacksPage, *parts: str) -> None:
    """Waits until the page says something that holds these parts."""
    qtbot.waitUntil(lambda: all(part in page.said.text() for part in parts), timeout=20_000)


def signed(pack: Path, folder: Path) -> Path:
    key = pack.with_suffix(".key")
    make_key(key)
    sign(pack, read_key(key))
    pin(folder, "https://office.example", public_half(read_key(key)))
    return pack


def test_what_is_here_is_listed_with_state_and_day(page):
    assert lines(page) == [
        "内置 | hs-2022 | 2022-01-01",
        "使用中 | test-codes | 2022-12-31",
        "上一版本 | test-codes | 2021-12-31",
    ]


def test_a_newer_pack_is_found_fetched_and_every_screen_hears_of_it(qtbot, page, folder):
    page.looking.click()
    qtbot.waitUntil(page.fetching.isVisible)
    assert page.offers.item(0, 1).text() == "test-codes"
    with qtbot.waitSignal(page.session.changed) as heard:
        page.fetching.click()
    assert heard.args[0].families == {"packs"}
    told(qtbot, page, "2023-12-31")
    assert in_use(folder) == ["2023-12-31"]
    assert not page.fetching.isVisible()
    qtbot.waitUntil(lambda: "使用中 | test-codes | 2023-12-31" in lines(page))


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Offline(cause="dns"), "无法连接"),
        (Refused(why=PackFault.TRANSFER, name="x"), "两次"),
        (Refused(why=PackFault.GONE, name="x"), "撤下"),
        (Refused(why=PackFault.OLDER, name="x", offered="2020-01-01", installed="2022-12-31"), "2020-01-01"),
    ],
    ids=["offline", "transfer", "gone", "older"],
)
def test_a_fetch_that_fails_says_why_and_leaves_the_pack_in_use(qtbot, page, offered, folder, trouble, words):
    page.looking.click()
    qtbot.waitUntil(page.fetching.isVisible)
    offered.trouble = trouble
    page.fetching.click()
    told(qtbot, page, words)
    assert in_use(folder) == ["2022-12-31"]
    assert not page.progress.isVisible()


@pytest.mark.parametrize("standing", [UNKNOWN, CHANGED])
def test_a_key_is_compared_by_a_person_before_anything_is_fetched(qtbot, page, offered, standing):
    offered.told = Offers(KEY, standing, (OFFER,))
    page.looking.click()
    told(qtbot, page, "指纹")
    (question,) = page.session.asker.questions
    assert isinstance(question, ConfirmQuestion)
    assert fingerprint(KEY) in question.text
    assert offered.trusted == []
    page.session.asker.answer(ConfirmQuestion, True)
    page.looking.click()
    qtbot.waitUntil(lambda: offered.trusted == [KEY])
    qtbot.waitUntil(page.fetching.isVisible)


def test_nothing_newer_is_said(qtbot, page, offered):
    offered.told = Offers(KEY, TRUSTED, ())
    page.looking.click()
    told(qtbot, page, "没有")
    assert not page.offers.isVisible()


def test_a_signed_pack_dropped_on_the_page_is_put_to_use(qtbot, page, folder, tmp_path):
    pack = signed(codes_pack(tmp_path, 2023), folder)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(pack))])
    actions, button, modifier = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), actions, mime, button, modifier))
    told(qtbot, page, "test-codes", "2023-12-31")
    assert in_use(folder) == ["2023-12-31"]


def damaged(tmp_path: Path, _folder: Path) -> Path:
    bad = tmp_path / "bad.pack"
    bad.write_bytes(codes_pack(tmp_path, 2023).read_bytes()[:9000])
    return bad


def altered(tmp_path: Path, _folder: Path) -> Path:
    good = codes_pack(tmp_path, 2023)
    good.write_bytes(good.read_bytes().replace("三轮车".encode(), "独轮车".encode()))
    return good


def unsigned(tmp_path: Path, _folder: Path) -> Path:
    return codes_pack(tmp_path, 2023)


def strange(tmp_path: Path, folder: Path) -> Path:
    pack = signed(codes_pack(tmp_path, 2023), folder)
    (folder / "trusted.keys").unlink()
    return pack


def older(tmp_path: Path, folder: Path) -> Path:
    return signed(codes_pack(tmp_path, 2020), folder)


@pytest.mark.parametrize(
    ("bad", "words"),
    [(damaged, "损坏"), (altered, "校验值"), (unsigned, "没有签名"), (strange, "信任"), (older, "2020-12-31")],
)
def test_a_bad_pack_is_refused_with_its_reason_and_the_one_in_use_stays(qtbot, page, folder, tmp_path, bad, words):
    page.doing.take([bad(tmp_path, folder)])
    told(qtbot, page, words)
    assert in_use(folder) == ["2022-12-31"]


RULE = {
    "fact_id": "1", "agreement": "RCEP", "hs_version": "HS2022", "code_from": "961700", "code_to": "961700",
    "level": "6",
    "rule_printed": "CTH", "rule_normalised": "CTH", "quality": "verified-official-text", "source": "Annex 3A",
    "note": "",
}  # fmt: skip


def rules_table(tmp_path: Path, encoding: str = "utf-8", shift: bool = False, **wrong: str) -> Path:
    """A table of two rules, the second with what is wrong."""
    path = tmp_path / "rules.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(shipped("rules").columns)
        writer.writerow(RULE.values())
        last = list({**RULE, **wrong}.values())
        writer.writerow(["", *last] if shift else last)
    return path


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"shift": True}, ("第 3 行", "12")),
        ({"rule_normalised": "CTH or or", "rule_printed": "CTH or or"}, ("第 3 行", "CTH or or")),
        ({"code_to": "961799"}, ("第 3 行", "961799", "2022")),
        ({"code_from": "96.17"}, ("第 3 行", "96.17")),
        ({"source": ""}, ("第 3 行", "source")),
        ({"encoding": "gb18030", "note": "注释"}, ("第 3 行", "utf-8")),
    ],
    ids=["shifted", "no_rule", "not_in_edition", "no_code", "empty", "encoding"],
)
def test_a_bad_table_is_refused_with_line_and_reason_and_the_pack_in_use_stays(
    qtbot, page, folder, tmp_path, wrong, words
):
    page.doing.take([rules_table(tmp_path, **wrong)])
    told(qtbot, page, "rules.csv", *words)
    assert in_use(folder) == ["2022-12-31"]
    assert not page.progress.isVisible()


def test_an_official_table_becomes_a_pack_in_use_and_tells_its_lines(qtbot, page, folder, tmp_path):
    page.doing.take([rules_table(tmp_path)])
    told(qtbot, page, "rules", "2")
    assert sorted(in_use(folder)) == ["2022-12-31", "2023-01-01"]
    assert not page.rejected.isVisible()


def test_lines_left_out_are_listed_with_their_reasons(qtbot, page, tmp_path):
    recipe = shipped("currencies")
    numbers = [f"{first}{second}X" for first in "ABCDEFGHIJKLMNOPQ" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    path = tmp_path / "currencies.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(recipe.columns)
        for code in (*numbers, "x?"):
            row = dict.fromkeys(recipe.columns, "")
            row |= {"Entity": "LAND", "Currency": f"Money {code}", "AlphabeticCode": code, "NumericCode": "1"}
            writer.writerow([row[column] for column in recipe.columns])
    page.doing.take([path])
    told(qtbot, page, "currencies", "1")
    qtbot.waitUntil(page.rejected.isVisible)
    assert f"currencies.csv，第 {len(numbers) + 2} 行" in page.rejected.toPlainText()


def test_a_printed_list_of_rules_becomes_a_pack_and_tells_what_a_person_has_to_judge(qtbot, page, folder, tmp_path):
    text = (
        "章,品目,子目,产品特定原产地规则\n69,69.11,,从任何其他章改变至此\n,69.12,,\n,,6912.0,品目改变，且上釉\n,x,,WO\n"
    )
    page.doing.take([table(tmp_path, "annex.csv", text)])
    told(qtbot, page, "annex.csv", "korea-2012.csv")
    page.doing.take([table(tmp_path, "chile-2012.csv", text)])
    told(qtbot, page, "rules-chile-2012", "50%", "1 条以原文保留")
    assert page.rejected.toPlainText().splitlines() == [
        "chile-2012.csv，第 5 行：code：x 的写法不符合要求",
        "chile-2012.csv，第 4 行：691200：以原文保留，须人工判断：品目改变，且上釉",
    ]
    page.doing.take([table(tmp_path, "chile-2022.csv", text)])
    told(qtbot, page, "rules-chile-2022")
    qtbot.waitUntil(lambda: sum(line.startswith("使用中 | rules-chile") for line in lines(page)) == 2)


def test_a_table_of_no_known_layout_asks_which_it_is(qtbot, page, tmp_path):
    page.doing.take([table(tmp_path, "unknown.csv", "a,b\n1,2\n")])
    qtbot.waitUntil(lambda: bool(page.session.asker.questions))
    (question,) = page.session.asker.questions
    assert isinstance(question, OptionQuestion)
    assert ("incoterms", "国际贸易术语2020") in question.options
    page.session.asker.answer(OptionQuestion, "incoterms")
    page.doing.take([table(tmp_path, "unknown.csv", "a,b\n1,2\n")])
    told(qtbot, page, "unknown.csv", "第 1 行")


def test_a_table_whose_name_tells_no_day_asks_for_it(qtbot, page, folder, tmp_path):
    head = ",".join(shipped("china-hs8").columns)
    page.session.asker.answer(TextQuestion, "2022-12-31")
    page.doing.take([table(tmp_path, "list.csv", f"{head}\n")])
    qtbot.waitUntil(lambda: bool(page.session.asker.questions))
    assert isinstance(page.session.asker.questions[0], TextQuestion)
    told(qtbot, page, "list.csv")


def test_going_back_and_forward_again(qtbot, page, folder):
    page.table.selectRow(1)
    assert page.going_back.isEnabled()
    page.going_back.click()
    qtbot.waitUntil(lambda: in_use(folder) == ["2021-12-31"])
    qtbot.waitUntil(lambda: any(line.startswith("已搁置") for line in lines(page)))
    page.table.selectRow([line.startswith("已搁置") for line in lines(page)].index(True))
    assert page.using_again.isVisible()
    page.using_again.click()
    qtbot.waitUntil(lambda: in_use(folder) == ["2022-12-31"])


def test_a_damaged_file_is_shown_with_its_reason_and_can_be_removed(qtbot, page, folder):
    (folder / "broken.pack").write_bytes(b"x" * 5000)
    page.refresh()
    qtbot.waitUntil(lambda: page.table.rowCount() == 4)
    page.table.selectRow(3)
    assert "损坏" in page.table.item(3, 8).text()
    page.removing.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == 3)


def test_the_only_pack_has_no_way_back(page):
    page.table.selectRow(0)
    assert not page.going_back.isEnabled()
    assert not page.using_again.isVisible()
    assert not page.removing.isVisible()
