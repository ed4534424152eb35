"""What lists and their search promise. The real store alone keeps it: no test's stand-in has lists."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from coo_desktop.domain.documents.document import Concern, Conflict, Document, Intent, Query
from coo_desktop.domain.documents.todo import DEPARTURE
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.ports import Store
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.contracts.certificates import certificate, kept
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook


@pytest.fixture(params=[bytes(range(32)), None], ids=["encrypted", "plain"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = open_store(Profile(tmp_path), small_rulebook, FakeClock(), request.param)
    yield store
    store.close()


def found(store: Store, **query: object) -> list[str]:
    wanted = Query(**{"family": "certificate", "order": "title", "descending": False, **query})
    rows = store.reader.rows(wanted)
    assert store.reader.count(wanted) == len(rows)
    return [row.id for row in rows]


def test_a_unit_lists_its_own_writes(store):
    with store.unit() as unit:
        unit.put(certificate("a"))
        assert [row.id for row in unit.rows(Query(family="certificate"))] == ["a"]


def test_a_unit_that_fails_leaves_the_lists_as_they_were(store):
    (first,) = kept(store, certificate("a"))
    with pytest.raises(Refused), store.unit() as unit:  # noqa: PT012 - the whole block is what fails
        unit.put(dataclasses.replace(first, stage="ready"))
        unit.put(certificate("b"))
        raise Refused(why="test")
    assert found(store) == ["a"]


def heirs(store: Store) -> dict[str, tuple[str, str]]:
    return {row.id: (row.successor, row.rival) for row in store.reader.rows(Query(family="certificate"))}


def test_a_row_names_its_successor_and_a_draft_that_came_second_its_rival(store):
    _original, theirs, mine, _copy = kept(
        store,
        certificate("original", stage="approved", rev="e1"),
        certificate("theirs", stage="submitted", rev="e1", links={"amends": "original"}),
        certificate("mine", links={"amends": "original", "copied_from": "x"}),
        certificate("copy", links={"copied_from": "original"}),
    )
    nothing = ("", "")
    assert heirs(store) == {"original": ("theirs", ""), "theirs": nothing, "mine": ("", "theirs"), "copy": nothing}
    kept(store, dataclasses.replace(theirs, stage="voided"))
    assert heirs(store)["original"] == ("mine", "")
    assert heirs(store)["mine"] == nothing
    kept(store, dataclasses.replace(mine, deleted=True))
    assert heirs(store)["original"] == nothing


def test_a_purged_document_is_in_no_list(store):
    kept(store, certificate("a"))
    with store.unit() as unit:
        unit.purge("a")
    assert found(store) == found(store, text="a") == []


def test_a_document_of_an_unknown_form_is_listed_by_its_form(store):
    kept(store, Document(id="x", form="of_2031", family="certificate", values={"new": "1"}))
    assert [row.title for row in store.reader.rows(Query(family="certificate"))] == ["of_2031"]


def test_a_list_row_says_what_the_form_declares(store):
    kept(
        store,
        certificate(
            "Tea",
            hs_code="090210",
            destination="JP",
            importer="Kato Ltd",
            made_on="2026-10-15",
            bills=[{"id": "1", "number": "I-1"}, {"id": "2", "number": "I-2"}],
            facts={"number": "C26"},
            author="zhang",
            blocking=2,
        ),
    )
    (row,) = store.reader.rows(Query(family="certificate"))
    told = (row.title, row.hs_code, row.destination, row.partner, row.invoice, row.number, row.made_on)
    assert told == ("Tea", "090210", "JP", "Kato Ltd", "I-1, I-2", "C26", "2026-10-15")
    assert (row.author, row.blocking, row.needs_review, row.stage) == ("zhang", 2, False, "draft")


def test_lists_leave_out_other_families_and_discarded_documents(store):
    product = Document(id="p", form="toy_product", family="pre_review", values={"goods_name": "p"})
    kept(store, certificate("a"), certificate("b", deleted=True), product)
    assert found(store) == ["a"]
    assert found(store, family="pre_review") == ["p"]


def test_filters_combine(store):
    kept(
        store,
        certificate("a", destination="JP", stage="ready", author="zhang", made_on="2026-01-01"),
        certificate("b", destination="JP", stage="draft", author="li", made_on="2026-02-01"),
        certificate("c", destination="KR", stage="ready", author="li", made_on="2026-03-01"),
    )
    assert found(store, stages=("ready",)) == ["a", "c"]
    assert found(store, stages=("ready", "draft"), authors=("li",)) == ["b", "c"]
    assert found(store, destination="JP", authors=("li", "wang")) == ["b"]
    assert found(store, made_from="2026-02-01", made_to="2026-02-28") == ["b"]
    assert found(store, forms=("toy_certificate",), print_states=("not_printed",)) == ["a", "b", "c"]
    assert found(store, forms=("another",)) == []


def test_who_made_documents_is_known_by_family(store):
    product = Document(id="p", form="toy_product", family="pre_review", values={"goods_name": "p"}, author="wu")
    gone = certificate("d", deleted=True, author="qian")
    kept(
        store,
        product,
        gone,
        *(certificate(name, author=who) for name, who in (("a", "li"), ("b", "bo"), ("c", "li"))),
    )
    assert store.reader.authors("certificate") == ("bo", "li")
    assert store.reader.authors("pre_review") == ("wu",)


def test_a_code_or_number_is_found_by_any_part_of_it(store):
    kept(
        store,
        certificate("a", hs_code="03061790", bills=[{"id": "1", "number": "INV-77"}], facts={"number": "C26330"}),
        certificate("b", hs_code="030799", bills=[{"id": "2", "number": "INV-78"}]),
    )
    assert found(store, hs_code="0617") == ["a"]
    assert found(store, hs_code="03") == ["a", "b"]
    assert found(store, invoice="inv-78") == ["b"]
    assert found(store, number="330") == ["a"]


@pytest.mark.parametrize("order", ["title", "made_on", "stage", "updated_at", "number", "author"])
@pytest.mark.parametrize("descending", [True, False])
def test_pages_follow_each_other_without_a_gap_or_a_repeat(store, order, descending):
    documents = [
        certificate(f"d{number}", made_on=f"2026-01-0{number % 3 + 1}", author=f"p{number % 2}", updated_at=str(number))
        for number in range(10)
    ]
    kept(store, *documents)
    query = Query(family="certificate", order=order, descending=descending, limit=3)
    rows, page = [], store.reader.rows(query)
    while page:
        rows.extend(page)
        last = (getattr(page[-1], order), page[-1].id)
        page = store.reader.rows(dataclasses.replace(query, after=last))
    places = [(getattr(row, order), row.id) for row in rows]
    assert places == sorted(places, reverse=descending)
    assert len(places) == 10


#: Returned certificates: the examiner's reasons, however a backend tells them.
REASONS = {
    "l": [{"field": "goods", "text": "?"}, {"field": "evidence", "text": "合同"}],
    "m": [{"field": "evidence/e1", "text": "不清楚"}],
    "n": [{"field": "goods", "text": "evidence"}],
    "o": "evidence",
}


def returned(name, reasons):
    return dataclasses.replace(certificate(name, stage="returned"), facts={"reasons": reasons})


@pytest.mark.parametrize(
    ("concern", "ids"),
    [
        (None, "abcdefgijklmno"),
        (Concern.UNSENT, "a"),
        (Concern.CONFLICTS, "c"),
        (Concern.DEPARTING, "ef"),
        (Concern.UNPRINTED, "g"),
        (Concern.EVIDENCE, "lm"),
    ],
)
def test_a_concern_finds_what_waits_for_a_person(store, concern, ids):
    kept(
        store,
        certificate("a", stage="ready"),
        certificate("b", stage="ready", delivery="queued"),
        certificate("c", conflicts=1),
        certificate("d", conflicts=1),  # told by the backend, and none of it is left to decide
        certificate("e", **{DEPARTURE: "2026-11-01"}),
        certificate("f", stage="submitted", **{DEPARTURE: "2026-11-30"}),
        certificate("g", stage="approved", **{DEPARTURE: "2026-11-30"}),
        certificate("h", stage="ready", deleted=True),
    )
    kept(store, certificate("i", **{DEPARTURE: "2026-12-01"}), certificate("j", **{DEPARTURE: "soon"}))
    kept(
        store,
        dataclasses.replace(certificate("k", stage="approved"), print_state="printed"),
        *(returned(name, reasons) for name, reasons in REASONS.items()),
    )
    with store.unit() as unit:
        unit.put_conflicts([Conflict(id="1", document="c", path="x", base="", mine="a", theirs="b")])
    departs_by = "2026-11-30" if concern is Concern.DEPARTING else ""
    assert found(store, concern=concern, departs_by=departs_by) == list(ids)


def looked_at(name, state, asked_by="anna", author="anna", stage="ready"):
    facts = {"release": {"state": state, "askedBy": asked_by}}
    return dataclasses.replace(certificate(name, stage=stage, author=author), facts=facts)


@pytest.mark.parametrize(
    ("concern", "person", "ids"),
    [
        (Concern.TO_CHECK, "bo", "ac"),
        (Concern.TO_CHECK, "anna", ""),
        (Concern.TO_CHECK, "carl", "a"),  # what he asked for himself another one checks
        (Concern.GIVEN_BACK, "anna", "e"),
        (Concern.GIVEN_BACK, "bo", ""),
    ],
)
def test_a_check_concerns_everybody_but_who_wrote_or_asked(store, concern, person, ids):
    kept(
        store,
        looked_at("a", "asked"),
        looked_at("b", "asked", stage="submitted"),
        looked_at("c", "asked", asked_by="carl"),
        looked_at("d", "released"),
        looked_at("e", "given_back"),
        looked_at("f", "asked"),
        certificate("g", stage="ready"),
    )
    with store.unit() as unit:  # decided here, and on its way
        unit.enqueue(Intent(key="k", kind="request", document="f", body={"action": "release"}))
        unit.enqueue(Intent(key="l", kind="request", document="a", body={"action": "note"}))
    assert found(store, concern=concern, person=person) == list(ids)


def test_an_order_that_no_list_has_is_refused(store):
    with pytest.raises(Refused):
        store.reader.rows(Query(family="certificate", order="id; DROP TABLE document"))


def test_two_chinese_characters_are_enough(store):
    kept(store, certificate("a", importer="宁波海产有限公司"), certificate("b", importer="杭州宁远波"))
    assert found(store, text="宁波") == ["a"]
    assert found(store, text="波") == ["a", "b"]
    assert found(store, text="海产 宁波") == ["a"]


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("100%", True),
        ("%", True),
        ("_", True),
        ("\\", True),
        ("a_b", True),
        ("a_b\\c", True),
        ("axb", False),
        ('"', True),
        ("x*", True),
        ("-x*", True),
        ("AND", True),
        ("OR", True),
        ("NOT", False),
        ("NEAR(", True),
        ("col:x", True),
        ("title:x", False),
        ("'; DROP TABLE document; --", False),
        ("\0", True),
        ("100\0%", True),
        ("\ud800", True),
        ("１００", True),
        ("é", True),
        ("e\u0301", True),
        ("𠮷", True),
        ("   ", True),
        ("x" * 10_000, False),
        ("( " * 5_000, True),
    ],
)
def test_whatever_is_typed_is_taken_literally(store, typed, is_found):
    kept(store, certificate("a", importer='100% a_b\\c "or" -x* AND near( col:x é 𠮷 ('))
    assert found(store, text=typed) == (["a"] if is_found else [])


def test_a_changed_text_is_found_by_its_new_words_only(store):
    (first,) = kept(store, certificate("a", importer="Kato"))
    kept(store, dataclasses.replace(first, values={**first.values, "importer": "Sato"}))
    assert found(store, text="kato") == []
    assert found(store, text="sato") == ["a"]


def test_chinese_is_found_by_pinyin_and_by_initials(store):
    kept(store, certificate("a", goods_name="不锈钢保温瓶", importer="重庆商社"), certificate("b", goods_name="TEA"))
    for typed in ("baowenping", "bxgbwp", "bwp", "BXG", "chongqing", "cqss", "bwp cqss", "保温 cq"):
        assert found(store, text=typed) == ["a"], typed
    assert found(store, text="bwpx") == []
    assert found(store, partner="cqss") == found(store, partner="shangshe") == ["a"]
    assert found(store, partner="bwp") == []


def test_what_sounds_otherwise_after_an_edit_is_found_anew(store):
    (first,) = kept(store, certificate("a", goods_name="保温瓶"))
    kept(store, dataclasses.replace(first, values={"goods_name": "玻璃杯"}))
    assert found(store, text="bwp") == []
    assert found(store, text="blb") == ["a"]
