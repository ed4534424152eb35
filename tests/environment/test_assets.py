"""Assets: shipped files are found from a checkout."""

import pytest

from coo_desktop.environment.assets import declarations, resource


@pytest.mark.parametrize("name", ["NotoSansSC-GB2312.ttf", "NotoSansSC-Regular.ttf", "Fallback-Rare.ttf"])
def test_a_font_is_found(name):
    assert resource("fonts", name).is_file()


def test_a_folder_of_ones_own_replaces_and_adds_declarations(tmp_path):
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "co_general.toml").write_text("mine", encoding="utf-8")
    (forms / "next.toml").write_bytes("\ufeffnew \n".encode() + b"\xff")
    found = declarations(tmp_path, tmp_path / "missing")
    assert (found["forms/co_general.toml"], found["forms/next.toml"]) == ("mine", "new \n\ufffd")
    assert found["forms/rcep_2022.toml"] == declarations()["forms/rcep_2022.toml"]
