"""The names of first rows are those of the declarations, former editions included, and are prepared once."""

from coo_desktop.domain import short_names as module
from coo_desktop.domain.rulebook import read_rulebook
from coo_desktop.domain.short_names import short_names
from coo_desktop.environment.assets import declarations


def test_they_are_those_of_the_declarations(tmp_path):
    found, declared = short_names(declarations(), tmp_path), read_rulebook(declarations())
    assert found.forms == {
        form.id: {"zh_CN": form.short.zh_CN, "en": form.short.en} for form in declared.book.forms.values()
    }
    assert "旧版" in found.forms["chile_f"]["zh_CN"]
    countries = declared.codes["countries"].codes
    assert found.countries == {code.code: {"zh_CN": code.name("zh_CN"), "en": code.name("en")} for code in countries}


def test_they_are_read_once_and_again_after_a_change(tmp_path, monkeypatch):
    first = short_names(declarations(), tmp_path)
    monkeypatch.setattr(module, "_read", lambda _files: {"forms": {}, "countries": {}})
    assert short_names(declarations(), tmp_path) == first
    assert short_names({**declarations(), "forms/new.toml": ""}, tmp_path).forms == {}
