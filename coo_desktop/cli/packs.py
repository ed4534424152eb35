"""What the command line asks of codes and reference packs, answered as plain JSON values."""

import dataclasses
import datetime as dt
from contextlib import closing
from pathlib import Path

from coo_desktop.domain.clock import china_today
from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.hs import codes
from coo_desktop.domain.hs.changes import TOLD
from coo_desktop.domain.hs.search import described
from coo_desktop.domain.packs.manifest import Manifest, day
from coo_desktop.domain.packs.recipes import Recipe, read_recipe
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.builtin import built_in
from coo_desktop.store.packs.install import damaged, install, installed, pack_folder
from coo_desktop.store.packs.library import open_correlations
from coo_desktop.store.packs.nomenclature import Nomenclature, editions, open_nomenclature
from coo_desktop.store.packs.seal import verify


def found_codes(query: str, limit: int) -> list[dict[str, object]]:
    """`hs QUERY`: what the query finds, best first; `above` is the heading's Chinese name for a code that has none."""
    with closing(open_nomenclature(pack_folder())) as nomenclature:
        return [_hit(nomenclature, hit) for hit in nomenclature.search(query, limit)]


def _hit(nomenclature: Nomenclature, hit: codes.Hit) -> dict[str, object]:
    found = described(nomenclature, hit.code)
    return {**dataclasses.asdict(hit), "above": found.above if found else ""}


def code_change(code: str, old: str | None, new: str | None) -> dict[str, object]:
    """`hs changes CODE --from YEAR --to YEAR`: what became of a code; raises Unreadable, NotFound, Refused."""
    digits = codes.digits_of(code)
    if len(digits) < 6:
        raise Unreadable(key="CODE", reason="six digits or more", value=code)
    years = {"--from": old or "", "--to": new or str(china_today().year)}
    for key, year in years.items():
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise Unreadable(key=key, reason="a year, YYYY", value=year)
    editions = [codes.edition_of(int(year)) for year in years.values()]
    change = open_correlations(pack_folder()).change(digits, *editions)
    told = {"code": change.code, "from": change.old, "to": change.new, "kind": TOLD.get(change.kind, change.kind)}
    finer = {"detail": change.kind, "possible": list(change.possible), "sure": change.sure}
    return {**told, "targets": list(change.targets), "source": change.source, **finer, "evidence": change.evidence}


def listed_packs(today: dt.date) -> list[dict[str, object]]:
    """`packs list`: every pack here with its age; one that cannot be used says why."""
    folder = pack_folder()
    built = verify(built_in(folder))
    packs = [_facts(built, today, state="built_in")]
    packs += [
        _facts(pack.manifest, today, state="in_use" if pack.current else "previous") for pack in installed(folder)
    ]
    return packs + [{"file": name, "state": "damaged", "reason": reason} for name, reason in damaged(folder)]


def known_recipes() -> list[dict[str, object]]:
    """`packs recipes`: every table layout that a pack can be built from."""
    return [
        {"id": recipe.id, "kind": recipe.kind, "title_zh": recipe.title["zh_CN"], "title_en": recipe.title["en"]}
        | {"columns": list(recipe.columns), "source": recipe.facts.get("source", "")}
        for recipe in map(_read, sorted(resource("recipes").glob("*.toml")))
    ]


def built_pack(recipe_id: str, files: list[str], out: str, as_of: str) -> dict[str, object]:
    """`packs build`: what became of the lines of the tables; raises Unreadable(file, line, reason)."""
    if as_of and not day(as_of):
        raise Unreadable(key="--as-of", reason="no day, YYYY-MM-DD")
    layout = recipe(recipe_id)
    report = build(layout, [Path(file) for file in files], Path(out), as_of, known=editions(pack_folder()))
    share = {"read_percent": report.read_percent} if layout.kind == "rules" else {}
    return {**dataclasses.asdict(report), **share, "file": out}


def verified_pack(file: str) -> dict[str, object]:
    """`packs verify`: the manifest of a pack in which everything is right."""
    return _facts(verify(Path(file)), None, state="good")


def installed_pack(file: str) -> dict[str, object]:
    """`packs install`: the manifest of the pack that is now in use."""
    return _facts(install(Path(file), pack_folder()), None, state="in_use")


def recipe(recipe_id: str) -> Recipe:
    """A recipe by its id; raises NotFound."""
    path = resource("recipes", f"{recipe_id}.toml")
    if path.parent != resource("recipes") or not path.is_file():
        raise NotFound(id=recipe_id, what="recipe")
    return _read(path)


def _read(path: Path) -> Recipe:
    return read_recipe(path.stem, path.read_text(encoding="utf-8"))


def _facts(manifest: Manifest, today: dt.date | None, state: str) -> dict[str, object]:
    age = {"age_days": manifest.age_days(today)} if today else {}
    return {"state": state, **dataclasses.asdict(manifest), **age}
