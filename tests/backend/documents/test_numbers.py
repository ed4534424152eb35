"""Numbers: as their patterns say, each series on its own, never the same twice."""

from coo_backend.db.unit import Actor, unit
from coo_backend.documents.numbers import next_number, patterns
from coo_backend.seed import LANFENG, MINGYAO
from coo_desktop.domain.documents.document import Document


def given(backend, company, form: str, family: str, which: str, times: int = 1) -> list[str]:
    document = Document(id="x", form=form, family=family, values={}, office=company.office)
    actor = Actor(account="examiner", name="", role="examiner", active=True, company=company)
    with unit(backend.place.shared, actor, company.id, "test") as opened:
        return [next_number(opened, document, which) for _ in range(times)]


def test_a_number_follows_its_pattern(backend):
    year = f"{backend.place.shared.clock.today():%y}"
    assert given(backend, LANFENG, "co_general", "certificate", "number", 2) == [
        f"{year}C3302200118/00001",
        f"{year}C3302200118/00002",
    ]
    assert given(backend, LANFENG, "rcep_2022", "certificate", "number") == [f"RC{year}3302001180001"]
    assert given(backend, LANFENG, "pre_review", "pre_review", "number") == [f"PR{year}33020011800001"]


def test_companies_count_on_their_own(backend):
    first = given(backend, LANFENG, "co_general", "certificate", "number")
    second = given(backend, MINGYAO, "co_general", "certificate", "number")
    assert (first[0][-5:], second[0][-5:], first != second) == ("00001", "00001", True)


def test_what_has_no_pattern_gets_no_number(backend):
    assert given(backend, LANFENG, "pre_review", "pre_review", "print") == [""]


def test_every_pattern_counts():
    assert all("{serial" in pattern for kinds in patterns().values() for pattern in kinds.values())
