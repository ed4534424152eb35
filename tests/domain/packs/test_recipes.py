"""Recipes are data that is checked."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.faults import FaultKind
from coo_desktop.domain.packs.recipes import manifest_facts, read_recipe
from coo_desktop.environment.assets import resource

RECIPE = """
title = { zh_CN = "编码", en = "Codes" }
kind = "codes"
edition = "{hs}"
as_of = "{year}-12-31"
quality = "user"
told_by_name = '(?P<year>20\\d\\d)'
columns = ["code", "zh", "until"]

[fields]
code = { column = "code", needed = true, clean = ["digits"], pattern = '\\d{8}' }
zh = { column = "zh", needed = true, script = "han" }
valid_to = { column = "until", clean = ["year_end"], script = "day" }
"""


@pytest.mark.parametrize("path", sorted(resource("recipes").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_recipe_is_right(path):
    assert read_recipe(path.stem, path.read_text(encoding="utf-8")).kind


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ('kind = "codes"', 'kind = "magic"'),
        ('quality = "user"', 'quality = "super"'),
        ('clean = ["digits"]', 'clean = ["shout"]'),
        ('column = "zh"', 'column = "name"'),
        ("zh = {", "price = {"),
        ('quality = "user"', 'quality = "user"\nflavour = 1'),
        ("needed = true", "neded = true"),
        ("columns =", "colums ="),
        ("[fields]", "[felds]"),
        ("title = {", "title = ["),
    ],
)
def test_a_misspelt_recipe_is_refused(said, wrong):
    with pytest.raises(Unreadable):
        read_recipe("codes", RECIPE.replace(said, wrong, 1))


def test_a_files_name_tells_year_and_edition():
    facts = manifest_facts(read_recipe("codes", RECIPE), "china_2023.csv")
    assert (facts["name"], facts["edition"], facts["as_of"]) == ("codes", "2022", "2023-12-31")


def test_the_caller_tells_the_day_when_the_name_does_not():
    facts = manifest_facts(read_recipe("codes", RECIPE), "list.csv", "2021-05-01")
    assert (facts["edition"], facts["as_of"]) == ("2017", "2021-05-01")


def test_a_table_of_no_known_day_is_refused():
    with pytest.raises(Unreadable):
        manifest_facts(read_recipe("codes", RECIPE), "list.csv")


def test_a_file_that_does_not_tell_whose_list_it_is_is_refused():
    path = resource("recipes", "gacc-rules.toml")
    recipe = read_recipe("gacc-rules", path.read_text(encoding="utf-8"))
    assert manifest_facts(recipe, "costa_rica-2007.csv")["edition"] == "2007"
    with pytest.raises(Unreadable) as refused:
        manifest_facts(recipe, "annex.csv")
    assert refused.value.facts["reason"].kind is FaultKind.UNTOLD_LIST
