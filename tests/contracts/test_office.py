"""What a page may rely on when it asks the office, kept by the real backend process and by the fake of the screens."""

import pytest

from coo_backend.seed import PASSWORD as SEEDED
from coo_desktop.domain.errors import Refused, SignInFailed
from coo_desktop.domain.office.people import Contact
from coo_desktop.domain.packs.catalog import Offers
from tests.backend.process import backend_process
from tests.fakes.office import PASSWORD as KNOWN
from tests.fakes.office import FakeOffice
from tests.sync.desk import Desk

__all__ = ["backend_process"]


def why(work, *asked):
    """The rule by which the office says no."""
    with pytest.raises(Refused) as caught:
        work(*asked)
    return caught.value.facts["why"]


class OfficeContract:
    """Every test gets `office`, asked by the company's administrator, and the `password` of that account."""

    def test_signatories_are_listed_with_what_they_may_do(self, office):
        found = {person.account: person for person in office.people.signatories()}
        assert (found["admin"].role, found["demo"].role, found["demo"].active) == ("admin", "clerk", True)

    def test_who_is_disabled_stays_listed_and_can_be_enabled(self, office):
        assert not office.people.arrange("demo", "disable").active
        assert not {person.account: person.active for person in office.people.signatories()}["demo"]
        assert office.people.arrange("demo", "enable").active

    def test_who_is_deleted_is_listed_no_more(self, office, password):
        office.people.arrange("demo", "delete", password)
        assert "demo" not in {person.account for person in office.people.signatories()}

    def test_what_cannot_be_taken_back_asks_for_the_right_password(self, office, password):
        with pytest.raises(SignInFailed):
            office.people.arrange("demo", "hand_over", "wrong")
        with pytest.raises(SignInFailed):
            office.people.cancel("wrong")
        assert office.people.arrange("demo", "hand_over", password).role == "admin"

    def test_a_forgotten_password_needs_the_right_code(self, office):
        sent = office.people.send_code("demo")
        assert sent.request
        assert sent.again_in_s <= sent.expires_in_s
        assert why(office.people.set_password, sent.request, "000001", "青山-ridge-lantern-77") == "code-wrong"

    def test_whom_to_call_is_told(self, office):
        assert isinstance(office.people.contact(), Contact)

    def test_one_move_is_open_at_a_time_and_the_newest_stands_first(self, office):
        letters = office.letters
        here, there = letters.offices()
        first = letters.move(there.office, "relocated")
        assert (first.state, first.office_from, first.office_to) == ("open", here.office, there.office)
        assert why(letters.move, there.office, "again") == "state-locked"
        assert letters.stay(first.id).state == "taken_back"
        second = letters.move(there.office, "again")
        assert [move.id for move in letters.moves()] == [second.id, first.id]

    def test_what_the_office_never_asked_cannot_be_answered(self, office):
        assert (office.letters.cases(), office.letters.surveys()) == ((), ())
        assert why(office.letters.prove, "nothing", "x", []) == "not-found"
        assert why(office.letters.fill_in, "nothing", {}) == "not-found"

    def test_the_company_is_told_by_its_name(self, office):
        assert office.company() == office.company()

    def test_nobody_of_the_customs_is_signed_in_at_first(self, office):
        assert office.checking.visitor() is None

    def test_what_the_office_offers_is_told_with_its_key(self, office):
        offers = office.packs.look()
        assert isinstance(offers, Offers)
        assert offers.items == ()


class TestRealOffice(OfficeContract):
    @pytest.fixture
    def office(self, backend_process, tmp_path):
        desk = Desk(tmp_path / "desk", backend_process.url, "admin").sign_in()
        yield desk.office
        desk.close()

    @pytest.fixture
    def password(self):
        return SEEDED


class TestFakeOffice(OfficeContract):
    @pytest.fixture
    def office(self):
        return FakeOffice()

    @pytest.fixture
    def password(self):
        return KNOWN
