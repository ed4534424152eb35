"""The product rules that ship: the same as the facts they were written from, prepared once, and never stale."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from coo_backend.runtime.settings import rulebook
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.candidates import look_up
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.origin.notation import parse
from coo_desktop.domain.origin.rule_sources import NONE, WORDS, RuleSources
from coo_desktop.domain.origin.rules import RuleTable
from coo_desktop.environment import assets
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.library import Library
from coo_desktop.store.packs.rules import open_rules
from coo_desktop.store.packs.shipped_rules import PREPARED, prepare, shipped_rules
from scripts import shipped_rules as written
from tests.domain.origin.goods import agreement, good, material
from tests.domain.tariff_rows import agreements
from tests.store.packs.tables import rules_pack

ON = date(2026, 11, 30)
DRAWN = Path(__file__).with_name("drawn_rules.csv")
TABLES = sorted(resource("agreements", "rules").glob("*.csv"))
FOREIGN = material("720851", "JP", price="3")

Fact = dict[str, str]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of packs of a fresh installation, with nothing but the prepared file."""
    return shipped_rules(tmp_path_factory.mktemp("packs")).parent.parent


@pytest.fixture(scope="module")
def rules(fresh: Path) -> Iterator[RuleSources]:
    with closing(open_rules(fresh)) as opened:
        yield RuleSources(RuleTable(), lambda: opened)


def told(rules: RuleSources, agreement_id: str, code: str, edition: str) -> str:
    """The rule of a code as a shipped table writes it: the notation, LISTED or NONE, "" for none."""
    rule = rules.find(agreement_id, code, ON, edition).rule
    if rule is None:
        return ""
    return {"listed": "LISTED", "unlisted": NONE}.get(rule.kind, rule.text)


def drawn() -> list[Fact]:
    return written.read(DRAWN)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_of_a_shipped_table_can_be_judged_and_names_its_source(path):
    rows = written.read(path)
    assert path.stem in {each.id for each in agreements()}
    assert {row["badge"] for row in rows} <= {"official", "one_copy"}
    assert all(row["source"] and row["edition"] in ("2007", "2012") for row in rows)
    assert all(row["rule"] in WORDS or str(parse(row["rule"])) for row in rows)


@pytest.mark.parametrize("agreement_id", [path.stem for path in TABLES])
def test_twenty_rules_of_each_table_are_those_of_its_list(rules, agreement_id):
    """Drawn by random.Random(20261130) from the facts; `line` is the fact's row in the list that was read."""
    own = [row for row in drawn() if row["agreement"] == agreement_id]
    assert len(own) == (4 if agreement_id == "switzerland" else 20)
    for row in own:
        assert told(rules, agreement_id, row["code"].ljust(6, "0"), row["edition"]) == row["rule"], row


def test_the_drawn_rules_stand_in_the_facts_on_the_row_they_name(shared_data):
    annexes, single = (written.read(shared_data / f"psr_{name}.csv") for name in ("gacc_annexes", "facts"))
    for row in drawn():
        if row["line"]:
            fact = (single if row["agreement"] == "rcep" else annexes)[int(row["line"]) - 2]
            assert (fact.get("code") or fact["code_from"]) == row["code"]
            assert (fact.get("rule") or fact["rule_normalised"]).replace("|", "or") == row["rule"]


def test_the_shipped_tables_are_those_that_the_script_writes(shared_data):
    for agreement_id, rows in written.tables(shared_data).items():
        found = [tuple(row.values()) for row in written.read(written.RULES / f"{agreement_id}.csv")]
        assert found == [tuple(row) for row in rows], agreement_id


def test_a_compacted_table_says_of_every_code_what_the_facts_say(rules, shared_data):
    facts, editions = written.listed(shared_data)
    known = {"2012": written.codes_of(shared_data, "2012"), "2007": written.subheadings(facts["peru"])}
    counted = 0
    for agreement_id, own in facts.items():
        whole = known[editions[agreement_id]] | {code.ljust(6, "0") for code in own if len(code) == 4}
        closed = agreement_id == "ecfa"
        for code in own if closed else whole:
            expected = next((own[code[:digits]] for digits in (8, 6, 4, 2) if code[:digits] in own), "")
            assert told(rules, agreement_id, code, editions[agreement_id]) == expected, (agreement_id, code)
            counted += 1
        if closed:
            on_it = {code[:6] for code in own}
            assert all(told(rules, agreement_id, code, "2012") == NONE for code in whole - on_it)
    assert counted > 20_000


def determined(folder: Path, agreement_id: str, importer: str, code: str, **more: object) -> Determination:
    """As a fresh installation determines it: no pack, no correlation."""
    library = Library(folder)
    product = good(FOREIGN, hs_code=code, importer=importer, **more)
    with closing(library.rules) as opened:
        sources = RuleSources(RuleTable(), lambda: opened)
        return look_up(product, agreements().get(agreement_id), sources, ON, library)


@pytest.mark.parametrize(
    ("agreement_id", "importer", "code", "rule", "qualifies", "verified"),
    [
        ("korea", "KR", "870310", "CTH and RVC60", True, False),
        ("korea", "KR", "720852", "CTH except 72.06, 72.07", False, False),
        ("iceland", "IS", "392690", "CTH", True, False),
        ("peru", "PE", "392690", "RVC40", True, False),
        ("costa_rica", "CR", "392690", "CTH", True, False),
        ("ecfa", "TW", "54021900", "CC", True, True),
        ("switzerland", "CH", "850440", "MaxNOM50", True, False),
        ("rcep", "JP", "930200", "CTH or RVC40", True, True),
        ("rcep", "JP", "940360", "CTH or RVC40", True, False),
    ],
)
def test_a_fresh_installation_decides_by_the_shipped_rules(
    fresh, agreement_id, importer, code, rule, qualifies, verified
):
    found = determined(fresh, agreement_id, importer, code)
    assert found.rule is not None
    assert (found.rule.text, found.qualifies, found.verified) == (rule, qualifies, verified)
    notes = [note.key for note in found.notes]
    assert ("rule_of_quality" in notes) is not verified
    assert "code_unchanged" in notes


def test_a_code_that_a_closed_list_does_not_name_has_no_preference_however_it_was_made(fresh):
    """The sample good of the early harvest, 5402.33.00, is not on the list; 5402.19, .20 and .49 are."""
    for origins in ((FOREIGN,), (material("540233", "CN"),)):
        product = good(*origins, hs_code="54023300", importer="TW")
        library = Library(fresh)
        with closing(library.rules) as opened:
            sources = RuleSources(RuleTable(), lambda opened=opened: opened)
            found = look_up(product, agreements().get("ecfa"), sources, ON, library)
        assert (found.qualifies, found.criterion, found.missing) == (False, None, ())
        assert (found.verified, found.rule.kind, found.notes[0].key) == (True, "unlisted", "outside_list")
        assert "Taiwan" in found.rule.source
    assert [determined(fresh, "ecfa", "TW", code).qualifies for code in ("540219", "540220", "540249")] == [True] * 3


def test_lines_of_a_closed_list_leave_six_digits_open(fresh):
    lines = [row["code"] for row in written.read(written.RULES / "ecfa.csv") if len(row["code"]) == 8]
    found = determined(fresh, "ecfa", "TW", lines[0][:6])
    assert (found.qualifies, found.missing) == (None, ("product_rule",))
    parts = next(note for note in found.notes if note.key == "rule_parts")
    assert "not on the list" in parts.text_en
    assert determined(fresh, "ecfa", "TW", lines[0]).qualifies is not None


@pytest.mark.parametrize(
    ("agreement_id", "importer", "code"),
    [("korea", "KR", "851713"), ("ecfa", "TW", "851713"), ("peru", "PE", "030111"), ("peru", "PE", "851713")],
)
def test_a_code_that_changed_since_the_list_is_not_decided_by_it(fresh, agreement_id, importer, code):
    """Smartphones are new in 2022, 03.01 has other subheadings since 2012; no table is here to convert them."""
    found = determined(fresh, agreement_id, importer, code)
    assert (found.qualifies, found.missing) == (None, ("product_rule",))


def test_a_rule_that_nobody_could_read_is_left_to_a_person(fresh):
    found = determined(fresh, "korea", "KR", "845811")
    assert (found.qualifies, found.rule, found.missing) == (None, None, ("product_rule",))
    assert found.notes[0].key == "rule_listed"


@pytest.fixture
def own_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped tables that a test may touch."""
    folder = tmp_path / "resources"
    shutil.copytree(resource("agreements", "rules"), folder / "agreements" / "rules")
    monkeypatch.setattr(assets, "resources", lambda: folder)
    return folder


def test_the_prepared_file_is_made_once_and_remade_when_a_table_changes(own_resources, tmp_path):
    packs = tmp_path / "packs"
    first = shipped_rules(packs)
    made_at = first.stat().st_mtime_ns
    assert (shipped_rules(packs), first.stat().st_mtime_ns) == (first, made_at)
    touched = own_resources / "agreements" / "rules" / "switzerland.csv"
    text = touched.read_text(encoding="utf-8")
    assert "MaxNOM55" in text
    touched.write_text(text.replace("MaxNOM55", "MaxNOM35"), encoding="utf-8")
    second = shipped_rules(packs)
    assert second != first
    assert not first.exists()
    with closing(open_rules(packs)) as opened:
        assert [entry.rule.text for entry in opened.covering("switzerland", "901890")] == ["MaxNOM35"]


def test_an_installation_reads_the_file_that_was_prepared_beside_its_resources(own_resources, tmp_path):
    beside = prepare(own_resources / PREPARED)
    assert shipped_rules(tmp_path / "packs") == beside
    assert not (tmp_path / "packs").exists()
    beside.write_bytes(b"")  # damaged: the next one is made in the user's folder
    assert shipped_rules(tmp_path / "packs").parent == tmp_path / "packs" / "builtin"


def test_without_a_place_for_the_file_the_rule_is_left_to_a_person(own_resources, tmp_path):
    (tmp_path / "packs").write_text("no folder")
    with pytest.raises(Unreadable):
        open_rules(tmp_path / "packs")
    library = Library(tmp_path / "packs")
    sources = RuleSources(RuleTable(), lambda: library.rules)
    assert look_up(good(FOREIGN), agreement(), sources, ON).qualifies is None


def test_opening_a_library_reads_no_rule(own_resources, tmp_path):
    library = Library(tmp_path / "packs")
    assert library.mark() == ""
    assert not (tmp_path / "packs" / "builtin").exists()


def test_a_pack_and_the_shipped_table_stand_beside_each_other_and_the_better_source_wins(tmp_path):
    packs = tmp_path / "packs"
    head = "fact_id,agreement,hs_version,code_from,code_to,level,rule_printed,rule_normalised,quality,source,note\n"
    lines = {"verified-official-text": "CC", "verified-secondary-copy": "RVC45"}
    for quality, text in lines.items():
        row = f"1,RCEP,HS2012,940360,940360,6,{text},{text},{quality},Annex of a test,\n"
        install(rules_pack(tmp_path, head + row), packs)
        found = determined(packs, "rcep", "JP", "940360")
        contradicted = next(note for note in found.notes if note.key == "rule_contradicted")
        if quality == "verified-official-text":
            assert (found.rule.text, found.verified) == ("CC", True)
            assert "CTH or RVC40" in contradicted.text_en
        else:
            assert (found.rule.text, found.verified) == ("CTH or RVC40", False)
            assert "RVC45" in contradicted.text_en
            assert "Annex of a test" in contradicted.text_zh


def test_the_backend_finds_the_same_rules_in_the_same_tables(rules):
    """Both sides warn and refuse alike; the backend reads the tables as text, for it keeps no packs."""
    backend = rulebook()
    for row in drawn():
        code = row["code"].ljust(6, "0")
        found = backend.product_rules.find(row["agreement"], code, ON, row["edition"])
        assert found.rule is not None
        assert (found.rule.text, found.rule.source) == (
            (known := rules.find(row["agreement"], code, ON, row["edition"]).rule).text,
            known.source if found.rule.quality else found.rule.source,
        )
    assert backend.conversion.converted("961700", "2022", "2007") == ("961700",)
