"""Many desktops write into one draft through two workers on one PostgreSQL: every edit is accounted for, none twice.

Each desk is the real engine and the real client over a store in memory; its requests go to the workers in turn, as
behind nginx. Every value typed is a token of its own. In the end each is in the document, in somebody's conflict, or
was overwritten by a person who saw it; and the audit tells one line of revisions, without a fork.
"""

import hashlib
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from coo_backend.db.audit import all_broken
from coo_backend.db.database import Database
from coo_backend.db.sight import EVERYBODY
from coo_backend.db.tables import audit, documents, feeds
from coo_backend.files.bucket import BucketFiles
from coo_backend.files.port import Content
from coo_backend.seed import LANFENG
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.conflict_lines import ConflictLine
from coo_desktop.domain.documents.document import Document, Person, Resolution
from coo_desktop.domain.operations import drafts
from coo_desktop.sync.client.http import Remote
from coo_desktop.sync.client.http_session import open_session
from coo_desktop.sync.client.tokens import MemorySecret, TokenClient, Tokens
from coo_desktop.sync.engine import Engine
from tests.backend.db.test_database import postgres, postgres_server
from tests.backend.errands import PNG, problem
from tests.backend.files.bucket_server import BucketServer, bucket_server
from tests.backend.process import PASSWORD, BackendProcess
from tests.fakes.account import QuietAccount
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeStore
from tests.lengths import times
from tests.resolving import resolve_by
from tests.sync.desk import toy_rules

pytestmark = [pytest.mark.machinery, pytest.mark.timeout(times(120, 900))]

__all__ = ["bucket_server", "postgres", "postgres_server"]

DESKS = times(6, 60)
EDITS = times(4, 20)
AT_ONCE = 6
FORM = "co_general"
FIELDS = ("contract_no", "lc_no", "exporter_address", "consignee_name", "vessel", "application_remark")
PEOPLE = ("demo", "clerk2", "admin")
MOST_PASSES = 12


class InTurn:
    """A caller whose requests go to each worker in turn, with the tokens of one session."""

    def __init__(self, urls: tuple[str, ...], session: requests.Session, first: int) -> None:
        self.tokens = Tokens(MemorySecret())
        self._remotes = [Remote(url, session, self.tokens, "0.1.0") for url in urls]
        self._turn = first

    def call(self, *given, **named):
        self._turn += 1
        return self._remotes[self._turn % len(self._remotes)].call(*given, **named)


class Writer:
    """One desktop; `typed` are its tokens, `seen` the values that its person saw before writing over them."""

    def __init__(self, number: int, urls: tuple[str, ...], session: requests.Session) -> None:
        self.name, self.dice = f"desk{number}", random.Random(number)
        account, self.clock = PEOPLE[number % len(PEOPLE)], FakeClock()
        self.store, self.caller = FakeStore(toy_rules(), self.clock), InTurn(urls, session, number)
        client = TokenClient(self.caller, self.caller.tokens)
        client.keep(client.sign_in(account, PASSWORD, self.name))
        with self.store.unit() as unit:
            unit.put_person(Person(account=account))
        self.engine = Engine(self.store, self.caller, self.clock, QuietAccount())
        self.typed: list[str] = []
        self.seen: set[str] = set()

    def sync(self) -> None:
        self.clock.pass_s(4000)
        self.engine.run_pass()

    def start(self) -> str:
        with self.store.unit() as unit:
            made = drafts.start(unit, FORM, {})
        assert made.document is not None
        self.sync()
        return made.document.id

    def write(self, document_id: str) -> None:
        """Decides what clashes, types one value, and syncs."""
        self.decide(document_id)
        document, field = self.document(document_id), self.dice.choice(FIELDS)
        token = f"{self.name}-{len(self.typed)}"
        with self.store.unit() as unit:
            drafts.save(unit, document_id, {field: token}, document.revision)
        self.typed.append(token)
        self._saw(document.values.get(field))
        self.sync()

    def decide(self, document_id: str) -> None:
        answered: list[ConflictLine] = []

        def choose(line: ConflictLine) -> Resolution:
            answered.append(line)
            return self.dice.choice((Resolution.MINE, Resolution.THEIRS))

        if self.document(document_id).conflicts:
            with self.store.unit() as unit:
                resolve_by(unit, document_id, choose)
        for line in answered:
            for value in (*line.mine, line.stands):
                self._saw(value)

    def document(self, document_id: str) -> Document:
        found = self.store.reader.document(document_id)
        assert found is not None
        return found

    def held(self, document_id: str) -> set[str]:
        """Everything a person finds here."""
        clashes = self.store.reader.conflicts(document_id)
        values = [*self.document(document_id).values.values()]
        return {str(value) for value in (*values, *(each.mine for each in clashes), *(each.theirs for each in clashes))}

    def _saw(self, value: object) -> None:
        if value:
            self.seen.add(str(value))


@pytest.fixture
def workers(postgres: str, tmp_path: Path) -> Iterator[tuple[str, ...]]:
    """The addresses of two worker processes on one database and one folder."""
    more = ("--database-url", postgres)
    both = [BackendProcess(tmp_path / "backend", arguments=more).start() for _ in range(2)]
    yield tuple(worker.url for worker in both)
    for worker in both:
        worker.stop()


@pytest.fixture
def writers(workers: tuple[str, ...]) -> Iterator[list[Writer]]:
    with open_session() as session:
        yield [Writer(number, workers, session) for number in range(DESKS)]


def test_every_edit_of_many_desks_at_two_workers_is_accounted_for(writers: list[Writer], postgres: str):
    document_id = writers[0].start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Writer.sync, writers))
        for _ in range(EDITS):
            list(pool.map(lambda writer: writer.write(document_id), writers))
        for _ in range(MOST_PASSES):
            if all(not writer.store.reader.intents() for writer in writers):
                break
            list(pool.map(Writer.sync, writers))
    for writer in writers:
        writer.sync()  # what the last ones sent
        assert writer.store.reader.intents() == (), writer.name
        assert set(writer.store._tables.documents) == {document_id}, "a second document was made of one"
    typed = {token for writer in writers for token in writer.typed}
    kept = {value for writer in writers for value in writer.held(document_id) | writer.seen}
    assert len(typed) == DESKS * EDITS
    assert typed - kept == set(), "typed and nowhere to be found"
    _check_backend(postgres, writers[0].document(document_id))
    assert len({tuple(sorted(writer.document(document_id).values.items())) for writer in writers}) == 1


def _check_backend(url: str, known: Document) -> None:
    """One document, one line of revisions without a fork or a repetition, and a whole audit."""
    database = Database(url)
    with database.read(EVERYBODY) as connection:
        rows = connection.execute(sa.select(documents)).all()
        mine = sa.and_(audit.c.company == LANFENG.id, audit.c.object == known.id)
        line = connection.execute(sa.select(audit).where(mine).order_by(audit.c.entry)).all()
        seq = connection.execute(sa.select(feeds.c.seq).where(feeds.c.company == LANFENG.id)).scalar_one()
        assert all_broken(connection) == ()
    database.close()
    assert [(row.id, row.rev, row.feed_seq) for row in rows] == [(known.id, known.rev, seq)]
    assert [row.rev_before for row in line] == ["", *(row.rev_after for row in line[:-1])]
    assert len({row.rev_after for row in line}) == len(line) == rows[0].counter == seq
    assert line[-1].rev_after == known.rev


@pytest.mark.bucket
def test_two_workers_share_the_bucket(postgres: str, tmp_path: Path, bucket_server: BucketServer):
    """The pieces come to both, one commits, the other hands the file over; on PostgreSQL, where policies hold."""
    place = bucket_server.new_place()
    arguments = ("--database-url", postgres, "--evidence-store", f"s3://{place.root}")
    workers = [BackendProcess(tmp_path / "backend", arguments=arguments).start() for _ in range(2)]
    one, other = (worker.client("demo") for worker in workers)
    evidence = new_id()
    location = one.open_upload(evidence, PNG).headers["Location"]
    assert one.send_piece(location, 0, PNG[:5000]).ok
    assert other.send_piece(location, 5000, PNG[5000:]).ok
    assert one.commit(evidence, PNG).ok
    assert other.get(f"/v1/evidence/{evidence}").content == PNG
    assert problem(workers[1].client("mingyao").get(f"/v1/evidence/{evidence}")) == "not-found"
    for worker in workers:
        worker.stop()
    in_bucket = BucketFiles(bucket_server.service, place.root).all_of(LANFENG.id)
    assert list(in_bucket) == [Content(LANFENG.id, hashlib.sha256(PNG).hexdigest())]
    assert not list((tmp_path / "backend" / "evidence").glob("*"))
