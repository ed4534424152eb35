"""Printed rates as tests of the tariff write them down."""

from decimal import Decimal
from typing import Any

from coo_desktop.domain.agreements import Agreements, read_agreements
from coo_desktop.domain.tariff.rates import Rate, TariffLine
from coo_desktop.environment.assets import resource


def agreements() -> Agreements:
    """Those that ship with the program."""
    folder = resource("agreements")
    return read_agreements({path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")})


def rate(code: str, agreement: str, duty: str, **told: Any) -> Rate:
    """A rate of KR unless `importer` says otherwise; `duty` is a percentage, a kind without one, or a text."""
    importer, name = told.pop("importer", "KR"), told.pop("name", "")
    line = TariffLine(importer, "2022", code[:6], code, name)
    kind, percent, written = _duty(duty)
    given = {"exporter": "", "valid_from": "", "valid_to": "", "condition": "", "as_of": "2026-02-11"}
    given |= {"quality": "republished", "source": "a printed tariff", "pack": "a"} | told
    return Rate(line, agreement, kind=kind, percent_e4=percent, written=written, **given)


def _duty(duty: str) -> tuple[str, int | None, str]:
    if duty in ("none", "no_data", "excluded"):
        return duty, None, ""
    if not duty.replace(".", "").isdigit():
        return "complex", None, duty
    return ("ad_valorem" if Decimal(duty) else "free"), int(Decimal(duty) * 10_000), ""
