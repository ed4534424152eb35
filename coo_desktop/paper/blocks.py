"""The named composers by which a form file says what a box shows; each turns a document into the text of one part.

A part is a field's id, or a table that names a block and its options: `{ block = "party", name = "exporter_name" }`.
Blocks take the field ids they read as options, so that any form may use any of them. Composing never fails for what a
person typed; it raises Unreadable for a part that does not suit its form, which `geometry` tries out while reading.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterable
from decimal import Decimal
from string import Formatter

from coo_desktop.domain.english import departure_text, english_date
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.reading import Row, rows_of, text_of
from coo_desktop.domain.spelling import date_of, decimal_of
from coo_desktop.paper.subject import Part, Subject

_CHINA = dt.timezone(dt.timedelta(hours=8))
_MOST_DIGITS = 20
"""A number typed as 1E+999999999 is not written out."""


Block = Callable[..., str]


def composed(parts: Iterable[Part], subject: Subject) -> str:
    """The parts under each other, those that have nothing to say left out."""
    texts = (BLOCKS[part.block](subject, **part.options) for part in parts)
    return "\n".join(text for text in texts if text)


def check(part: Part, subject: Subject) -> None:
    """Raises Unreadable for an unknown block, a wrong option or an unknown field."""
    if part.block not in BLOCKS:
        raise Unreadable(file=subject.form.id, key=part.block, reason=f"no block {part.block!r}")
    try:
        inspect.signature(BLOCKS[part.block]).bind(subject, **part.options)
    except TypeError as error:
        raise Unreadable(file=subject.form.id, key=part.block, reason=f"block {part.block!r}: {error}") from None
    composed([part], subject)


def is_told(subject: Subject, field: str) -> bool:
    """Whether a flag is set, or any other field has something to print: what ticks and conditions ask."""
    return bool(subject.show(field))


# -- any field, any text


def field(subject: Subject, id: str) -> str:
    """A field as its kind prints."""
    return subject.show(id)


def words(subject: Subject, text: str) -> str:
    """The same text on every certificate."""
    return text


def param(subject: Subject, name: str, before: str = "") -> str:
    """A text from the form's params."""
    return f"{before}{subject.form.params[name]}" if name in subject.form.params else ""


def fact(subject: Subject, name: str, before: str = "") -> str:
    """What the issuing body assigned, as the certificate's number; `before` is printed even without it."""
    return f"{before}{subject.document.facts.get(name) or ''}".rstrip()


def fact_day(subject: Subject, name: str, place: str = "") -> str:
    """The day in China of an instant that the issuing body told, after the text of field `place`."""
    day = _told_day(subject, name)
    return " ".join(filter(None, [subject.show(place) if place and day else "", day]))


def replacement(subject: Subject, number: str = "replacesNumber", at: str = "replacesAt") -> str:
    """The form's sentence about the certificate that this one replaces, once the issuing body names it."""
    told, day = fact(subject, number), _told_day(subject, at)
    text = str(subject.form.params.get("replacement", ""))
    return text.replace("{number}", told).replace("{date}", day) if told and day else ""


def sentence(subject: Subject, text: str, when: str = "", otherwise: str = "") -> str:
    """`text` with the fields in braces filled in, when any of them is told (and `when` is); else `otherwise`."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name]
    told = {name: subject.show(name) for name in names}
    if (when and not is_told(subject, when)) or not any(told.values()):
        return otherwise
    return text.format(**told).strip(" ,;")


def copy_mark(subject: Subject, original: str = "ORIGINAL", copy: str = "COPY 副本") -> str:
    """Which of the set this sheet is."""
    return copy if subject.copy else original


# -- parties and transport


def party(subject: Subject, name: str, address: str, country: str = "") -> str:
    """A company: name, address, and the country unless the address ends with it."""
    lines = [subject.show(name), subject.show(address)]
    named = subject.show(country) if country else ""
    if named and not " ".join(lines).rstrip(" .").upper().endswith(named.upper()):
        lines[1] = ", ".join(filter(None, [lines[1].rstrip(" ,"), named]))
    return "\n".join(filter(None, lines))


def middleman(subject: Subject, name: str, address: str, shown_when: str) -> str:
    """VIA and a middleman, when the clerk wants it in the box."""
    told = ", ".join(filter(None, [subject.show(name), subject.show(address)]))
    return f"VIA {told}" if told and is_told(subject, shown_when) else ""


def producer(subject: Subject, mode: str, text: str) -> str:
    """The producer as named, or the form's own words for same, several, confidential and unknown."""
    texts = subject.form.params.get("producer_texts", {})
    return str(texts.get(str(subject.raw(mode)), "")) or subject.show(text)


def line_producer(subject: Subject, mode: str, text: str, before: str = "PRODUCER: ") -> str:
    """The producer of one goods line, when the producer's box says that there are several."""
    told = subject.show(text) if subject.raw(mode) == "several" else ""
    return f"{before}{told}" if told else ""


def departure(subject: Subject, date: str, prefix: str, before: str = "DEPARTURE DATE: ") -> str:
    """ON or ON/AFTER and the day the goods leave."""
    day = date_of(subject.raw(date))
    if day is None:
        told = subject.show(date)
        return f"{before}{told}" if told else ""
    return before + departure_text(day, sailed=subject.raw(prefix) == "on")


# -- goods


def goods(subject: Subject, description: str, packages: str, name: str) -> str:
    """The description as written, else the packages in words and the name."""
    return subject.show(description) or subject.show(packages) or subject.show(name)


def total(subject: Subject, field: str, rows: str) -> str:
    """The total line when the form wants it: always, with several goods only, or never."""
    wanted = subject.form.params.get("total_line", "several")
    if wanted == "never" or (wanted == "several" and len(rows_of(subject.values, rows)) < 2):
        return ""
    return subject.show(field)


def hs_code(subject: Subject, field: str, digits: str = "") -> str:
    """9617.00; as many digits as field `digits` chooses."""
    code = subject.show(field)
    chosen = decimal_of(subject.raw(digits)) if digits else None
    if not code.isdecimal():
        return code
    if chosen is not None and 4 <= chosen < len(code):
        code = code[: int(chosen)]
    return ".".join(filter(None, [code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))]))


def criterion(subject: Subject, field: str, percent: str = "") -> str:
    """The criterion's code, or what the form prints for it: `params.criterion_texts.RVC = "{percent}%"`."""
    code = text_of(subject.row or subject.values, field)
    wanted = str(subject.form.params.get("criterion_texts", {}).get(code, code))
    return wanted.replace("{percent}", subject.show(percent) if percent else "")


def origin(subject: Subject, country: str, rate: str = "") -> str:
    """The country of origin, with a star for each step of the tariff differential."""
    chosen = decimal_of(subject.raw(rate)) if rate else None
    stars = "*" * int(min(chosen, Decimal(2))) if chosen is not None and chosen > 0 else ""
    return f"{subject.show(country)} {stars}".strip()


def quantity(subject: Subject, quantity: str, unit: str, fob: str = "", invoices: str = "", number: str = "") -> str:
    """6000 PCS, and the FOB value below where the form's rule asks for it."""
    amount, counted = subject.show(quantity), subject.show(unit)
    lines = [f"{amount} {_unit(subject, unit) if amount == '1' else counted}".strip()]
    value = decimal_of(subject.raw(fob)) if fob and _fob_shows(subject) else None
    if value is not None:
        bill = _invoice_of(subject, invoices, number) if invoices else None
        currency = text_of(bill, "currency") if bill else ""
        figures = f"{value:,f}" if value.adjusted() < _MOST_DIGITS else subject.show(fob)
        lines.append(" ".join(filter(None, ["FOB", currency, figures])))
    return "\n".join(filter(None, lines))


def invoice(subject: Subject, invoices: str, number: str) -> str:
    """The invoice of a goods line, told once for lines that follow each other; the first line adds the unclaimed."""
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
    return "\n".join(_bill(subject, invoices, by_number.get(each, {"number": each})) for each in told)


def _told_day(subject: Subject, name: str) -> str:
    try:
        at = dt.datetime.fromisoformat(str(subject.document.facts.get(name) or ""))
        return english_date(at.astimezone(_CHINA).date() if at.tzinfo else at.date())
    except (ValueError, OverflowError):
        return ""


def _bill(subject: Subject, invoices: str, bill: Row) -> str:
    at = subject.at(invoices, bill)
    return "\n".join(filter(None, [at.show("number"), at.show("date")]))


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
    return found is not None and found.needs_fob


def _unit(subject: Subject, unit: str) -> str:
    """The unit in the singular."""
    codes, code = subject.spec(unit).code_list, subject.raw(unit)
    found = codes.by_code.get(code) if codes and isinstance(code, str) else None
    return found.en if found else subject.show(unit)


BLOCKS: dict[str, Block] = {
    block.__name__: block
    for block in (
        field,
        words,
        param,
        fact,
        fact_day,
        replacement,
        sentence,
        copy_mark,
        party,
        middleman,
        producer,
        line_producer,
        departure,
        goods,
        total,
        hs_code,
        criterion,
        origin,
        quantity,
        invoice,
    )
}
