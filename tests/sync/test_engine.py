"""A pass against the real backend process: what was written here is there, and the other way round."""

from tests.sync.desk import COMPLETE


def test_a_draft_reaches_the_other_desk(desks):
    here, there = desks(), desks("clerk2")
    written = here.write()
    assert here.sync().light == "synced"
    there.sync()
    arrived = there.document(written.id)
    assert (arrived.values, arrived.stage, arrived.rev) == (written.values, "ready", here.document(written.id).rev)
    assert here.outbox() == ()


def test_a_submission_follows_its_content(desks):
    desk = desks()
    written = desk.write(COMPLETE)
    desk.submit(written.id)
    state = desk.sync()
    sent = desk.document(written.id)
    assert (state.light, sent.stage, sent.delivery) == ("synced", "submitted", "")
    assert sent.values == sent.base
