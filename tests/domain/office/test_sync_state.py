"""Each trouble yields its cause and its light; every cause comes from somewhere."""

import pytest

from coo_desktop.domain import errors
from coo_desktop.domain.office.sync_state import SyncCause, cause_of, light_of

TROUBLE = [
    (errors.Offline(cause="dns"), SyncCause.NAME_NOT_FOUND, "offline"),
    (errors.Offline(cause="refused"), SyncCause.NOT_RUNNING, "offline"),
    (errors.Offline(cause="timeout"), SyncCause.TIMEOUT, "offline"),
    (errors.Offline(cause="tls"), SyncCause.TLS, "offline"),
    (errors.Offline(cause="proxy"), SyncCause.PROXY, "offline"),
    (errors.Offline(cause="portal"), SyncCause.PORTAL, "offline"),
    (errors.Offline(cause="address"), SyncCause.ADDRESS, "offline"),
    (errors.Offline(cause="unreachable"), SyncCause.UNREACHABLE, "offline"),
    (errors.Offline(), SyncCause.UNREACHABLE, "offline"),
    (errors.Unanswered(cause="timeout"), SyncCause.UNANSWERED, "offline"),
    (errors.Unanswered(cause="stalled"), SyncCause.UNANSWERED, "offline"),
    (errors.Unanswered(cause="cut"), SyncCause.CUT, "offline"),
    (errors.Unanswered(cause="server", status=500), SyncCause.SERVER_FAULT, "offline"),
    (errors.Unanswered(cause="gateway", status=502), SyncCause.GATEWAY, "offline"),
    (errors.Unanswered(cause="scanning"), SyncCause.SCANNING, "offline"),
    (errors.Busy(after_s=5.0), SyncCause.BUSY, "offline"),
    (errors.Untrusted(reason="redirect"), SyncCause.PORTAL, "offline"),
    (errors.Untrusted(reason="shape"), SyncCause.UNTRUSTED, "attention"),
    (errors.Untrusted(reason="older_api"), SyncCause.PROGRAM_TOO_NEW, "attention"),
    (errors.Untrusted(reason="newer_api"), SyncCause.PROGRAM_TOO_OLD, "attention"),
    (errors.Refused(why="forbidden", status=403, problem={}), SyncCause.PASS_REFUSED, "attention"),
    (errors.Refused(why="refused", status=422, problem={}), SyncCause.PASS_REFUSED, "attention"),
    (errors.Refused(why="epoch-changed"), SyncCause.RESTORED, "attention"),
    (errors.SignInNeeded(), SyncCause.SIGN_IN_NEEDED, "signed_out"),
    (errors.SignInFailed(), SyncCause.SIGN_IN_NEEDED, "signed_out"),
    (errors.SignatoryDisabled(), SyncCause.SIGNATORY_DISABLED, "attention"),
    (errors.AccountDeleted(), SyncCause.ACCOUNT_DELETED, "attention"),
    (errors.AccountCancelled(order=None), SyncCause.ACCOUNT_CANCELLED, "attention"),
    (errors.UpgradeNeeded(minimum="9"), SyncCause.PROGRAM_TOO_OLD, "attention"),
    (errors.StoreFull(cause="ENOSPC"), SyncCause.DISK_FULL, "attention"),
    (errors.StoreBusy(cause="writer"), SyncCause.STORE_BUSY, "attention"),
    (errors.StoreDamaged(cause="json"), SyncCause.STORE_DAMAGED, "attention"),
    (errors.StoreNewer(schema=9, known=8), SyncCause.STORE_NEWER, "attention"),
    (errors.StoreLocked(cause="timeout"), SyncCause.STORE_LOCKED, "attention"),
    (errors.StoreUnwritable(cause="EACCES"), SyncCause.STORE_UNWRITABLE, "attention"),
    (errors.ProfileInUse(), SyncCause.PROFILE_IN_USE, "attention"),
    (errors.ProgramError(), SyncCause.FAULT, "attention"),
]
#: Causes that come from what waits in the store, not from an error; tests/sync has their passes.
FROM_THE_STORE = {SyncCause.WORK_REFUSED, SyncCause.PERSON_NEEDED, SyncCause.MASS_DELETION}


@pytest.mark.parametrize(("error", "cause", "light"), TROUBLE, ids=lambda value: getattr(value, "name", None))
def test_trouble_yields_its_cause_and_light(error, cause, light):
    assert (cause_of(error), light_of(error)) == (cause, light)


def test_every_cause_comes_from_somewhere():
    assert {cause for _error, cause, _light in TROUBLE} | FROM_THE_STORE == set(SyncCause)
