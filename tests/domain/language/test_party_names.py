"""One firm written in two ways is one; two firms are never taken for one."""

import pytest

from coo_desktop.domain.language.party_names import bare_name, party_key, same_party

SAME = [
    ("ACME CO., LTD.", "Acme Company Limited"),
    ("ACME CO., LTD.", "ACME CO LTD"),
    ("ACME CO.,LTD", "ＡＣＭＥ　Ｃｏ．，Ｌｔｄ．"),
    ("The Acme Company Limited", "ACME CO., LTD."),
    ("ACME INC.", "Acme, Incorporated"),
    ("ACME L.L.C.", "ACME LLC"),
    ("ACME PTE. LTD.", "ACME PTE LIMITED"),
    ("Müller & Söhne GmbH", "MULLER AND SOHNE GMBH"),
    ("YAMATO SOLAR K.K.", "YAMATO SOLAR KABUSHIKI KAISHA"),
    ("주식회사 가상전자", "㈜가상전자"),
    ("가상전자 주식회사", "(주) 가상전자"),
    ("株式会社大和", "大和株式會社"),
    ("㈱大和", "大和（株）"),
    ("臺北虛構有限公司", "台北虚构有限公司"),
    ("宁波太阳能有限责任公司", "宁波太阳能有限公司"),
    ("PT. MAJU JAYA", "PT MAJU JAYA"),
]
OTHERS = [
    ("ACME INC", "ACME LTD"),
    ("ACME CO., LTD.", "ACME LLC"),
    ("ACME (SHANGHAI) CO., LTD.", "ACME (NINGBO) CO., LTD."),
    ("虚构（上海）有限公司", "虚构（宁波）有限公司"),
    ("虚构集团有限公司", "虚构有限公司"),
    ("虚构股份有限公司", "虚构有限公司"),
    ("虚构有限公司上海分公司", "虚构有限公司"),
    ("SA TRADING LTD", "TRADING LTD"),
    ("A B LTD", "AB LTD"),
    ("AS ROMA LTD", "ROMA LTD"),
    ("CO & SONS LTD", "SONS LTD"),
    ("株式会社ガス", "株式会社カス"),
    ("株式会社大和", "有限会社大和"),
    ("주식회사 가상", "유한회사 가상"),
    ("ACME 1 LTD", "ACME 2 LTD"),
    ("SAKURA TRADING", "SAKURA TRADERS"),
    ("CO., LTD.", "INC."),
    ("", ""),
    ("", "ACME"),
    ("***", "---"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_firm_is_one_however_it_is_written(one, other):
    assert same_party(one, other)
    assert party_key(one) == party_key(other) != ""


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_firms_are_never_one(one, other):
    assert not same_party(one, other)
    assert party_key(one) != party_key(other) or not party_key(one)


@pytest.mark.parametrize(
    ("one", "other"), [("ACME", "ACME INC"), ("가상전자", "주식회사 가상전자"), ("大和", "㈱大和")]
)
def test_a_name_without_its_legal_form_may_be_that_firm_but_is_kept_apart(one, other):
    assert same_party(one, other)
    assert party_key(one) != party_key(other)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("ACME CO., LTD.", "acme"),
        ("The Acme Company Limited", "acme"),
        ("Müller & Söhne GmbH", "muller sohne"),
        ("宁波太阳能股份有限公司", "宁波太阳能"),
        ("주식회사 가상전자", "가상전자"),
        ("㈜가상전자", "가상전자"),
        ("CO., LTD.", "co ltd"),
        ("S.A.", "sa"),
        ("公司", "公司"),
    ],
)
def test_a_firm_is_called_what_is_left_without_its_legal_form(name, bare):
    assert bare_name(name) == bare


def test_a_key_is_the_name_in_plain_words():
    assert party_key("Sakura Trading Co., Ltd.") == "sakura trading co ltd"
