"""The encoding of a text is judged by its letters; where two are plausible, both come back."""

import random

import pytest

from coo_desktop.domain.sheets.encodings import Decoded, Encoding, decodings

WORDS = {
    Encoding.GB_18030: (
        "宁波蓝风家居用品有限公司", "北京市朝阳区建国路88号", "上海进出口贸易有限公司", "张伟", "李明", "德国", "品名",
        "数量", "杯",
        "广东省佛山市顺德区", "备注：周末不收货", "电话", "江苏省苏州市工业园区",
    ),
    Encoding.BIG5: ("臺北虛構公司", "高雄市前鎮區", "王小明", "股份有限公司", "貿易", "電話", "備註", "新北市板橋區"),
    Encoding.SHIFT_JIS: ("佐藤 花子", "納品は平日のみ", "東京物産株式会社", "田中", "鈴木一郎", "ﾄｳｷｮｳ", "担当"),
    Encoding.EUC_KR: ("주식회사 가상전자", "서울 가상로 1", "부산광역시", "김철수", "무역", "박", "전화"),
    Encoding.WESTERN: ("MÜLLER GMBH", "Hauptstraße", "Société Générale", "São Paulo", "Peña", "Århus"),
}  # fmt: skip


def table(words):
    return "Name,Address,Remarks\n" + "\n".join(f"ACME {number},{word},x" for number, word in enumerate(words))


@pytest.mark.parametrize("encoding", WORDS)
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_right_encoding_is_always_among_the_answers(encoding, count):
    chance = random.Random(7)
    for _ in range(30):
        text = table(chance.sample(WORDS[encoding], count))
        assert Decoded(encoding, text) in [Decoded(one.encoding, one.text) for one in decodings(text.encode(encoding))]


@pytest.mark.parametrize("encoding", WORDS)
def test_a_few_lines_leave_no_doubt(encoding):
    text = table(WORDS[encoding])
    assert [one.encoding for one in decodings(text.encode(encoding))] == [encoding]


def test_what_could_be_chinese_or_korean_is_both():
    found = decodings("name\n김철수\n".encode("euc-kr"))
    assert {Encoding.EUC_KR, Encoding.GB_18030} <= {one.encoding for one in found}
    assert "김철수" in {one.sample for one in found}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_says_so_itself(encoding):
    [found] = decodings("名称\n김철수\n".encode(encoding))
    assert found.text == "名称\n김철수\n"


def test_an_encoding_that_the_file_tells_counts_where_its_bytes_allow_it():
    content = "김철수".encode("euc-kr")
    assert [one.encoding for one in decodings(content, "EUC-KR")] == [Encoding.EUC_KR]
    assert Encoding.WESTERN not in {one.encoding for one in decodings("杯".encode("gbk"), "klingon")}


def test_signs_that_every_encoding_has_and_bytes_of_none():
    assert decodings("ACME，LTD\n".encode("gbk"))[0].text == "ACME，LTD\n"
    assert decodings(b"\xff\xff\xff,a\n") == ()
