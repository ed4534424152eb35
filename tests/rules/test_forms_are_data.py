"""Forms are data: no Python knows one, and the next one is a file."""

import ast

import pytest

from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.rulebook import read_rulebook
from coo_desktop.environment.assets import declarations
from coo_desktop.paper.render import pdf
from tests.golden.paper.issued import issued
from tests.rules.sources import ROOT, sources

NEXT = """
id = "atlantis_q"
skeleton = "bilateral"
agreement = "chile"
title = { zh_CN = "中国—亚特兰蒂斯协定原产地证书", en = "China-Atlantis certificate of origin" }
short = { zh_CN = "亚特兰蒂斯", en = "Atlantis" }
edition = "2030"
members = ["CL"]
item_limit = 20

[[criteria]]
id = "PSR"
label = { zh_CN = "产品特定规则", en = "product rule" }

[[paper.boxes]]
id = "form_name"
show = [{ block = "words", text = "Form Q for China-Atlantis" }]
"""
FORMS = [form for form in read_rulebook(declarations()).book.forms.values() if form.family == "certificate"]


def texts(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize("form", FORMS, ids=[form.id for form in FORMS])
def test_no_program_knows_a_form(form):
    known = {form.id, form.agreement} - {""}
    paths = [source.path for source in sources("coo_desktop", "coo_backend", "scripts")]
    assert [path for path in paths if known & texts(path)] == []


def test_the_next_form_is_one_file():
    rules = read_rulebook({**declarations(), "forms/atlantis_q.toml": NEXT})
    form = rules.form("atlantis_q")
    assert form in rules.book.family("certificate")
    document = issued("australia_a")
    assert pdf(form, document)
    found = rules.problems(form, document.values, context=_nobody())
    assert "not_a_member" in {problem.code for problem in found}


def _nobody():
    from tests.domain.given import RCEP, context_of

    return context_of(RCEP)


def test_no_program_asks_for_a_kind_by_its_name():
    """What differs by kind is a column of its row in KINDS: a comparison with a name would be a second table."""
    found = [
        f"{source.path}:{node.lineno}"
        for source in sources("coo_desktop", "coo_backend", "scripts")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "kind"
        for named in node.comparators
        if {each.value for each in ast.walk(named) if isinstance(each, ast.Constant)} & set(KINDS)
    ]
    assert found == []
