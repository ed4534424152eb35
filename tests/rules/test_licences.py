"""What ships may be shipped: every package and font has a licence that allows it, and the bill lists them all."""

import importlib.util
import json
from functools import cache

import pytest
from license_expression import get_spdx_licensing

from tests.rules.sources import ROOT

#: A closed or an open product may ship with these and their texts. LGPL: as libraries of their own.
ALLOWED = {
    *("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0", "MIT-CMU", "Zlib", "PSF-2.0", "OFL-1.1", "MPL-2.0"),
    *("LGPL-2.1-only", "LGPL-3.0-only"),
}


def tool():
    path = ROOT / "installer" / "bill_of_materials.py"
    spec = importlib.util.spec_from_file_location("bill_of_materials", path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def bill_of_materials():
    return tool()


@cache
def licensing():
    """The names of SPDX; reading them takes a third of a second."""
    return get_spdx_licensing()


def may_ship(expression: str) -> bool:
    """Whether one choice of an expression consists of allowed licences only."""
    names = licensing()
    values = {symbol: names.TRUE if str(symbol) in ALLOWED else names.FALSE for symbol in symbols(expression)}
    return names.parse(expression).subs(values).simplify() == names.TRUE


def symbols(expression: str) -> list:
    return list(licensing().parse(expression).get_symbols())


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-3.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("BSD-3-Clause AND Apache-2.0", True),
    ],
)
def test_one_allowed_choice_is_enough_and_every_part_counts(expression, may):
    assert may_ship(expression) is may


def test_every_package_that_ships_may_be_shipped(bill_of_materials):
    packages = bill_of_materials.shipped()
    assert {"coo-desktop", "pyside6-essentials", "sqlcipher3", "reportlab"} <= set(packages)
    licences = {name: bill_of_materials.licence(name, package) for name, package in packages.items()}
    licences |= bill_of_materials.INSIDE
    assert {name: said for name, said in licences.items() if not may_ship(said)} == {}


def test_the_bill_lists_every_package_with_its_licence_and_what_needs_it(bill_of_materials):
    packages = bill_of_materials.shipped()
    document = json.loads(bill_of_materials.bill(packages))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["name"] == "coo-desktop"
    listed = {one["name"]: one for one in document["components"]}
    assert set(listed) == (set(packages) | set(bill_of_materials.INSIDE)) - {"coo-desktop"}
    assert all(one["licenses"] for one in listed.values())
    needs = {one["ref"].partition("@")[0]: one.get("dependsOn", []) for one in document["dependencies"]}
    assert any(ref.startswith("pkg:pypi/sqlalchemy@") for ref in needs["pkg:pypi/alembic"])


def test_the_fonts_that_ship_are_in_the_bill(bill_of_materials):
    fonts = {file.stem.partition("-Regular")[0] for file in (ROOT / "resources" / "fonts").glob("*.ttf")}
    assert fonts == {"Fallback-Rare", "NotoSansKR", "NotoSansSC-GB2312", "NotoSansSC"}
    assert {"Noto Sans SC", "Noto Sans KR", "Fallback Rare"} <= set(bill_of_materials.INSIDE)


def test_a_package_without_a_licence_is_named(bill_of_materials, tmp_path):
    folder = tmp_path / "bare-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\n", encoding="utf-8")
    bare = bill_of_materials.Distribution.at(folder)
    with pytest.raises(ValueError, match=r"bare 1\.0: no SPDX licence"):
        bill_of_materials.licence("bare", bare)
