"""The built-in codes on a desk, for tests of screens that search them."""

from pathlib import Path
from typing import Any

from coo_desktop.store.packs.builtin import built_in
from coo_desktop.store.packs.nomenclature import Nomenclature, open_nomenclature
from coo_desktop.views.session import Session
from tests.fakes.packs import NoPacks
from tests.views.pages import make_desk, stored

_OPEN: list[Nomenclature] = []


def built_in_codes(folder: Path) -> Nomenclature:
    """The shipped nomenclature, built once for all tests of a run."""
    if not _OPEN:
        built_in(folder)
        _OPEN.append(open_nomenclature(folder))
    return _OPEN[0]


def desk_with(nomenclature: Any, ask: Any = None, **ports: Any) -> Session:
    """A desk that knows these codes."""
    return make_desk(ask, packs=NoPacks(nomenclature), **ports)


def own_product(session: Session, name_zh: str, code: str, name_en: str = "", stage: str = "approved") -> str:
    """A product of the company with a pre-reviewed code."""
    values = {"name_zh": name_zh, "name_en": name_en, "hs_code": code}
    return stored(session, "pre_review", values, stage=stage).id
