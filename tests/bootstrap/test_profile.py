"""Opening a profile where no vault keeps the key: the first sign-in's password seals it, and nothing is deleted."""

import pytest

from coo_desktop.bootstrap.profile import open_profile
from coo_desktop.domain.documents.document import Document, Person
from coo_desktop.domain.errors import Refused, StoreLocked
from coo_desktop.domain.filling.printing import COPY, ORIGINAL, TRUE_COPY, Look
from coo_desktop.store.files.profile import Profile
from tests.paper.reading import by_pdfium

ADDRESS = "http://127.0.0.1:9"


@pytest.fixture
def profile(tmp_path):
    return Profile(tmp_path)


def sealed(profile, password):
    """A profile as a first sign-in leaves it."""
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    with opened.store.unit() as unit:
        unit.put_person(Person(account="demo"))
    opened.chest.seal(password, opened.key)
    opened.close()


def test_a_new_profile_opens_empty(profile):
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    assert opened.store.reader.person() == Person()
    opened.close()


@pytest.mark.parametrize("paper", [ORIGINAL, COPY, TRUE_COPY, ""])
@pytest.mark.parametrize("stage", ["draft", "submitted", "returned", "voided"])
def test_what_is_not_approved_never_looks_like_a_certificate(profile, stage, paper):
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    document = Document(id="d", form="rcep_2022", family="certificate", values={}, stage=stage, facts={"number": "RC1"})
    made = opened.paper(document, Look(paper))
    opened.close()
    assert ("VOID 已作废" if stage == "voided" else "草稿") in by_pdfium(made)


def test_an_approved_certificate_is_drawn_as_the_paper_that_is_wanted(profile):
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    document = Document(id="d", form="co_general", family="certificate", values={}, stage="approved")
    original, copy = (by_pdfium(opened.paper(document, Look(paper))) for paper in ("", COPY))
    opened.close()
    assert "ORIGINAL" in original
    assert "副本" in copy


def test_after_a_sign_in_only_its_password_opens(profile):
    sealed(profile, "secret")
    with pytest.raises(StoreLocked):
        open_profile(profile, ADDRESS, has_signed_in=True)
    assert open_profile(profile, ADDRESS, True, "wrong") is None
    opened = open_profile(profile, ADDRESS, True, "secret")
    assert opened.store.reader.person().account == "demo"
    assert opened.line.account.unlock("secret")
    assert not opened.line.account.unlock("wrong")
    opened.close()


def test_a_profile_nobody_signed_in_to_is_set_aside_and_kept(profile):
    sealed(profile, "secret")
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    assert opened.store.reader.person() == Person()
    opened.close()
    aside = next(profile.folder.glob("aside-*"))
    again = open_profile(Profile(aside), ADDRESS, True, "secret")
    assert again.store.reader.person().account == "demo"
    again.close()


def test_a_wrong_address_keeps_the_line(profile):
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    line = opened.line
    with pytest.raises(Refused):
        opened.reconnect("ftp://coo.example")
    assert opened.line is line
    opened.reconnect("http://127.0.0.1:10")
    assert opened.line is not line
    opened.close()
