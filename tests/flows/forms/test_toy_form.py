"""A new form type is one TOML file and no Python: listed, opened, filled, checked, stored, sent and printed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.environment.assets import declarations
from tests.backend.process import BackendProcess
from tests.flows.entering import enter_document
from tests.flows.keyboard import Key
from tests.flows.office import approve, effects
from tests.flows.reading_back import bare, printed_text
from tests.flows.screen import Screen, shown_problems
from tests.sync.desk import Desk

TOY = """
id = "kite_permit"
family = "certificate"
title = { zh_CN = "风筝放飞证", en = "Kite permit" }
short = { zh_CN = "风筝证", en = "Kite permit" }
language = "en"

[summary]
title = "kite"
partner = "flyer"
made_on = "flown_on"

[[fields]]
id = "kite"
kind = "text"
label = { zh_CN = "风筝", en = "Kite" }
box = "1"
script = "latin"
needed = true
max = 40

[[fields]]
id = "flyer"
kind = "text"
label = { zh_CN = "放飞人", en = "Flyer" }
box = "2"
needed = true

[[fields]]
id = "string_m"
kind = "decimal"
label = { zh_CN = "线长", en = "Length of the string" }
wire = "stringM"
box = "3"
least = "1"
most = "500"
places = 1
unit = "m"

[[fields]]
id = "flown_on"
kind = "date"
label = { zh_CN = "放飞日期", en = "Day of the flight" }
wire = "flownOn"
needed = true

[[fields]]
id = "wind"
kind = "choice"
label = { zh_CN = "风力", en = "Wind" }
choices = [
    { id = "calm", label = { zh_CN = "微风", en = "Calm" } },
    { id = "strong", label = { zh_CN = "大风", en = "Strong" } },
]

[[fields]]
id = "to"
kind = "code"
codes = "countries"
label = { zh_CN = "目的国", en = "Destination" }

[[sections]]
id = "all"
title = { zh_CN = "全部", en = "All" }
rows = [["kite", "flyer"], ["string_m", "flown_on"], ["wind", "to"]]
"""
VALUES = {
    "kite": "RED DRAGON NO. 7",
    "flyer": "王晓明",
    "string_m": "120.5",
    "flown_on": "2026-11-24",
    "wind": "strong",
    "to": "JP",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a person adds: a folder with one file."""
    file = tmp_path / "more" / "forms" / "kite_permit.toml"
    file.parent.mkdir(parents=True)
    file.write_text(TOY, encoding="utf-8")
    return tmp_path / "more"


@pytest.fixture
def backend(tmp_path: Path, folder: Path) -> Iterator[BackendProcess]:
    """A backend that reads the same file."""
    process = BackendProcess(tmp_path / "backend", arguments=("--declarations", str(folder))).start()
    yield process
    process.stop()


@pytest.fixture
def rules(folder: Path) -> Rulebook:
    files = declarations()
    files["forms/kite_permit.toml"] = (folder / "forms" / "kite_permit.toml").read_text(encoding="utf-8")
    return read_rulebook(files)


@pytest.fixture
def screen(qtbot: Any, tmp_path: Path, backend: BackendProcess, rules: Rulebook) -> Iterator[Screen]:
    clerk = Desk(tmp_path / "desk", backend.url, rules=lambda: rules).sign_in()
    opened = Screen(qtbot, clerk, rules)
    yield opened
    opened.close()
    clerk.close()


def test_a_form_type_of_one_file_goes_the_whole_way(screen, backend, rules, tmp_path):
    page = screen.new(2, "kite_permit")
    assert page.form.title.en == "Kite permit"
    enter_document(screen, {**VALUES, "string_m": "900", "flyer": ""})
    screen.keys.press(Key.Key_F9)
    assert set(shown_problems(page)) == {("block", "needed"), ("block", "too_much")}
    assert "500" in page.fields.boxes["string_m"].message.text()
    enter_document(screen, VALUES)
    stored = screen.saved()
    assert (dict(stored.values), stored.stage, stored.blocking) == (VALUES, "ready", 0)
    sent = screen.send()
    assert (sent.stage, effects(backend, sent.id)[-1]) == ("submitted", "submit")
    approve(backend, sent.id)
    screen.sync()
    approved = screen.clerk.document(sent.id)
    assert approved.stage == "approved"
    assert backend.client("demo").get(f"/v1/docs/{sent.id}").json()["values"]["stringM"] == "120.5"
    (row,) = screen.clerk.store.reader.rows(Query(family="certificate", forms=("kite_permit",)))
    assert (row.title, row.partner, row.made_on) == ("RED DRAGON NO. 7", "王晓明", "2026-11-24")
    screen.keys.press(Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    table = screen.window.tabs.current_page().table
    screen.settled()
    cells = [str(table.model().index(0, column).data()) for column in range(table.model().columnCount())]
    assert "RED DRAGON NO. 7" in cells
    text = bare(printed_text(screen.paper(approved), tmp_path))
    for told in ("Kite permit", "RED DRAGON NO. 7", "王晓明", "120.5", "Strong", "JAPAN"):
        assert bare(told) in text, told
