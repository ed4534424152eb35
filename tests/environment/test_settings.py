"""Settings: kept whole, and a damaged file costs nothing but the choices in it."""

import pytest

from coo_desktop.environment.settings import Settings, read_settings, write_settings


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
