"""The packs of this computer as files a person looks after: what is here, one more from a file or a table, one back."""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from coo_desktop.domain.errors import NotFound, Refused, Unreadable
from coo_desktop.domain.packs.catalog import (
    BUILT_IN,
    DAMAGED,
    IN_USE,
    PREVIOUS,
    SET_ASIDE,
    Layout,
    Progress,
    Shelved,
    Stopped,
)
from coo_desktop.domain.packs.faults import FaultKind, PackFault, TableFault
from coo_desktop.domain.packs.manifest import Manifest, Report
from coo_desktop.domain.packs.recipes import Recipe, read_recipe
from coo_desktop.domain.packs.tables import header_of
from coo_desktop.environment.assets import resource
from coo_desktop.environment.files import sync_folder
from coo_desktop.store.faults import files
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.builtin import built_in
from coo_desktop.store.packs.file import manifest_of, open_pack
from coo_desktop.store.packs.install import ENDING, damaged, install, installed
from coo_desktop.store.packs.nomenclature import editions
from coo_desktop.store.packs.trust import trusted

ASIDE = "aside"
_HEAD_BYTES = 100_000


class PackShelf:
    """Implements the `PackShelf` port over a folder of packs; called on a worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def packs(self) -> tuple[Shelved, ...]:
        """Every pack here, the built-in one first; raises StoreUnwritable."""
        path = built_in(self._folder)
        found = [Shelved(path.name, BUILT_IN, _manifest(path))]
        for pack in installed(self._folder):
            found.append(Shelved(pack.path.name, IN_USE if pack.current else PREVIOUS, pack.manifest))
        found += [Shelved(pack.path.name, SET_ASIDE, pack.manifest) for pack in installed(self._folder / ASIDE)]
        return (*found, *(Shelved(name, DAMAGED, reason=reason) for name, reason in damaged(self._folder)))

    def layouts(self) -> tuple[Layout, ...]:
        """The layouts of tables that packs can be built from."""
        return tuple(Layout(recipe.id, recipe.title, recipe.kind) for recipe in _recipes())

    def fitting(self, file: Path) -> tuple[str, ...]:
        """The layouts whose columns a table has; raises Unreadable for a file that cannot be opened."""
        try:
            with file.open("rb") as opened:
                head = opened.read(_HEAD_BYTES)
        except OSError as error:
            raise Unreadable(file=file.name, reason=TableFault(FaultKind.UNOPENED, text=error.strerror or "")) from None
        return tuple(recipe.id for recipe in _recipes() if header_of(recipe, head) == recipe.columns)

    def install_file(self, file: Path) -> Manifest:
        """Puts a pack from a file to use: only one that somebody trusted has signed. Raises what `install` raises."""
        return self._tidied(install(file, self._folder, trusted(self._folder), signed=True))

    def install_table(
        self, recipe_id: str, tables: Sequence[Path], as_of: str, progress: Progress, stopped: Stopped
    ) -> Report:
        """Builds a pack from published tables and puts it to use; what was made here needs nobody's signature.

        Raises Unreadable(file, line, reason) for a table that is not what its layout says, Refused(why="pack_older").
        """
        recipe = next((each for each in _recipes() if each.id == recipe_id), None)
        if recipe is None:
            raise NotFound(id=recipe_id, what="recipe")
        with _workshop(self._folder) as folder:
            out = folder / f"{recipe.id}{ENDING}"
            report = build(recipe, tables, out, as_of, progress, stopped, editions(self._folder))
            self._tidied(install(out, self._folder))
        return report

    def go_back(self, name: str) -> Manifest:
        """Sets the pack in use aside for the one before it; raises Refused(why="pack_alone") when there is none."""
        current, before = self._in_turn(name)
        with files():
            (self._folder / ASIDE).mkdir(exist_ok=True)
            current.replace(self._folder / ASIDE / current.name)
            sync_folder(self._folder)
        return _manifest(before)

    def use_again(self, file: str) -> Manifest:
        """Puts a pack that was set aside to use again."""
        path = self._folder / ASIDE / file
        if path.parent != self._folder / ASIDE or not path.is_file():
            raise NotFound(id=file, what="pack")
        return self._tidied(install(path, self._folder))

    def remove_damaged(self, file: str) -> None:
        """Deletes a file that cannot be used."""
        if file not in {name for name, _reason in damaged(self._folder)}:
            raise NotFound(id=file, what="pack")
        with files():
            (self._folder / file).unlink(missing_ok=True)

    def _in_turn(self, name: str) -> tuple[Path, Path]:
        mine = [pack.path for pack in installed(self._folder) if pack.manifest.name == name]
        if len(mine) < 2:
            raise Refused(why=PackFault.ALONE, name=name)
        return mine[0], mine[1]

    def _tidied(self, manifest: Manifest) -> Manifest:
        """What is in use lies nowhere aside any more."""
        for pack in installed(self._folder / ASIDE):
            if pack.manifest.digest == manifest.digest:
                with contextlib.suppress(OSError):
                    pack.path.unlink()
        return manifest


def _manifest(path: Path) -> Manifest:
    with closing(open_pack(path)) as connection:
        return manifest_of(connection, path)


def _recipes() -> Iterator[Recipe]:
    for path in sorted(resource("recipes").glob("*.toml")):
        yield read_recipe(path.stem, path.read_text(encoding="utf-8"))


@contextlib.contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    with files():
        folder.mkdir(parents=True, exist_ok=True)
        workshop = tempfile.TemporaryDirectory(prefix="making-", dir=folder, ignore_cleanup_errors=True)
    with workshop as made:
        yield Path(made)
