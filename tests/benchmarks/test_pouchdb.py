"""Without node, npm or a network the rows beside PouchDB say so; they are no misses."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.benchmarks import pouchdb


def _which(known: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in known else None)


@pytest.mark.parametrize("known", [set(), {"node"}, {"npm"}])
def test_without_node_or_npm_it_is_not_run(known: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _which(known, monkeypatch)
    rows = list(pouchdb.rows(1))
    assert [(row.figure, row.is_met, row.note) for row in rows] == [(None, True, "node and npm are not here")] * 2


def test_without_a_network_it_is_not_run_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(command: list[str], **_named: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    _which({"node", "npm"}, monkeypatch)
    monkeypatch.setattr(subprocess, "run", refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert [row.note for row in pouchdb.rows(1)] == ["npm could not install PouchDB (CalledProcessError)"] * 2
    assert list(tmp_path.iterdir()) == []
