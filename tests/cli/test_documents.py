"""What the command line tells of the forms."""

import json

import pytest

from coo_desktop.cli.main import main
from tests.golden.paper.issued import FORMS

OFFERED = 31


def told(capsys, *arguments):
    assert main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def test_every_form_is_listed_with_its_facts(capsys):
    rows = {row["id"]: row for row in told(capsys, "forms", "--json")}
    certificates = [row for row in rows.values() if row["family"] == "certificate"]
    assert len([row for row in certificates if row["offered"]]) == OFFERED == len(FORMS)
    for row in certificates:
        assert row["edition"] or not row["offered"]
        assert row["members"] or not row["agreement"]
        assert row["criteria"]
    assert rows["acfta_e_2019"]["criteria"] == ["WO", "PE", "CTH", "RVC", "PSR"]
    assert (rows["ecfa_h"]["item_limit"], rows["ecfa_h"]["hs_digits"]) == (20, [8])
    assert "item_limit" in rows["iceland_i"]["unverified"]
    assert not rows["congo_cg"]["offered"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_told_in_full(form, capsys):
    whole = told(capsys, "forms", "show", form)
    assert whole["boxes"]
    assert whole["sources"]
    assert whole["issuing"]["customs_type"]


def test_this_users_own_form_stands_in_place_of_the_shipped(home):
    from coo_desktop.cli import documents
    from coo_desktop.environment.assets import resource

    forms = home / "declarations" / "forms"
    forms.mkdir(parents=True)
    text = resource("forms", "iceland_i.toml").read_text(encoding="utf-8")
    (forms / "iceland_i.toml").write_text(text.replace("item_limit = 20", "item_limit = 30", 1), encoding="utf-8")
    documents.rules.cache_clear()
    assert documents.rules().form("iceland_i").item_limit == 30
    documents.rules.cache_clear()
