"""Orders to wipe: only the backend's own for this account and device is obeyed, any other is logged."""

import base64
import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coo_desktop.contract import accounts
from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.office.people import WipeOrder
from coo_desktop.sync import remembered
from coo_desktop.sync.api.wipe_orders import genuine
from tests.stores import fresh_store

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORDER = WipeOrder("demo", "laptop", "2026-11-23T08:00:00Z", "n1")


def told(order: WipeOrder, key: Ed25519PrivateKey = KEY) -> dict[str, str]:
    """An order as a backend with this key sends it."""
    signature = base64.b64encode(key.sign(order.signed_text)).decode()
    return accounts.WipeOrder(**dataclasses.asdict(order), signature=signature).model_dump(by_alias=True)


@pytest.fixture
def reader():
    store = fresh_store()
    with store.unit() as unit:
        unit.put_person(Person(account="demo"))
        unit.put_setting(remembered.DEVICE, "laptop")
        key = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
        unit.put_setting(remembered.SERVER_KEY, key)
    return store.reader


def test_the_backends_own_order_is_genuine(reader):
    assert genuine(reader, told(ORDER)) == ORDER


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "wipe",
        {},
        {name: value for name, value in told(ORDER).items() if name != "signature"},
        {**told(ORDER), "nonce": ""},
        {**told(ORDER), "device": 7},
        told(dataclasses.replace(ORDER, account="clerk2")),
        told(dataclasses.replace(ORDER, device="desktop")),
        told(ORDER, Ed25519PrivateKey.from_private_bytes(bytes(32))),
        {**told(ORDER), "nonce": "n2"},
        {**told(ORDER), "issuedAt": "2027-01-01T00:00:00Z"},
        {**told(ORDER), "signature": "not base64"},
        {**told(ORDER), "signature": ["list"]},
    ],
)
def test_a_forged_or_foreign_order_is_logged_and_ignored(reader, forged, caplog):
    assert genuine(reader, forged) is None
    assert "order to wipe" in caplog.text
    assert "demo" not in caplog.text


@pytest.mark.parametrize("key", ["", "short", base64.b64encode(b"x").decode()])
def test_without_the_key_of_the_sign_in_no_order_is_genuine(reader, key):
    with fresh_store().unit() as unit:
        unit.put_person(Person(account="demo"))
        unit.put_setting(remembered.DEVICE, "laptop")
        unit.put_setting(remembered.SERVER_KEY, key)
        assert genuine(unit, told(ORDER)) is None


def test_an_order_that_was_obeyed_is_for_no_profile_made_since(desks, caplog):
    """What was wiped knows nothing of the device any more: the next profile of the account is another one."""
    first = desks("demo").store.reader
    key = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
    again = desks("demo")
    with again.store.unit() as unit:
        unit.put_setting(remembered.SERVER_KEY, key)
    order = dataclasses.replace(ORDER, device=remembered.remembered_text(first, remembered.DEVICE))
    assert order.device != remembered.remembered_text(again.store.reader, remembered.DEVICE)
    assert genuine(again.store.reader, told(order)) is None
    assert "another account or device" in caplog.text
