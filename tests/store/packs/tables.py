"""Small tables, recipes and packs that the tests of packs build from."""

import dataclasses
from pathlib import Path

from coo_desktop.domain.packs.recipes import Recipe, read_recipe
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.build import build

CODES = """
title = { zh_CN = "编码", en = "Codes" }
kind = "codes"
name = "test-codes"
edition = "{hs}"
as_of = "{year}-12-31"
valid_from = "{year}-01-01"
source = "a test"
licence = "none"
quality = "user"
told_by_name = '(?P<year>20\\d\\d)'
columns = ["code", "zh", "en"]
unique = ["code"]

[fields]
code = { column = "code", needed = true, pattern = '(\\d\\d){1,4}' }
zh = "zh"
en = "en"
"""
FLASKS = """\
code,zh,en
96170011,玻璃内胆保温瓶,Vacuum flasks with glass liner
96170019,其他保温瓶,Other vacuum flasks
95030010,三轮车,Tricycles
"""


def codes_recipe(extra: str = "") -> Recipe:
    return read_recipe("test-codes", CODES.replace("unique", f"{extra}\nunique"))


def shipped(recipe_id: str) -> Recipe:
    return read_recipe(recipe_id, resource("recipes", f"{recipe_id}.toml").read_text(encoding="utf-8"))


def table(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def codes_pack(folder: Path, year: int = 2023, text: str = FLASKS, name: str = "") -> Path:
    """A small pack of codes of one year."""
    out = folder / (name or f"codes-{year}.pack")
    build(codes_recipe(), [table(folder, f"codes_{year}.csv", text)], out)
    return out


CORRELATION = """
title = { zh_CN = "对照表", en = "Correlation" }
kind = "correlations"
name = "test-correlation"
edition = "2017-2022"
as_of = "2022-01-01"
source = "a test"
licence = "none"
quality = "user"
columns = ["new", "old", "relationship"]

[fields]
new = "new"
old = "old"
relationship = "relationship"
"""
PAIRS = """\
new,old,relationship
010101,010101,1:1
010202,010201,1:1
961701,961700,1:n
961702,961700,1:n
950300,950300,1:1
"""


def small_correlation(folder: Path, pairs: str = PAIRS) -> Path:
    """A small pack of what became of a few codes from 2017 to 2022."""
    out = folder / "correlation.pack"
    build(read_recipe("test-correlation", CORRELATION), [table(folder, "correlation.csv", pairs)], out)
    return out


RULES = """\
fact_id,agreement,hs_version,code_from,code_to,level,rule_printed,rule_normalised,quality,source,note
1,RCEP,HS2022,50,63,2,CC,CC,verified-official-text,Annex 3A,
2,RCEP,HS2022,6101,6110,4,CTH,CTH,,a table,
3,RCEP,HS2022,610910,610910,6,by hand,BY_HAND,verified-secondary-copy,a copy,
4,ACFTA,n/a,00,99,2,RVC40,RVC40,verified-official-text,handbook,general
"""


def rules_pack(folder: Path, text: str = RULES) -> Path:
    """A small pack of product rules."""
    out = folder / "rules.pack"
    build(shipped("rules"), [table(folder, "psr.csv", text)], out)
    return out


HEADER = ",".join(shipped("rates").columns)
FACTS = f"""{HEADER}
F1,RCEP,KR,CN,6110200000,611020,HS2022,13.0,"min(A,C)",8.7,rate,2026-02-11,,republished,KCS,
F2,China-Korea FTA,KR,CN,6110200000,611020,HS2022,13.0,"min(A,C)",5.2,rate,2026-02-11,,republished,KCS,
F3,ACFTA,VN,CN,10059010,100590,HS2022 (AHTN 2022),30.0,applied MFN,0.0,excluded,2026,,third-party compiled,a copy,
"""


def rates_pack(folder: Path, text: str = FACTS, name: str = "own") -> Path:
    """A small pack of tariff rates."""
    out = folder / f"{name}.pack"
    recipe = shipped("rates")
    named = dataclasses.replace(recipe, facts={**recipe.facts, "name": name})
    build(named, [table(folder, f"{name}.csv", text)], out)
    return out
