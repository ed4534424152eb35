"""A store file written by the first schema opens in every later program with all that was in it."""

import shutil
from pathlib import Path

import pytest

from coo_desktop.domain.documents.document import Company, Conflict, Document, Evidence, Intent, Person, Query
from coo_desktop.store.database import schema
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY

GOLDEN = Path(__file__).parents[3] / "golden" / "store" / "schema-1.db"

CERTIFICATE = Document(
    id="0190a6f0-0000-7000-8000-000000000001",
    form="toy_certificate",
    family="certificate",
    values={
        "goods_name": "龙井茶 𠮷",
        "importer": "Kato & Söhne <Ltd>",
        "made_on": "2026-10-15",
        "bills": [{"id": "b1", "number": "INV-1"}],
    },
    stage="returned",
    print_state="printed",
    delivery="refused",
    rev="e1.3.9f2c",
    base={"goods_name": "龙井茶"},
    facts={"number": "C26330201", "reason": "发票号不符"},
    links={"amends": "0190a6f0-0000-7000-8000-000000000009"},
    extra={"fromTheFuture": [1]},
    author="zhang",
    office="3302",
    blocking=1,
    conflicts=1,
    needs_review=True,
    created_at="2026-10-01T00:00:00.000+00:00",
    updated_at="2026-10-02T00:00:00.000+00:00",
)
PRODUCT = Document(id="p", form="toy_product", family="pre_review", values={"goods_name": "茶"}, deleted=True)
INTENT = Intent(
    key="k",
    kind="submit",
    document=CERTIFICATE.id,
    body={"n": "1"},
    seq=1,
    state="unknown",
    attempts=3,
    next_try_s=12.5,
    after=("e",),
    base_rev="e1.2.0000",
    problem={"type": "validation"},
    created_at="2026-10-02T00:00:00.000+00:00",
)
CONFLICT = Conflict(id="c", document=CERTIFICATE.id, path="remark", base=None, mine="a", theirs="b", theirs_by="li")
EVIDENCE = Evidence(id="e", sha256="ab" * 32, size_bytes=9, mime="image/png", name="扫描.png", upload_url="u")


def write_golden() -> None:
    """Only while schema 1 is unreleased: afterwards the file is what users have."""
    GOLDEN.unlink(missing_ok=True)
    folder = GOLDEN.with_suffix(".folder")
    folder.mkdir()
    store = open_store(Profile(folder), small_rulebook, FakeClock(), KEY)
    with store.unit() as unit:
        unit.put(CERTIFICATE)
        unit.put(PRODUCT)
        unit.enqueue(INTENT)
        unit.put_conflicts([CONFLICT])
        unit.put_evidence(EVIDENCE)
        unit.put_company(Company(name_zh="宁波海产"))
        unit.put_person(Person(account="zhang"))
        unit.put_setting("cursor", "17")
    store.close()
    shutil.move(folder / "store.db", GOLDEN)
    shutil.rmtree(folder)


@pytest.fixture
def reader(request, profile):
    if schema.VERSION == 1 and request.config.getoption("--write-golden"):
        write_golden()
    shutil.copy(GOLDEN, profile.store_file)
    store = open_store(profile, small_rulebook, FakeClock(), KEY)
    yield store.reader
    store.close()


def test_documents_of_the_first_schema_are_all_there(reader):
    stored = reader.document(CERTIFICATE.id)
    assert (stored, stored.revision) == (Document(**{**fields(CERTIFICATE), "revision": 1}), 1)
    assert reader.document("p").deleted


def test_lists_and_search_of_the_first_schema_work(reader):
    query = Query(family="certificate", text="龙井 kato", number="330", stages=("returned",))
    (row,) = reader.rows(query)
    assert (row.id, row.title, row.invoice, row.conflicts) == (CERTIFICATE.id, "龙井茶 𠮷", "INV-1", 1)
    assert reader.context().invoice_used("inv-1") == "C26330201"


def test_all_else_of_the_first_schema_is_there(reader):
    assert reader.intents() == (INTENT,)
    assert reader.conflicts(CERTIFICATE.id) == (CONFLICT,)
    assert reader.evidence("e") == EVIDENCE
    assert (reader.company().name_zh, reader.person().account) == ("宁波海产", "zhang")
    assert reader.setting("cursor") == "17"


def fields(document: Document) -> dict[str, object]:
    return {name: getattr(document, name) for name in Document.__slots__}
