"""The blocks that tell of goods lines: descriptions, codes, criteria, quantities and the invoices they belong to."""

from collections.abc import Iterable
from decimal import Decimal

from coo_desktop.domain.documents.field_access import Row, rows_of, text_of
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.paper.subject import Subject


def goods(subject: Subject, description: str, packages: str, name: str) -> str:
    """The description as written, else the packages in words and the name."""
    return subject.show(description) or subject.show(packages) or subject.show(name)


def total(subject: Subject, field: str, rows: str) -> str:
    """The total line when the form wants it: always, with several goods only, or never."""
    wanted = subject.form.params.get("total_line", "several")
    if wanted == "never" or (wanted == "several" and len(rows_of(subject.values, rows)) < 2):
        return ""
    return subject.show(field)


def hs_code(subject: Subject, field: str, digits: str = "", before: str = "") -> str:
    """9617.00; as many digits as field `digits` chooses; `before` is printed with a code only."""
    code = subject.show(field)
    chosen = decimal_of(subject.raw(digits)) if digits else None
    if not code.isdecimal():
        return f"{before}{code}" if code else ""
    if chosen is not None and 4 <= chosen < len(code):
        code = code[: int(chosen)]
    return before + ".".join(filter(None, [code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))]))


def criterion(subject: Subject, field: str, percent: str = "", addition: str = "") -> str:
    """The criterion's code, or what the form prints for it: `params.criterion_texts.RVC = "{percent}%"`."""
    code = text_of(subject.row or subject.values, field)
    wanted = str(subject.form.params.get("criterion_texts", {}).get(code, code))
    added = text_of(subject.row or subject.values, addition) if addition else ""
    return " ".join(filter(None, [wanted.replace("{percent}", subject.show(percent) if percent else ""), added]))


def origin(subject: Subject, country: str, rate: str = "") -> str:
    """The country of origin, with a star for each step of the tariff differential."""
    chosen = decimal_of(subject.raw(rate)) if rate else None
    stars = "*" * int(min(chosen, Decimal(2))) if chosen is not None and chosen > 0 else ""
    return f"{subject.show(country)} {stars}".strip()


def quantity(
    subject: Subject,
    quantity: str,
    unit: str,
    fob: str = "",
    invoices: str = "",
    number: str = "",
    coded: bool = False,
) -> str:
    """6000 PCS, and the FOB value below where the form's rule asks for it; `coded` units are the same everywhere."""
    amount, counted = subject.show(quantity), str(subject.raw(unit) or "") if coded else subject.show(unit)
    is_english = coded or subject.form.language == "en"
    lines = [f"{amount} {_unit(subject, unit) if amount == '1' and is_english else counted}".strip()]
    if fob and _fob_shows(subject) and (value := _money(subject, fob)):
        bill = _invoice_of(subject, invoices, number) if invoices else None
        lines.append(" ".join(filter(None, ["FOB", text_of(bill, "currency") if bill else "", value])))
    return "\n".join(filter(None, lines))


def invoice(subject: Subject, invoices: str, number: str, tells: Iterable[str] = ("number", "date")) -> str:
    """The invoice of a goods line, told once for lines that follow each other; the first line adds the unclaimed.

    `tells` lists what is told of it: number, date, value.
    """
    lines = _lines_beside(subject)
    if subject.row is None or not lines:
        return ""
    place = next((at for at, line in enumerate(lines) if line is subject.row), 0)
    own = text_of(subject.row, number)
    before = text_of(lines[place - 1], number) if place else ""
    told = [own] if own and own != before else []
    bills = rows_of(subject.values, invoices)
    if place == 0:
        claimed = {text_of(line, number) for line in lines}
        told += [text_of(bill, "number") for bill in bills if text_of(bill, "number") not in claimed]
    by_number = {text_of(bill, "number"): bill for bill in bills}
    return "\n".join(_bill(subject, invoices, by_number.get(each, {"number": each}), tells) for each in told)


def _money(subject: Subject, field: str) -> str:
    """24,300.00; what is no number as it was typed."""
    value = decimal_of(subject.raw(field))
    return f"{value:,f}" if value is not None else subject.show(field)


def _bill(subject: Subject, invoices: str, bill: Row, tells: Iterable[str]) -> str:
    at = subject.at(invoices, bill)
    amount = _money(at, "amount") if "value" in tells else ""
    value = " ".join(filter(None, [text_of(bill, "currency"), amount])) if amount else ""
    told = {"number": at.show("number"), "date": at.show("date"), "value": value}
    return "\n".join(filter(None, (told[name] for name in tells)))


def _invoice_of(subject: Subject, invoices: str, number: str) -> Row | None:
    bills = rows_of(subject.values, invoices)
    own = text_of(subject.row or {}, number)
    return next((bill for bill in bills if text_of(bill, "number") == own), bills[0] if bills else None)


def _lines_beside(subject: Subject) -> list[Row]:
    """The rows among which the subject's row stands."""
    for spec in subject.form.fields:
        if spec.item_type is not None and spec.item_type is subject.item:
            return rows_of(subject.values, spec.id)
    return []


def _fob_shows(subject: Subject) -> bool:
    if subject.form.fob != "rvc_only":
        return subject.form.fob == "always"
    found = subject.form.criterion(text_of(subject.row or {}, "criterion"))
    return found is not None and found.shows_fob(text_of(subject.row or {}, "sub_rule"))


def _unit(subject: Subject, unit: str) -> str:
    """The unit in the singular."""
    codes, code = subject.spec(unit).code_list, subject.raw(unit)
    found = codes.by_code.get(code) if codes and isinstance(code, str) else None
    return found.en if found else subject.show(unit)
