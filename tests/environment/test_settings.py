"""Settings: kept whole, and a damaged file costs nothing but the choices in it."""

import pytest

from coo_desktop.environment.settings import Settings, read_choices, read_settings, write_settings


def test_what_is_kept_is_read_again(tmp_path):
    chosen = Settings(language="en", theme="dark", backend="https://coo.example", account="demo", pass_every_s=30)
    write_settings(tmp_path, chosen)
    assert read_settings(tmp_path) == chosen
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"language": 5, "account": null}', "\x00\x01"])
def test_an_unreadable_file_means_the_settings_of_the_first_day(tmp_path, text):
    (tmp_path / "settings.json").write_text(text, encoding="utf-8")
    assert read_settings(tmp_path) == Settings()


def test_one_wrong_value_leaves_the_others(tmp_path):
    (tmp_path / "settings.json").write_text('{"language": "klingon", "account": "demo", "pass_every_s": 0, "x": 1}')
    assert read_settings(tmp_path) == Settings(account="demo", pass_every_s=5)


@pytest.mark.parametrize("bit", range(0, 8))
def test_a_flipped_bit_anywhere_is_noticed(tmp_path, bit):
    write_settings(tmp_path, Settings(account="demo", backend="https://coo.example"))
    file = tmp_path / "settings.json"
    content = file.read_bytes()
    assert read_choices(tmp_path) == (Settings(account="demo", backend="https://coo.example"), False)
    for at in range(len(content)):
        if chr(content[at]).isspace():
            continue
        file.write_bytes(content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :])
        settings, is_lost = read_choices(tmp_path)
        assert is_lost or settings.account == "demo", at
        assert is_lost or settings.backend == "https://coo.example", at
