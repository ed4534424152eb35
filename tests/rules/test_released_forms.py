"""A released form file is never edited: a list of digests holds it, and a fault tells that a new edition is wanted."""

import shutil
from pathlib import Path

import pytest

from scripts import release_forms as releasing


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    shutil.copytree(releasing.RESOURCES / "forms", tmp_path / "forms")
    shutil.copy(releasing.RESOURCES / releasing.LIST, tmp_path)
    return tmp_path


def found_in(resources: Path) -> list[str]:
    return list(releasing.faults(releasing.released(resources), releasing.shipped(resources)))


def edit(resources: Path, old: str, new: str) -> None:
    form = resources / "forms" / "chile_f.toml"
    text = form.read_text(encoding="utf-8")
    assert old in text
    form.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_no_released_form_was_edited():
    assert found_in(releasing.RESOURCES) == []


def test_an_edited_form_is_told_to_become_a_new_edition(resources, capsys):
    edit(resources, "item_limit = ", "item_limit = 1")
    [fault] = found_in(resources)
    assert "chile_f.toml" in fault
    assert "make a new edition" in fault
    before = (resources / releasing.LIST).read_text()
    assert releasing.main(resources) == 1
    assert "make a new edition" in capsys.readouterr().err
    assert (resources / releasing.LIST).read_text() == before


def test_comments_and_blanks_may_change(resources):
    edit(resources, "item_limit = ", "# as printed\n\nitem_limit  =  ")
    assert found_in(resources) == []


def test_a_released_form_stays_in_the_program(resources):
    (resources / "forms" / "chile_f.toml").unlink()
    [fault] = found_in(resources)
    assert "put it back" in fault


def test_a_new_edition_is_held_from_its_release_on(resources):
    new = resources / "forms" / "chile_f_2030.toml"
    shutil.copy(resources / "forms" / "chile_f.toml", new)
    assert found_in(resources) == []
    assert releasing.main(resources) == 0
    new.write_text(new.read_text(encoding="utf-8") + "\n[params.more]\nnew = true\n", encoding="utf-8")
    assert len(found_in(resources)) == 1
