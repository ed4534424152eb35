"""Seals and signatures: filed where the office takes them, by whom they belong to, seen by no other company."""

import pytest

from coo_backend.seed import CHAOZHOU_OFFICE
from coo_desktop.domain.office.stamps import from_parts
from tests.backend.stamp_pictures import jpeg_of, put_stamp, seal_png, signature_png, take_seals
from tests.backend.worlds import proof


def filed(client):
    """(what the office wants, (kind, account) of each picture) as a desk hears it."""
    told = client.get("/v1/company").json()
    return told["electronicSeals"], [(each["kind"], each["account"]) for each in told["stamps"]]


def codes(answer):
    return [one["code"] for one in answer.json()["problems"]]


def test_an_office_that_takes_none_refuses_and_says_so(backend, clerk):
    answer = put_stamp(clerk, "signature")
    assert (answer.status_code, codes(answer)) == (422, ["seals_not_taken"])
    assert filed(clerk) == ("none", [])


def test_the_seal_is_the_administrators_and_a_signature_ones_own(backend, clerk):
    take_seals(backend)
    admin = backend.client("admin")
    assert put_stamp(clerk, "seal").status_code == 403
    assert put_stamp(admin, "seal").ok
    assert put_stamp(clerk, "signature", signature_png()).ok
    assert filed(clerk) == filed(admin) == ("allowed", [("seal", ""), ("signature", "demo")])
    assert clerk.call("DELETE", "/v1/company/stamps/seal", Idempotency_Key="d1").status_code == 403
    assert clerk.call("DELETE", "/v1/company/stamps/signature", Idempotency_Key="d2").ok
    assert filed(admin)[1] == [("seal", "")]


def test_the_bytes_come_back_as_they_were_filed_and_a_new_picture_takes_the_place(backend, clerk):
    take_seals(backend)
    first = put_stamp(clerk, "signature", signature_png()).json()["sha256"]
    told = clerk.get(f"/v1/company/stamps/{first}").json()["content"]
    assert from_parts(told) == signature_png()
    second = put_stamp(clerk, "signature", jpeg_of(signature_png())).json()
    assert second["mime"] == "image/jpeg"
    assert clerk.get(f"/v1/company/stamps/{first}").status_code == 404
    assert len(filed(clerk)[1]) == 1


def test_another_company_hears_of_none(backend, clerk):
    take_seals(backend)
    take_seals(backend, CHAOZHOU_OFFICE.office)
    sha256 = put_stamp(backend.client("admin"), "seal").json()["sha256"]
    other = backend.client("mingyao")
    assert filed(other) == ("allowed", [])
    assert other.get(f"/v1/company/stamps/{sha256}").status_code == 404
    assert put_stamp(other, "signature").ok
    assert filed(clerk)[1] == [("seal", "")]


@pytest.mark.parametrize(
    ("content", "width_mm", "code"),
    [
        (b"%PDF-1.7", "30", "stamp_type"),
        (b"GIF89a" + bytes(40), "30", "stamp_type"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "30", "stamp_type"),
        (bytes(600_001), "30", "stamp_large"),
        (seal_png(2100), "30", "stamp_large"),
        (seal_png(), "36", "stamp_size"),
        (seal_png(), "4.9", "stamp_size"),
        (seal_png(), "31", "stamp_size"),
        (seal_png(), "wide", "stamp_size"),
        (seal_png(), "NaN", "stamp_size"),
    ],
)
def test_what_is_no_fit_picture_is_refused_with_its_reason(backend, clerk, content, width_mm, code):
    take_seals(backend)
    answer = put_stamp(clerk, "signature", content, width_mm)
    assert (answer.status_code, codes(answer)) == (422, [code])
    assert filed(clerk)[1] == []


def test_a_cancelled_account_leaves_no_signature(backend, clerk):
    take_seals(backend)
    assert put_stamp(clerk, "signature", signature_png()).ok
    body = {"confirmation": proof(clerk, "cancel")}
    assert clerk.call("POST", "/v1/cancellation", body, Idempotency_Key="c").ok
    assert filed(backend.client("admin"))[1] == []
