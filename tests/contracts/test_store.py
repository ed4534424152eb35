"""What the store promises the sync and the errands, kept by the real one and by the one in memory."""

import dataclasses
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from coo_desktop.domain.documents.checksum import checksum
from coo_desktop.domain.documents.document import Company, Conflict, Decision, Document, Intent, Person, Resolution
from coo_desktop.domain.documents.history import KEPT_VERSIONS, as_of
from coo_desktop.domain.errors import NotFound, Outdated, Refused, Unreadable
from coo_desktop.domain.ports import Store
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.contracts.certificates import certificate, kept
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.fakes.store import FakeStore

KEY = bytes(range(32))


def picture() -> bytes:
    """A whole PNG of one pixel."""
    target = io.BytesIO()
    Image.new("RGB", (1, 1)).save(target, "PNG")
    return target.getvalue()


class StoreContract:
    """Every test gets `store`, empty and open, with the toy rulebook."""

    # documents

    def test_a_document_knows_what_is_to_take_its_place_as_long_as_that_counts(self, store):
        kept(store, certificate("original", stage="approved"))
        mine, theirs = kept(
            store,
            certificate("a", links={"amends": "original"}),
            certificate("b", rev="e1", links={"amends": "original", "reason": "x"}),
        )
        kept(store, certificate("c", links={"copied_from": "original"}), certificate("d", links={"amends": "e"}))
        assert store.reader.successors("original") == (theirs, mine)
        with store.unit() as unit:
            unit.put(dataclasses.replace(theirs, stage="voided"))
            assert unit.successors("original") == (mine,)
            unit.purge("a")
            assert unit.successors("original") == ()

    def test_a_document_keeps_what_it_went_through_in_the_commit_of_each_save(self, store):
        (first,) = kept(store, certificate("a", bills=[{"id": "1", "number": "I-1"}], updated_at="2026-11-23T10:00"))
        more = {"goods_name": "b", "bills": [{"id": "2", "number": "I-2"}, {"id": "1", "number": "I-1"}]}
        (second,) = kept(store, dataclasses.replace(first, values=more, updated_at="2026-11-23T10:05"))
        kept(store, dataclasses.replace(second, stage="submitted", rev="e1", facts={"signatory": "李明"}))
        with pytest.raises(Refused), store.unit() as unit:  # noqa: PT012 - the whole block is what fails
            kept_back = unit.document("a")
            unit.put(dataclasses.replace(kept_back, values={}))
            raise Refused(why="test")
        versions = store.reader.versions("a")
        told = [(version.number, version.by, version.source, version.stage, version.changed) for version in versions]
        assert told == [
            (3, "李明", "backend", "submitted", ()),
            (2, "", "here", "draft", ("goods_name", "bills")),
            (1, "", "here", "draft", ()),
        ]
        document = store.reader.document("a")
        assert [as_of(document, versions, version).values for version in versions] == [more, more, first.values]

    def test_the_saves_of_one_sitting_are_one_version_by_the_person_signed_in(self, store):
        with store.unit() as unit:
            unit.put_person(Person(account="li", name="李明"))
        (document,) = kept(store, certificate("a", updated_at="2026-11-23T10:00"))
        for minute in range(1, 6):
            values = {"goods_name": str(minute)}
            (document,) = kept(
                store, dataclasses.replace(document, values=values, updated_at=f"2026-11-23T10:0{minute}")
            )
        told = [(version.number, version.by, version.revision) for version in store.reader.versions("a")]
        assert told == [(2, "李明", 6), (1, "李明", 1)]

    def test_the_oldest_versions_are_forgotten(self, store):
        (document,) = kept(store, certificate("a"))
        with store.unit() as unit:
            for number in range(KEPT_VERSIONS + 5):
                document = unit.put(dataclasses.replace(document, values={"goods_name": str(number)}))
        versions = store.reader.versions("a")
        assert [versions[0].number, versions[-1].number, len(versions)] == [KEPT_VERSIONS + 6, 7, KEPT_VERSIONS]

    def test_a_document_comes_back_as_it_was_stored(self, store):
        values = {"goods_name": "宁波 𠮷 \u2028 '\"\\ 1", "remark": "", "flags": [True, None, {"a": ["b"]}]}
        (stored,) = kept(
            store, certificate("a", facts={"number": "N1"}, extra={"new": 1}, base={"x": "y"}, rev="e1.1.a")
        )
        (other,) = kept(store, dataclasses.replace(certificate("b"), values=values, needs_review=True, deleted=True))
        assert store.reader.document("a") == stored
        assert store.reader.document("b") == other
        assert stored.revision == 1

    def test_an_unknown_document_is_none(self, store):
        assert store.reader.document("nobody") is None

    def test_every_put_is_a_new_revision(self, store):
        (first,) = kept(store, certificate("a"))
        (second,) = kept(store, dataclasses.replace(first, stage="ready"))
        assert second.revision == 2
        assert store.reader.document("a") == second

    def test_an_older_copy_cannot_overwrite_a_newer_one(self, store):
        (first,) = kept(store, certificate("a"))
        kept(store, dataclasses.replace(first, stage="ready"))
        with pytest.raises(Outdated) as caught, store.unit() as unit:
            unit.put(first)
        assert caught.value.facts == {"id": "a", "shown": 1, "revision": 2}

    def test_a_unit_sees_its_own_writes(self, store):
        with store.unit() as unit:
            stored = unit.put(certificate("a"))
            assert unit.document("a") == stored

    def test_a_unit_that_fails_leaves_nothing(self, store):
        (first,) = kept(store, certificate("a"))
        with pytest.raises(Refused), store.unit() as unit:  # noqa: PT012 - the whole block is what fails
            unit.put(dataclasses.replace(first, stage="ready"))
            unit.put(certificate("b"))
            unit.enqueue(Intent(key="k", kind="put", document="b", body={}))
            unit.put_setting("cursor", 7)
            raise Refused(why="test")
        assert store.reader.document("a") == first
        assert store.reader.document("b") is None
        assert store.reader.intents() == ()
        assert store.reader.setting("cursor") is None

    def test_a_purged_document_is_gone_from_everywhere(self, store):
        kept(store, certificate("a", bills=[{"id": "1", "number": "I-1"}]))
        with store.unit() as unit:
            unit.put_conflicts([Conflict(id="c", document="a", path="remark", base="", mine="1", theirs="2")])
            unit.enqueue(Intent(key="k", kind="delete", document="a", body={}))
            unit.purge("a")
            unit.purge("nobody")
        assert store.reader.document("a") is None
        assert store.reader.conflicts("a") == ()
        assert store.reader.versions("a") == ()
        assert store.reader.revisions() == ()
        assert [intent.key for intent in store.reader.intents()] == ["k"]
        with store.unit() as unit:
            assert unit.context().invoice_used("I-1") == ""

    def test_a_document_of_an_unknown_form_is_kept(self, store):
        (stored,) = kept(store, Document(id="x", form="of_2031", family="certificate", values={"new": "1"}))
        assert store.reader.document("x") == stored

    def test_the_backends_revisions_are_listed_by_id(self, store):
        kept(store, certificate("b", rev="2"), certificate("a", rev="1", deleted=True), certificate("c"))
        assert store.reader.revisions() == (("a", "1"), ("b", "2"))

    def test_how_many_problems_there_are_is_stored_without_a_revision(self, store):
        first, second = kept(store, certificate("a"), certificate("b"))
        moved = dataclasses.replace(second, revision=second.revision + 1)
        with store.unit() as unit:
            unit.put_blocking(first, 3)
            unit.put_blocking(moved, 3)
        assert store.reader.document("a") == dataclasses.replace(first, blocking=3)
        assert store.reader.document("b") == second, "it is another content by now"

    def test_the_checksum_is_that_of_all_revisions(self, store):
        kept(store, certificate("b", rev="2"), certificate("a", rev="1", deleted=True), certificate("c"))
        assert store.reader.checksum() == checksum([("a", "1"), ("b", "2")])
        with store.unit() as unit:
            unit.put(dataclasses.replace(unit.document("b"), rev="3"))
            unit.purge("a")
            assert unit.checksum() == unit.checksum(anew=True) == checksum([("b", "3")])
        assert store.reader.checksum() == checksum([("b", "3")])

    # outbox

    def test_intents_come_in_the_order_people_acted(self, store):
        with store.unit() as unit:
            placed = [
                unit.enqueue(Intent(key=key, kind="put", document=document, body={"n": key}, after=("x",)))
                for key, document in (("k3", "a"), ("k1", "b"), ("k2", "a"))
            ]
        assert store.reader.intents() == tuple(placed)
        assert [intent.key for intent in store.reader.intents("a")] == ["k3", "k2"]
        assert [intent.seq for intent in placed] == sorted({intent.seq for intent in placed})

    def test_an_intent_keeps_its_place_and_key_through_its_states(self, store):
        with store.unit() as unit:
            first = unit.enqueue(Intent(key="k", kind="put", document="a", body={}))
            unit.enqueue(Intent(key="l", kind="put", document="b", body={}))
        tried = dataclasses.replace(
            first, state="unknown", attempts=2, next_try_s=9.5, base_rev="", problem={"type": "x"}
        )
        with store.unit() as unit:
            unit.update_intent(tried)
        assert store.reader.intents()[0] == tried
        assert store.reader.intents(states=("unknown", "refused")) == (tried,)
        assert store.reader.outbox_states() == {"unknown": 1, "queued": 1}

    def test_a_dropped_intent_cannot_be_updated(self, store):
        with store.unit() as unit:
            intent = unit.enqueue(Intent(key="k", kind="put", document="a", body={}))
            unit.drop_intent("k")
            unit.drop_intent("k")
            with pytest.raises(NotFound):
                unit.update_intent(intent)
        assert store.reader.intents() == ()

    def test_places_of_dropped_intents_are_not_given_again(self, store):
        with store.unit() as unit:
            first = unit.enqueue(Intent(key="k", kind="put", document="a", body={}))
            unit.drop_intent("k")
            second = unit.enqueue(Intent(key="l", kind="put", document="a", body={}))
        assert second.seq > first.seq

    def test_only_the_oldest_living_intent_of_a_document_is_due(self, store):
        with store.unit() as unit:
            for key, document, state, next_try_s in (
                ("k1", "a", "refused", 0.0),
                ("k2", "a", "unknown", 5.0),
                ("k3", "a", "queued", 0.0),
                ("k4", "b", "sending", 0.0),
                ("k5", "b", "queued", 0.0),
                ("k6", "c", "queued", 11.0),
                ("k7", "d", "queued", 0.0),
            ):
                unit.enqueue(
                    Intent(key=key, kind="put", document=document, body={}, state=state, next_try_s=next_try_s)
                )
        assert [intent.key for intent in store.reader.due(10.0, 9)] == ["k2", "k7"]
        assert [intent.key for intent in store.reader.due(10.0, 1)] == ["k2"]
        assert [intent.key for intent in store.reader.due(11.0, 9)] == ["k2", "k6", "k7"]

    def test_a_submission_is_due_after_all_else_of_its_document(self, store):
        with store.unit() as unit:
            unit.enqueue(Intent(key="send", kind="submit", document="a", body={}, state="waiting"))
            unit.enqueue(Intent(key="content", kind="put", document="a", body={}))
        assert [intent.key for intent in store.reader.due(0.0, 9)] == ["content"]
        with store.unit() as unit:
            unit.drop_intent("content")
        assert store.reader.due(0.0, 9) == ()

    # conflicts, evidence, settings

    def test_a_conflict_is_there_until_it_is_answered(self, store):
        mine = Conflict(id="c1", document="a", path="bills/1/number", base=None, mine=["1"], theirs={"n": "2"})
        decided = Decision(resolution=Resolution.OWN, result=["2"], seen=None)
        other = dataclasses.replace(mine, id="c2", path="remark", theirs_by="li", theirs_at="now", decision=decided)
        with store.unit() as unit:
            unit.put_conflicts([mine, other])
            unit.put_conflicts([mine])
        assert store.reader.conflicts("a") == (mine, other)
        with store.unit() as unit:
            unit.resolve_conflict("c1")
            assert unit.conflicts("a") == (other,)

    def test_who_declares_a_void_product_again_is_found_the_approved_one_first(self, store):
        products = {"family": "pre_review", "form": "pre_review", "values": {}, "links": {"redeclares": "old"}}
        with store.unit() as unit:
            for name, more in (("a", {"stage": "approved"}), ("b", {}), ("c", {"stage": "approved", "deleted": True})):
                unit.put(Document(id=name, **products, **more))
        assert store.reader.redeclared("old").id == "a"
        assert store.reader.redeclared("other") is None

    def test_evidence_waits_until_the_backend_has_it(self, store):
        evidence = store.blobs.take_bytes(picture(), "scan.png")
        with store.unit() as unit:
            unit.put_evidence(evidence)
        assert store.reader.evidence(evidence.id) == evidence
        assert store.reader.evidence_waiting() == (evidence,)
        with store.unit() as unit:
            unit.put_evidence(dataclasses.replace(evidence, state="uploading", upload_url="u", upload_offset=5))
        assert store.reader.evidence_waiting()[0].upload_offset == 5
        with store.unit() as unit:
            unit.put_evidence(dataclasses.replace(evidence, state="there"))
        assert store.reader.evidence_waiting() == ()

    def test_evidence_bytes_come_back_from_any_place(self, store):
        evidence = store.blobs.take_bytes(picture(), "scan.png", "image/png")
        assert (evidence.mime, evidence.name, evidence.size_bytes) == ("image/png", "scan.png", len(picture()))
        assert store.blobs.has(evidence.sha256)
        with store.blobs.open(evidence.sha256) as stream:
            assert stream.read() == picture()
            stream.seek(5)
            assert stream.read(3) == picture()[5:8]
        assert store.blobs.lend(evidence.sha256).read_bytes() == picture()
        with pytest.raises(NotFound):
            store.blobs.lend("0" * 64)

    def test_bytes_that_are_no_evidence_are_refused(self, store):
        with pytest.raises(Unreadable):
            store.blobs.take_bytes(b"<html>", "page.png")
        with pytest.raises(Unreadable):
            store.blobs.take_bytes(b"", "page.png")

    def test_bytes_nobody_took_in_are_not_found(self, store):
        assert not store.blobs.has("0" * 64)
        with pytest.raises(NotFound):
            store.blobs.open("0" * 64)

    def test_company_person_and_settings_are_kept(self, store):
        assert (store.reader.company(), store.reader.person()) == (Company(), Person())
        company = Company(name_zh="宁波海产", kind="producer", office="3302")
        person = Person(account="zhang", role="admin")
        with store.unit() as unit:
            unit.put_company(company)
            unit.put_person(person)
            unit.put_setting("cursor", {"at": 7})
            unit.put_setting("cursor", {"at": 8})
        assert (store.reader.company(), store.reader.person()) == (company, person)
        assert store.reader.setting("cursor") == {"at": 8}
        assert store.reader.setting("absent", "default") == "default"

    # what checks may ask

    def test_a_context_knows_day_company_person_and_products(self, store):
        product = Document(id="p", form="toy_product", family="pre_review", values={"goods_name": "p"})
        (product, other) = kept(store, product, certificate("a"))
        with store.unit() as unit:
            unit.put_person(Person(account="zhang"))
            context = unit.context(other)
            assert (context.today.isoformat(), context.person.account) == ("2026-11-23", "zhang")
            assert context.links == other.links
            assert context.product("p") == product
            assert context.product("a") is None

    @pytest.mark.parametrize(
        ("state", "label"),
        [
            ({}, "Tea"),
            ({"facts": {"number": "C26"}}, "C26"),
            ({"stage": "voided"}, ""),
            ({"deleted": True}, ""),
            ({"links": {"amends": "b"}}, ""),
        ],
    )
    def test_an_invoice_number_belongs_to_one_valid_certificate(self, store, state, label):
        bills = [{"id": "1", "number": "INV-1"}]
        kept(store, certificate("Tea", bills=bills, **state))
        with store.unit() as unit:
            assert unit.context(certificate("b")).invoice_used(" inv-1 ") == label
            assert unit.context(certificate("Tea")).invoice_used("INV-1") == ""
            assert unit.context(certificate("b", links={"amends": "Tea"})).invoice_used("INV-1") == ""
            assert unit.context(certificate("b")).invoice_used("INV-2") == ""

    def test_an_invoice_number_is_free_again_once_its_certificate_drops_it(self, store):
        (first,) = kept(store, certificate("Tea", bills=[{"id": "1", "number": "INV-1"}]))
        kept(store, dataclasses.replace(first, values={"goods_name": "Tea"}))
        with store.unit() as unit:
            assert unit.context().invoice_used("INV-1") == ""


class TestFakeStore(StoreContract):
    @pytest.fixture
    def store(self) -> FakeStore:
        return FakeStore()


class TestLocalStore(StoreContract):
    @pytest.fixture(params=[KEY, None], ids=["encrypted", "plain"])
    def store(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
        store = open_store(Profile(tmp_path), small_rulebook, FakeClock(), request.param)
        yield store
        store.close()
