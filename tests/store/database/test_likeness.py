"""What looks alike: names, and records that are there twice."""

from coo_desktop.domain.documents.document import Document
from coo_desktop.store.database.likeness import alike, nearest
from tests.rulebooks import shipped


def records(form, *rows):
    names = [spec.id for spec in shipped().form(form).fields]
    return [
        Document(id=str(at), form=form, family="record", values=dict(zip(names, row, strict=False)))
        for at, row in enumerate(rows)
    ]


def groups(form, *rows):
    return [[int(one.id) for one in group] for group in alike(shipped().form(form), records(form, *rows))]


def test_one_company_written_twice_is_a_group():
    rows = [
        ("YAMATO SOLAR K.K.", "1-2 MINATO, TOKYO", "JP"),
        ("ACME INC", "5 MAIN STREET, BOSTON", "US"),
        ("Yamato Solar KK", "1-2 MINATO-KU TOKYO JAPAN", "JP"),
        ("YAMATO SOLLAR", "", ""),
    ]
    assert groups("importer", *rows) == [[0, 2, 3]]


def test_a_name_in_two_kinds_of_characters_at_one_address_is_a_group():
    rows = [
        ("臺北虛構公司", "", "台北市虛構路1號"),
        ("台北虚构公司", "", "台北市虚构路1号"),
        ("台北虚构公司", "", "高雄市前镇区88号"),
        ("台北须勾公司", "", ""),
        ("宁波 ABC", "", "台北市虚构路1号"),
    ]
    assert groups("producer", *rows) == [[0, 1]]


def test_another_country_or_another_address_speaks_against_it():
    assert groups("importer", ("ACME INC", "", "US"), ("ACME LTD", "", "GB")) == []
    assert groups("importer", ("ACME", "5 MAIN STREET, BOSTON", "US"), ("ACME", "99 PALM AVENUE, MIAMI", "US")) == []


def test_two_towns_of_one_group_are_two_firms():
    rows = [
        ("虚构（上海）有限公司", "", "浦东1号"),
        ("虚构（宁波）有限公司", "", "江北2号"),
        ("虚构(上海)有限责任公司", "", ""),
    ]
    assert groups("producer", *rows) == [[0, 2]]


def test_one_credit_code_is_one_producer_whatever_its_name():
    rows = [
        ("甲公司", "A", "", "913302001234567890"),
        ("乙公司", "B", "", "913302001234567890"),
        ("丙公司", "C", "", ""),
    ]
    assert groups("producer", *rows) == [[0, 1]]


def test_clauses_with_other_texts_are_different():
    assert groups("special_clause", ("L/C 1", "DOCUMENTS AGAINST PAYMENT"), ("L/C 2", "WE CERTIFY THE ORIGIN")) == []
    assert groups(
        "special_clause", ("信用证条款", "WE CERTIFY THE ORIGIN"), ("信用证条款", "WE CERTIFY THE ORIGIN.")
    ) == [[0, 1]]


def test_the_search_can_be_stopped_and_tells_how_far_it_is():
    steps = []
    form, found = shipped().form("importer"), records("importer", ("A X",), ("B Y",))
    assert alike(form, found, lambda done, total: steps.append((done, total))) == ()
    assert steps == [(1, 2), (2, 2)]
    assert alike(form, found, cancelled=lambda: True) == ()


def test_the_nearest_names_come_first_whatever_the_order_of_their_words():
    names = ["vacuum mug", "flask vacuum", "vacuum flask large", ""]
    assert [at for at, _score in nearest("vacuum flask", names, 3)] == [1, 2, 0]
    assert nearest("vacuum flask", names, 1) == [(1, 100.0)]
    assert nearest("", names, 3) == nearest("vacuum", [], 3) == []
