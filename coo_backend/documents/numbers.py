"""The numbers that an approval gives: patterns are data (`numbers.toml`), each series counts on its own."""

import tomllib
from functools import cache
from importlib.resources import files

import sqlalchemy as sa

from coo_backend.db.tables import number_series
from coo_backend.db.unit import Unit
from coo_desktop.domain.documents.document import Document


@cache
def patterns() -> dict[str, dict[str, str]]:
    """Form id or family -> which number (`number`, `print`) -> its pattern."""
    return tomllib.loads((files("coo_backend") / "numbers.toml").read_text(encoding="utf-8"))


def next_number(unit: Unit, document: Document, which: str) -> str:
    """The next number of this kind for the document, or "" when none is declared; never the same twice."""
    known = patterns()
    pattern = known.get(document.form, {}).get(which) or known.get(document.family, {}).get(which, "")
    if not pattern:
        return ""
    registration, year = unit.company.registration_no, unit.shared.clock.today().year
    parts = {"yyyy": f"{year:04}", "yy": f"{year % 100:02}", "office": document.office}
    parts |= {"reg": registration[3:], "reg9": registration}
    # The series is the number without its serial part, so that two series can never give out the same number.
    series = pattern.format_map(parts | {"serial": _Blank()})
    return pattern.format_map(parts | {"serial": _next(unit.connection, series)})


def _next(connection: sa.Connection, series: str) -> int:
    mine = number_series.c.series == series
    last = connection.execute(sa.select(number_series.c.last).where(mine).with_for_update()).scalar()
    if last is None:
        connection.execute(sa.insert(number_series).values(series=series, last=1))
        return 1
    connection.execute(sa.update(number_series).where(mine).values(last=last + 1))
    return int(last) + 1


class _Blank:
    """Stands for the serial part, whatever its width."""

    def __format__(self, spec: str) -> str:
        return f"#{spec}"
