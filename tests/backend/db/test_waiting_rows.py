"""What a unit keeps is written once, in its last revision, and what an attempt kept that was refused is not."""

import pytest
import sqlalchemy as sa

from coo_backend.db.audit import broken
from coo_backend.db.tables import documents, feeds
from coo_backend.db.unit import Actor, Unit, unit
from coo_backend.runtime.refusals import Refusal
from coo_backend.seed import LANFENG
from coo_desktop.domain.documents.document import Document
from tests.backend.conftest import Backend
from tests.backend.errands import CERTIFICATE
from tests.counting import statements

CLERK = Actor(account="demo", name="王晓明", role="clerk", active=True, company=LANFENG)


def document(name: str, buyer: str) -> Document:
    return Document(id=name, form=CERTIFICATE, family="certificate", values={"consignee": buyer}, stage="draft")


def refused(opened: Unit, *kept: Document, is_written: bool) -> None:
    """An attempt that keeps these and is refused."""
    with opened.attempt():
        for each in kept:
            opened.keep(each, "put")
        if is_written:
            assert opened.connection is opened.transaction
        raise Refusal("not-found")


@pytest.mark.parametrize("is_written", [False, True], ids=["waiting", "written"])
@pytest.mark.parametrize("was_written", [False, True], ids=["waited before", "written before"])
def test_what_a_refused_attempt_kept_is_not_there_and_what_stood_before_is(backend: Backend, is_written, was_written):
    shared = backend.place.shared
    with unit(shared, CLERK, LANFENG.id, "test") as opened:
        opened.keep(document("a", "FIRST"), "put")
        if was_written:
            assert opened.connection is opened.transaction
        with pytest.raises(Refusal):
            refused(opened, document("a", "SECOND"), document("b", "SECOND"), is_written=is_written)
        with opened.attempt():
            opened.keep(document("c", "THIRD"), "put")
    with shared.database.read(CLERK.sight) as connection:
        rows = connection.execute(sa.select(documents).order_by(documents.c.feed_seq)).all()
        assert [(row.id, row.counter, row.feed_seq) for row in rows] == [("a", 1, 1), ("c", 1, 2)]
        assert "FIRST" in rows[0].body
        assert connection.execute(sa.select(feeds.c.seq).where(feeds.c.company == LANFENG.id)).scalar_one() == 2
        assert broken(connection, LANFENG.id) == ()


def test_a_savepoint_is_made_only_where_something_is_written_in_an_attempt(backend: Backend):
    shared = backend.place.shared

    def keep(is_written: bool) -> None:
        with unit(shared, CLERK, LANFENG.id, "test") as opened:
            for name in "ab":
                with opened.attempt():
                    opened.keep(document(f"{name}{is_written}", "X"), "put")
                    assert not is_written or opened.connection is opened.transaction

    waiting = statements(shared.database.engine, lambda: keep(False))
    written = statements(shared.database.engine, lambda: keep(True))
    made = [sum("SAVEPOINT" in each for each in run) for run in (waiting, written)]
    assert made[0] == 0 < made[1]
