"""The guides: every page of the window is told and pictured in both languages, and every picture is there and used."""

import re
from pathlib import Path

import pytest

from coo_desktop.environment import words
from coo_desktop.environment.words import _
from coo_desktop.views.lists.parts import plain
from coo_desktop.views.shell.pages import PAGES
from tests.rules.sources import ROOT

GUIDE = ROOT / "docs" / "guide"
PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = {"zh": "zh_CN", "en": "en"}
IMAGE = re.compile(r"!\[[^\]]+\]\(([^)]+\.png)\)")


def pictures_of(text: Path) -> list[Path]:
    return [(text.parent / name).resolve() for name in IMAGE.findall(text.read_text(encoding="utf-8"))]


def outline(text: Path) -> list[str]:
    """Depth of each heading and name of each picture, in their order: what both languages share."""
    found = re.findall(r"^(#+) |^!\[[^\]]+\]\(\S+/([\w-]+\.png)\)", text.read_text(encoding="utf-8"), re.MULTILINE)
    return [depth or name for depth, name in found]


@pytest.mark.parametrize("short", LANGUAGES)
@pytest.mark.parametrize("key", PAGES)
def test_every_page_of_the_window_is_told_and_pictured(short, key):
    words.use(LANGUAGES[short])
    text = GUIDE / f"user.{short}.md"
    assert plain(_(PAGES[key].title)) in text.read_text(encoding="utf-8")
    assert PICTURES / short / f"{key.replace('_', '-')}.png" in pictures_of(text)


@pytest.mark.parametrize("guide", ["user", "examiner", "excel"])
def test_both_languages_have_the_same_sections_and_pictures(guide):
    assert outline(GUIDE / f"{guide}.zh.md") == outline(GUIDE / f"{guide}.en.md")


def test_every_picture_that_is_named_is_there_and_every_picture_there_is_named():
    named = {picture for text in (ROOT / "README.md", *GUIDE.glob("*.md")) for picture in pictures_of(text)}
    assert named == set(PICTURES.rglob("*.png"))
