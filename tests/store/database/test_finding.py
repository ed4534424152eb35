"""What is typed finds documents of every family; every part of the statement stops at the first rows of an index."""

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.store.database import finding
from coo_desktop.store.database.engine import make_engine
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.rulebooks import shipped
from tests.store.conftest import KEY

FORMS = {"pre_review": "pre_review", "co_general": "certificate", "importer": "record"}


@pytest.fixture
def store(profile):
    rules = shipped()
    made = open_store(profile, lambda: rules, FakeClock(), KEY)
    yield made
    made.close()


def put(store, document_id: str, form: str, values: dict, **more) -> None:
    with store.unit() as unit:
        unit.put(Document(id=document_id, form=form, family=FORMS[form], values=values, **more))


def certificate(store, document_id: str, invoice: str, buyer: str = "", goods: str = "", **more) -> None:
    row = {"id": f"g-{document_id}", "name_en": goods, "name_zh": more.pop("zh", ""), "hs_code": more.pop("hs", "")}
    values = {"invoices": [{"id": f"i-{document_id}", "number": invoice}], "consignee_name": buyer, "goods": [row]}
    put(store, document_id, "co_general", values, **more)


def found(store, text: str, limit: int = 20) -> list[str]:
    return [one.id for one in store.reader.find(text, limit)]


@pytest.fixture
def filled(store):
    put(store, "importer", "importer", {"name": "SAKURA TRADING", "address": "1 ROAD", "country": "JP"})
    put(store, "product", "pre_review", {"name_zh": "真空瓶", "name_en": "VACUUM FLASK", "hs_code": "961700"})
    certificate(store, "first", "INV-1", "SAKURA TRADING", "VACUUM FLASK", zh="真空瓶", hs="961700")
    certificate(store, "second", "INV-12", "重庆商社", "TEA", facts={"number": "C26330"})
    certificate(store, "third", "INV-13", "SAKURA TRADING", "TEA")
    return store


@pytest.mark.parametrize(
    ("typed", "wanted"),
    {
        "C26330": ["second"],
        "c26330": ["second"],
        "2633": ["second"],
        "INV-1": ["first", "third", "second"],
        "inv-12": ["second"],
        "重庆": ["second"],
        "cqss": ["second"],
        "chongqing": ["second"],
        "9617": ["first", "product"],
        "zkp": ["first", "product"],
        "真空瓶": ["product", "first"],
        "flask vacuum": ["first", "product"],
        "sakura trading": ["importer", "third", "first"],
        "sakura tea": ["third"],
        "nothing": [],
        " ": [],
        "%": [],
    }.items(),
)
def test_documents_of_every_family_are_found_the_best_named_first(filled, typed, wanted):
    assert found(filled, typed) == wanted


def test_what_is_called_so_is_found_before_newer_ones_that_begin_so(filled):
    for number in range(10, 40):
        certificate(filled, f"other-{number}", f"INV-1{number}", "SAKURA TRADING")
    assert found(filled, "inv-1", 5)[0] == "first"
    assert found(filled, "sakura", 5)[0] == "importer"
    assert len(found(filled, "sakura", 5)) == 5


def test_deleted_documents_are_not_found_and_locked_ones_are(filled):
    certificate(filled, "gone", "INV-77", deleted=True)
    certificate(filled, "done", "INV-77", stage="approved")
    assert found(filled, "inv-77") == ["done"]


def test_every_part_of_the_statement_reads_an_index_in_its_order(store, profile):
    readers = make_engine(profile.store_file, KEY, read_only=True)
    wanted, asked = finding.statement("sakura tea", 5)
    with readers.connect() as connection:
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {wanted}", asked)]
    readers.dispose()
    reads = [step for step in steps if step.startswith(("SEARCH", "SCAN")) and "(subquery" not in step]
    assert [step.partition(" (")[0] for step in reads] == [
        "SEARCH d USING INDEX list_number",
        "SEARCH d USING INDEX list_invoice",
        "SEARCH d USING INDEX list_title",
        "SEARCH d USING INDEX list_title",
        reads[4].partition(" (")[0],
        "SEARCH d USING INTEGER PRIMARY KEY",
    ]
    assert reads[4].startswith("SCAN s VIRTUAL TABLE INDEX")
    assert not [step for step in steps if "TEMP B-TREE" in step]
