"""How a list of codes becomes a tree in the order of usefulness."""

from contextlib import closing

import pytest

from coo_desktop.store.packs.codes import CodePack
from tests.store.packs.tables import codes_pack


@pytest.fixture
def pack(tmp_path):
    with closing(CodePack(codes_pack(tmp_path))) as pack:
        yield pack


def test_subheadings_above_national_lines_are_named_by_them(pack):
    found = pack.find("961700")
    assert (found.zh, found.derived) == ("玻璃内胆保温瓶；其他保温瓶", True)
    assert pack.find("96170011").derived is False


def test_a_subheading_that_the_table_has_is_not_made_up(tmp_path):
    text = "code,zh,en\n961700,保温瓶类,Flasks\n96170011,玻璃内胆保温瓶,Vacuum flasks\n"
    with closing(CodePack(codes_pack(tmp_path, text=text))) as pack:
        assert pack.find("961700").zh == "保温瓶类"
        assert pack.find("961700").derived is False


def test_a_long_list_of_lines_is_cut_in_the_name(tmp_path):
    lines = "".join(f"961700{number:02},第{number}种很长很长的保温容器名称,n{number}\n" for number in range(10, 40))
    with closing(CodePack(codes_pack(tmp_path, text=f"code,zh,en\n{lines}"))) as pack:
        assert len(pack.find("961700").zh) < 80
        assert pack.find("961700").zh.endswith("…")


def test_subheadings_come_before_lines_and_others_last(pack):
    hits = [hit.code for hit in pack.search("flask")]
    assert hits == ["961700", "96170011", "96170019"]


def test_a_code_that_ended_is_found_by_itself_but_not_offered(tmp_path, shared_data):
    from coo_desktop.store.packs.build import build
    from tests.store.packs.tables import shipped

    out = tmp_path / "out.pack"
    build(shipped("china-hs8-validity"), [shared_data / "china_hs8_validity_2015_2023.csv"], out)
    with closing(CodePack(out)) as pack:
        ended = pack.find("85414020")
        assert ended is not None
        assert (ended.valid_from, ended.valid_to) == ("2015-01-01", "2021-12-31")
        assert "85414020" not in [hit.code for hit in pack.search("854140", 200)]
        assert pack.find("96170011").valid_to == ""
