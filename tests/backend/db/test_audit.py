"""The audit: whoever alters, removes or inserts an entry is found and named."""

import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from coo_backend.db.audit import Break, Entry, all_broken, anchor, broken, drifted, main, record, sealed_bytes
from coo_backend.db.tables import audit
from coo_backend.seed import LANFENG
from coo_desktop.domain.errors import StoreTrouble
from tests.backend.errands import stored, submitted
from tests.backend.process import Client

SEALED = ["at", "actor", "device", "action", "object", "rev_before", "rev_after", "ip", "request_id", "prev_hash"]


@pytest.fixture
def database(clerk: Client, backend):
    """The database after five entries: put, put, submit, put, put."""
    stored(clerk)
    submitted(clerk)
    stored(clerk)
    stored(clerk)
    return backend.place.shared.database


def found(database) -> list[tuple[int, str]]:
    with database.read() as connection:
        mine = broken(connection, LANFENG.id)
        assert set(mine) <= set(all_broken(connection))
        return [(one.entry, one.how) for one in mine]


def tamper(database, *statements: str) -> None:
    """Changes the table as somebody with the file in their hands could."""
    with database.write("") as connection:
        for trigger in ("audit_no_update", "audit_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def seal(database, entry: int, *, onward: bool = False, is_old: bool = False) -> None:
    """Gives an entry, or all from it on, the hashes that fit, as a forger who knows how they are made would."""
    with database.write("") as connection:
        mine = audit.c.company == LANFENG.id
        rows = connection.execute(sa.select(audit).where(mine).order_by(audit.c.entry)).all()
        last = next((row.hash for row in rows if row.entry == entry - 1), "")
        for row in (row._asdict() for row in rows if row.entry >= entry):
            row["prev_hash"] = last
            parts = [row["company"], str(row["entry"]), *(str(row[name]) for name in SEALED)]
            last = old_seal(parts) if is_old else new_seal(parts)
            here = sa.and_(mine, audit.c.entry == row["entry"])
            connection.execute(sa.update(audit).where(here).values(prev_hash=row["prev_hash"], hash=last))
            if not onward:
                return
        head = "UPDATE feeds SET audit_hash = ? WHERE company = ?"
        connection.exec_driver_sql(head, (last, LANFENG.id))


def new_seal(parts: list[str]) -> str:
    whole = "".join(f"{len(part.encode())}:{part}" for part in parts)
    return "2:" + hashlib.sha256(whole.encode()).hexdigest()


def old_seal(parts: list[str]) -> str:
    """As seals were made before their fields told their length."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def test_an_entry_says_who_did_what_to_which_revision(database, clerk: Client):
    assert found(database) == []
    with database.read() as connection:
        rows = connection.execute(sa.select(audit).where(audit.c.company == LANFENG.id).order_by(audit.c.entry)).all()
    assert [row.action for row in rows] == ["put", "put", "submit", "put", "put"]
    assert {row.actor for row in rows} == {"demo"}
    assert rows[2].rev_before == rows[1].rev_after
    assert all(row.request_id and row.ip == "127.0.0.1" and row.device == "test" for row in rows)


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_table_refuses_changes(database, change):
    with pytest.raises(StoreTrouble), database.write("") as connection:
        connection.exec_driver_sql(change)


@pytest.mark.parametrize("entry", range(1, 6))
@pytest.mark.parametrize("column", [*SEALED, "hash"])
def test_an_altered_entry_is_named_whatever_was_altered(database, entry, column):
    tamper(database, f"UPDATE audit SET {column} = 'x' WHERE company = '{LANFENG.id}' AND entry = {entry}")
    assert "altered" in {how for at, how in found(database) if at in (entry - 1, entry)}


@pytest.mark.parametrize("entry", range(1, 6))
def test_an_altered_entry_with_a_fitting_seal_is_named(database, entry):
    tamper(database, f"UPDATE audit SET actor = 'x' WHERE company = '{LANFENG.id}' AND entry = {entry}")
    seal(database, entry)
    assert found(database) == [(entry, "altered")]


@pytest.mark.parametrize("entry", range(1, 6))
def test_a_removed_entry_is_named(database, entry):
    tamper(database, f"DELETE FROM audit WHERE company = '{LANFENG.id}' AND entry = {entry}")
    assert found(database) == [(entry, "removed")]


def test_all_removed_entries_are_named(database):
    tamper(database, f"DELETE FROM audit WHERE company = '{LANFENG.id}' AND entry > 2")
    assert found(database) == [(3, "removed"), (4, "removed"), (5, "removed")]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_an_entry_put_at_the_end_is_named(database, is_sealed):
    tamper(database, f"INSERT INTO audit (company, entry, action) VALUES ('{LANFENG.id}', 6, 'forged')")
    if is_sealed:
        seal(database, 6)
    assert found(database) == [(6, "inserted")]


def test_an_entry_put_in_the_place_of_another_is_named(database):
    mine = f"company = '{LANFENG.id}'"
    move = [f"UPDATE audit SET entry = {entry + 1} WHERE {mine} AND entry = {entry}" for entry in (5, 4, 3)]
    tamper(database, *move, f"INSERT INTO audit (company, entry, action) VALUES ('{LANFENG.id}', 3, 'forged')")
    seal(database, 3)
    assert (3, "inserted") in found(database)


def test_a_chain_of_no_company_is_named(database):
    tamper(database, "INSERT INTO audit (company, entry, action) VALUES ('ghost', 1, 'forged')")
    with database.read() as connection:
        assert all_broken(connection) == (Break("ghost", 1, "inserted"),)


def test_a_chain_that_was_written_anew_differs_from_its_anchor(database, clerk: Client, tmp_path: Path):
    file = tmp_path / "heads"
    with database.read() as connection:
        anchor(connection, file, "2026-10-15")
    stored(clerk)
    with database.read() as connection:
        assert drifted(connection, file) == ()
    tamper(database, f"UPDATE audit SET actor = 'x' WHERE company = '{LANFENG.id}' AND entry = 2")
    seal(database, 2, onward=True)
    assert found(database) == []
    with database.read() as connection:
        assert drifted(connection, file) == (Break(LANFENG.id, 5, "altered"),)


def test_the_command_names_what_is_broken(database, backend, tmp_path: Path, capsys):
    file = str(backend.settings.data / "backend.sqlite")
    heads = tmp_path / "heads"
    assert main([file, "--anchor", str(heads)]) == 0
    assert "every chain is whole" in capsys.readouterr().out
    assert main([file, "--anchors", str(heads)]) == 0
    tamper(database, f"DELETE FROM audit WHERE company = '{LANFENG.id}' AND entry = 3")
    capsys.readouterr()
    assert main([backend.settings.url]) == 1
    assert capsys.readouterr().out.splitlines() == [f"{LANFENG.id} 3: removed", "1 broken entries"]


def test_the_command_makes_no_database_where_there_is_none(tmp_path: Path, capsys):
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path / "none.sqlite")])
    assert ended.value.code == 2
    assert "no such file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


SHIFT = "UPDATE audit SET actor = 'demo', device = 'x' || char(31) || device WHERE entry = 6"


def shifted(database) -> list[tuple[int, str]]:
    """What is found after a text went from the end of one field to the start of the next, its seal left as it is."""
    with database.write(LANFENG.id) as connection:
        record(connection, LANFENG.id, [Entry(at="now", actor="demo\x1fx", device="d", action="sign-in-failed")])
    assert found(database) == []
    tamper(database, f"{SHIFT} AND company = '{LANFENG.id}'")
    return found(database)


def test_what_moves_from_one_field_to_the_next_breaks_the_seal(database):
    assert shifted(database) == [(6, "altered")]


def test_a_chain_with_older_seals_is_whole_and_goes_on_with_newer_ones(database, clerk: Client):
    tamper(database)
    seal(database, 1, onward=True, is_old=True)
    assert found(database) == []
    stored(clerk)
    assert found(database) == []
    tamper(database, f"UPDATE audit SET actor = 'x' WHERE company = '{LANFENG.id}' AND entry = 3")
    assert found(database) == [(3, "altered")]


def test_an_older_seal_after_a_newer_one_is_not_believed(database):
    tamper(database)
    seal(database, 3, onward=True, is_old=True)
    assert found(database) == [(3, "altered")]


def unsealed(content: bytes) -> list[bytes]:
    """The fields that were sealed."""
    fields = []
    while content:
        length, _, rest = content.partition(b":")
        fields.append(rest[: int(length)])
        content = rest[int(length) :]
    return fields


@given(st.lists(st.text("\x1f:12ab", max_size=6).map(str.encode), max_size=12))
def test_no_two_entries_have_the_same_sealed_bytes(fields: list[bytes]):
    assert unsealed(sealed_bytes(fields)) == fields
