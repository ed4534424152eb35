"""The rates of the demo: a small table becomes a pack that the office publishes and the clerk's desk fetches.

The table `samples/demo_rates.csv` is made up and says so with every rate; the program itself ships no partner's rates.
"""

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from coo_desktop.demo.desk import DemoDesk
from coo_desktop.demo.server import DemoServer
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.domain.packs.recipes import read_recipe
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.build import build

LAYOUT, NAME = "rates", "demo-rates"
#: What a person reads of the pack before it is fetched.
SAYS = {
    "name": NAME,
    "as_of": "2026-01-01",
    "source": "演示数据，非真实税率 · made for the demo, no real rate",
    "quality": "user",
}


def bring_rates(desk: DemoDesk, server: DemoServer) -> Sequence[Manifest]:
    """The examiner publishes the pack on the console, the signed-in desk fetches it; the packs that arrived."""
    with tempfile.TemporaryDirectory() as folder, closing(server.console()) as office:
        office.upload("/console/packs", "pack", demo_pack(Path(folder)))
    return desk.fetch_packs()


def demo_pack(folder: Path) -> Path:
    """Builds the pack in a folder, by the recipe of tables with one rate a line."""
    layout = read_recipe(LAYOUT, resource("recipes", f"{LAYOUT}.toml").read_text(encoding="utf-8"))
    out = folder / f"{NAME}.pack"
    build(replace(layout, facts={**layout.facts, **SAYS}), [resource("samples", "demo_rates.csv")], out)
    return out
