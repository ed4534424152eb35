"""The database: migrated tables are the declared ones, and PostgreSQL keeps the same promises as SQLite."""

import atexit
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from coo_backend.app import create
from coo_backend.db.audit import all_broken
from coo_backend.db.database import Database
from coo_backend.db.sight import EVERYBODY, look
from coo_backend.db.tables import invoices as invoice_table
from coo_backend.db.tables import metadata, open_requests
from coo_backend.db.unit import Actor, unit
from coo_backend.seed import LANFENG, MINGYAO
from coo_desktop.domain.clock import new_id
from coo_desktop.sync.client.parsing import parse
from tests.backend.conftest import Backend, Stage, quick_settings, running
from tests.backend.errands import (
    CERTIFICATE,
    PNG,
    accepted,
    approved,
    certificate,
    invoices,
    problem,
    stored,
    submitted,
)
from tests.backend.process import Client
from tests.console.pages import Visit
from tests.contracts.invoice_cases import CASES, Case

OWNER = "coo_owner"


def local_postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of this test run alone, on a socket in its own folder."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = programs[-1] if programs else None
    if found is None or not (found / "initdb").exists():
        pytest.skip("no PostgreSQL: neither COO_POSTGRES_URL nor Debian's package")
    # PostgreSQL refuses to run as root; its package brings a user for it.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    subprocess.run([found / "initdb", "-D", data, "-A", "trust", "-U", "coo"], check=True, capture_output=True, **user)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    control = [found / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log"]
    subprocess.run([*control, "start"], check=True, capture_output=True, **user)
    yield f"postgresql+psycopg://coo@/postgres?host={folder}"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, **user)


def make_role(connection: sa.Connection, name: str) -> None:
    """A role that may nothing but sign in; one that is there already stays as it is."""
    connection.exec_driver_sql(
        f"DO $$ BEGIN CREATE ROLE {name} LOGIN PASSWORD '{name}' NOSUPERUSER NOBYPASSRLS; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL that tests may use."""
    given = os.environ.get("COO_POSTGRES_URL", "")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="coo-pg-"))
    try:
        yield from local_postgres(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """An empty database of its own; its owner is no superuser, so that the policies hold for it."""
    name = _new_name()
    make_database(postgres_server, name)
    yield owned(postgres_server, name)
    with _as_admin(postgres_server) as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def _new_name() -> str:
    return f"coo_{new_id().replace('-', '')}"


def owned(server: str, name: str) -> str:
    mine = sa.make_url(server).set(database=name, username=OWNER, password=OWNER)
    return mine.render_as_string(hide_password=False)


@contextmanager
def _as_admin(server: str) -> Iterator[sa.Connection]:
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        yield connection
    admin.dispose()


def make_database(server: str, name: str, like: str = "template1") -> None:
    """A database of the owner's with what another one holds; in place of one of this name."""
    with _as_admin(server) as connection:
        make_role(connection, OWNER)
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{like}"')


@cache
def _filled(server: str) -> tuple[str, Path]:
    """The name of a database with the demo companies that nobody has used, and the folder that goes with it."""
    name, folder = _new_name(), Path(tempfile.mkdtemp(prefix="coo-filled-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_database(server, name)
    create(quick_settings(folder / "backend", owned(server, name))).state.place.shared.database.close()
    return name, folder / "backend"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return "" if request.param == "sqlite" else request.getfixturevalue("postgres")


@pytest.fixture
def backend(http: Stage, url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Backend]:
    """A backend with the demo companies; on PostgreSQL a copy of one that was migrated and filled once."""
    data = tmp_path / "backend"
    if url:
        server = request.getfixturevalue("postgres_server")
        name, filled = _filled(server)
        shutil.copytree(filled, data)
        make_database(server, str(sa.make_url(url).database), name)
    yield from running(http, quick_settings(data, url))


def test_migrated_tables_are_the_declared_ones(url: str, tmp_path: Path):
    database = Database(url or f"sqlite:///{tmp_path / 'b.sqlite'}")
    database.migrate()
    database.migrate()
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_sqlite_is_opened_durably(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'b.sqlite'}")
    with database.read() as connection:
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert told == ["wal", 2]
    database.close()


def test_a_certificate_goes_its_whole_way(clerk: Client, examiner: Client):
    values = certificate(invoices=invoices("LF-1"), marks={"form": "picture", **accepted(clerk)})
    original = approved(clerk, examiner, values=values)
    amended = approved(clerk, examiner, values=values, links={"amends": original["id"], "reason": "moved"})
    assert clerk.get(f"/v1/docs/{original['id']}").json()["stage"] == "voided"
    assert amended["facts"]["number"] != original["facts"]["number"]
    assert clerk.get(f"/v1/evidence/{values['marks']['id']}").content == PNG
    assert clerk.get("/v1/checksum").json()["count"] == 2
    assert {item["id"] for item in clerk.changes()["items"]} == {original["id"], amended["id"]}


def test_an_older_database_learns_what_is_open(url: str, tmp_path: Path):
    database = Database(url or f"sqlite:///{tmp_path / 'b.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(files("coo_backend.db") / "migrations"))
    columns = ("id", "stage", "print_state", "replaces", "counter", "feed_seq")
    kept = [
        ("a", "approved", "reprint_requested", None),
        ("b", "submitted", "not_printed", "a"),  # the first version let it be sent beside the reprint
        ("c", "approved", "printed", None),
        ("d", "returned", "not_printed", "c"),
        ("e", "draft", "not_printed", None),
    ]
    with database.engine.connect().execution_options(coo_write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        rows = [{"company": "c", **dict(zip(columns, (*row, 1, 1), strict=True))} for row in kept]
        connection.execute(sa.insert(metadata.tables["documents"]), rows)
    database.migrate()
    with database.read(EVERYBODY) as connection:
        opened = connection.execute(sa.select(open_requests.c.document, open_requests.c.by)).all()
    assert sorted(tuple(row) for row in opened) == [("a", "a"), ("c", "d")]
    database.close()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_an_invoice_number_counts_as_used_as_on_the_desk(backend: Backend, case: Case):
    shared = backend.place.shared
    for company, documents in ((LANFENG, case.others), (MINGYAO, case.elsewhere)):
        actor = Actor(account="test", name="", role="system", active=True, company=company)
        with unit(shared, actor, company.id, "test") as opened:
            for document in documents:
                opened.keep(document, "test")
    actor = Actor(account="test", name="", role="system", active=True, company=LANFENG)
    with unit(shared, actor, LANFENG.id, "test") as opened:
        assert opened.context(case.me).invoice_used(case.number) == case.answer


def test_an_older_database_spells_its_invoice_numbers_anew(url: str, tmp_path: Path):
    database = Database(url or f"sqlite:///{tmp_path / 'b.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(files("coo_backend.db") / "migrations"))
    typed = [("a", "ＬＦ－1"), ("a", "lf-1"), ("b", " LF-2"), ("b", "\t")]
    with database.engine.connect().execution_options(coo_write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        rows = [{"id": name, "company": "c", "stage": "draft", "counter": 1, "feed_seq": 1} for name in ("a", "b")]
        connection.execute(sa.insert(metadata.tables["documents"]), rows)
        kept = [{"document": name, "number": number, "company": "c"} for name, number in typed]
        connection.execute(sa.insert(metadata.tables["invoices"]), kept)
    database.migrate()
    with database.read(EVERYBODY) as connection:
        spelled = connection.execute(sa.select(invoice_table.c.document, invoice_table.c.number)).all()
    assert sorted(tuple(row) for row in spelled) == [("a", "lf-1"), ("b", "lf-2")]
    database.close()


def test_an_older_database_makes_text_of_numbers_that_nobody_can_read(clerk: Client, backend: Backend):
    sound, ill, long = (stored(clerk) for _ in range(3))
    cursor, database = clerk.changes()["cursor"], backend.place.shared.database
    infinite = '{"consigneeName":[Infinity,-Infinity,NaN,1e999,"Infinity"]}'
    with database.engine.connect().execution_options(coo_write=True) as connection, connection.begin():
        look(connection, EVERYBODY)
        if not database.is_sqlite:
            connection.execute(sa.text("DROP POLICY office ON evidence"))  # it reads documents, which are made anew
        for newer in ("office_settings", "company_stamps", "directory", "buckets"):
            connection.execute(sa.text(f"DROP TABLE {newer}"))
        for newer in ("intents_at", "refresh_tokens_family"):
            connection.execute(sa.text(f"DROP INDEX {newer}"))
        connection.execute(sa.text("ALTER TABLE companies DROP COLUMN release_needed"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0006'"))
        documents, intents = metadata.tables["documents"], metadata.tables["intents"]
        for document, values in ((ill, infinite), (long, '{"consigneeName":1234567890123456789}')):
            body = json.dumps(document | {"values": 0}).replace('"values": 0', f'"values":{values}')
            connection.execute(sa.update(documents).where(documents.c.id == document["id"]).values(body=body))
            told = sa.and_(intents.c.company == LANFENG.id, intents.c.body.contains(document["id"]))
            connection.execute(sa.update(intents).where(told).values(body=body))
    database.migrate()
    page = strict(clerk.get(f"/v1/changes?cursor={cursor}").text)
    values = {item["id"]: item["values"]["consigneeName"] for item in page["items"]}
    texts = ["Infinity", "-Infinity", "NaN", "1e999", "Infinity"]
    assert values == {ill["id"]: texts, long["id"]: "1234567890123456789"}
    for item in page["items"]:
        assert item["rev"] != next(one["rev"] for one in (ill, long) if one["id"] == item["id"])
        read = clerk.get(f"/v1/docs/{item['id']}")
        assert (read.json(), read.headers["ETag"]) == (item, f'"{item["rev"]}"')
        assert clerk.put(item["id"], CERTIFICATE, certificate(), rev=item["rev"]).ok
    assert clerk.get(f"/v1/docs/{sound['id']}").json() == sound
    with database.read(EVERYBODY) as connection:
        kept = connection.execute(sa.select(metadata.tables["intents"].c.body)).scalars().all()
    assert kept
    assert all(strict(text) for text in kept)


def test_a_lost_answer_to_a_refresh_and_a_size_of_no_file(clerk: Client, backend: Backend):
    first = clerk.tokens["refreshToken"]
    second = clerk.refresh().json()["refreshToken"]
    backend.place.shared.clock.offset_s = 86_400
    clerk.use(clerk.refresh(first).json())
    assert clerk.tokens["refreshToken"] == second
    body = {"sha256": "0" * 64, "sizeBytes": 2**63}
    answer = clerk.call("POST", f"/v1/evidence/{new_id()}/commit", body, Idempotency_Key=new_id())
    assert (answer.status_code, problem(answer)) == (400, "malformed")
    answer = clerk.call(
        "POST", f"/v1/evidence/{new_id()}/commit", body | {"sizeBytes": 2**53}, Idempotency_Key=new_id()
    )
    assert (answer.status_code, problem(answer)) == (422, "validation")
    assert clerk.refresh(second).ok
    assert problem(clerk.refresh(first)) == "sign-in-needed"


def strict(text: str) -> Any:
    """The value of a JSON text as the desks read it."""
    return parse(text.encode())


def test_companies_are_told_and_papers_checked(clerk: Client, examiner: Client, backend: Backend):
    document = approved(clerk, examiner)
    assert problem(clerk.exam(document["id"], "void", reason="x")) == "forbidden"
    assert examiner.exam(document["id"], "void", reason="wrong goods").ok
    approval, notice = clerk.get("/v1/notices").json()["items"]
    assert (approval["kind"], notice["kind"]) == ("approved", "voided")
    read = {"ids": [notice["id"]]}
    assert clerk.call("POST", "/v1/notices/read", read, Idempotency_Key=new_id()).json() == {"read": [notice["id"]]}
    assert clerk.get("/v1/notices").json()["unread"] == [approval["id"]]
    asked = f"number={document['facts']['number']}&printNumber={document['facts']['printNumber']}"
    assert clerk.get(f"/v1/check?{asked}".replace("/000", "%2F000")).json()["status"] == "voided"
    with backend.place.shared.database.read(EVERYBODY) as connection:
        assert all_broken(connection) == ()


def test_the_console_opens_what_waits(clerk: Client, backend: Backend):
    document, guest = submitted(clerk), Visit(backend.url, "examiner")
    assert document["id"] in guest.open("/console/queue").text
    assert document["id"] in guest.open("/console/queue?text=%E8%93%9D%E6%9E%AB&form=toy_certificate").text
    assert guest.open(f"/console/documents/{document['id']}").ok
    assert guest.send(f"/console/documents/{document['id']}/take_up").ok
    assert guest.open("/console/notices").ok
    guest.close()


def test_one_of_many_equal_tries_takes_effect(backend: Backend):
    document, key = new_id(), new_id()
    answers = _at_once(backend, lambda client: client.put(document, CERTIFICATE, certificate(), key=key))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert backend.clients[0].changes()["cursor"] == "1"


def test_one_of_many_writers_of_a_revision_wins(backend: Backend):
    document = stored(backend.client("demo"))

    def write(client: Client):
        return client.put(document["id"], CERTIFICATE, certificate(consigneeName=new_id()), rev=document["rev"])

    answers = _at_once(backend, write)
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5


def test_one_of_many_amendments_opens(backend: Backend):
    original = approved(backend.client("demo"), backend.client("examiner"))
    links = {"amends": original["id"], "reason": "why"}
    answers = _at_once(backend, lambda client: client.put(new_id(), CERTIFICATE, certificate(), links=links))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5


@pytest.mark.parametrize("attempt", range(5))
def test_withdrawing_and_taking_up_at_once_has_one_winner(backend: Backend, attempt: int):
    clerk, examiner = backend.client("demo"), backend.client("examiner")
    document = submitted(clerk)
    found = {}

    def withdraw() -> None:
        found["out"] = clerk.ask("withdraw", document["id"]).status_code

    def take_up() -> None:
        found["up"] = examiner.exam(document["id"], "take_up").status_code

    threads = [threading.Thread(target=work) for work in (withdraw, take_up)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stage = clerk.get(f"/v1/docs/{document['id']}").json()["stage"]
    assert (found, stage) in [({"out": 200, "up": 409}, "withdrawn"), ({"out": 409, "up": 200}, "in_review")]


def test_a_reader_beside_writers_misses_no_change(backend: Backend):
    """The trap: a feed number handed out before its commit lets a reader pass it by."""
    reader, seen, cursor = backend.client("clerk2"), [], ""
    clients = [backend.client("demo") for _ in range(4)]
    threads = [threading.Thread(target=lambda c=client: [stored(c) for _ in range(8)]) for client in clients]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads) or reader.changes(cursor)["items"]:
        page = reader.changes(cursor)
        seen, cursor = seen + [item["id"] for item in page["items"]], page["cursor"]
    assert (len(seen), len(set(seen))) == (32, 32)


def test_an_id_of_another_company_is_not_told_even_in_a_race(backend: Backend):
    document = stored(backend.client("demo"))
    answer = backend.client("mingyao").put(document["id"], CERTIFICATE, certificate())
    assert (answer.status_code, problem(answer)) == (404, "not-found")


def _at_once(backend: Backend, work, count: int = 6):
    clients = [backend.client("demo") for _ in range(count)]
    answers, gate = [], threading.Barrier(count)

    def run(client: Client) -> None:
        gate.wait()
        answers.append(work(client))

    threads = [threading.Thread(target=run, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
