"""The named composers by which a form file says what a box shows; each turns a document into the text of one part.

A part is a field's id, or a table that names a block and its options: `{ block = "party", name = "exporter_name" }`.
Blocks take the field ids they read as options, so that any form may use any of them. Composing never fails for what a
person typed; it raises Unreadable for a part that does not suit its form, which `geometry` tries out while reading.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterable
from string import Formatter

from coo_desktop.domain.clock import CHINA
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.filling.printing import TRUE_COPY
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kind_texts import printed_day
from coo_desktop.domain.language.english import departure_text
from coo_desktop.domain.language.spelling import date_of
from coo_desktop.paper.goods_text import criterion, goods, hs_code, invoice, origin, quantity, total
from coo_desktop.paper.subject import Part, Subject

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


def is_given(subject: Subject, field: str) -> bool:
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


def fact_day(subject: Subject, name: str, place: str = "", before: str = "") -> str:
    """The day in China of an instant that the issuing body told, after the text of field `place`."""
    day = _told_day(subject, name)
    return before + " ".join(filter(None, [subject.show(place) if place and day else "", day]))


def valid_until(subject: Subject, name: str, before: str = "") -> str:
    """The last day on which a certificate issued at fact `name` is accepted, where the form says for how long."""
    issued, days = _fact_date(subject, name), subject.form.issuing.validity_days
    return before + (printed_day(issued + dt.timedelta(days=days), subject.form.language) if issued and days else "")


def replacement(subject: Subject, number: str = "replacesNumber", at: str = "replacesAt") -> str:
    """The form's sentence about the certificate that this one replaces, once the issuing body names it."""
    return _about(subject, "replacement", number, at)


def certified_copy(subject: Subject, number: str = "number", at: str = "approvedAt") -> str:
    """The form's sentence that this is a certified true copy, on such a copy alone."""
    return _about(subject, "certified_true_copy", number, at) if subject.paper == TRUE_COPY else ""


def sentence(subject: Subject, text: str, when: str = "", otherwise: str = "") -> str:
    """`text` with the fields in braces filled in, when any of them is told (and `when` is); else `otherwise`."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name]
    told = {name: subject.show(name) for name in names}
    if (when and not is_given(subject, when)) or not any(told.values()):
        return otherwise
    return text.format(**told).strip(" ,;")


def copy_mark(subject: Subject) -> str:
    """Which of the set this sheet is, in the form's words."""
    return paper_mark(subject.form, subject.paper)


def paper_mark(form: FormType, paper: str) -> str:
    """What a form prints on one of its papers: ORIGINAL, COPY and the like; "" for none."""
    return str(form.params.get("paper_marks", {}).get(paper, ""))


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
    return f"VIA {told}" if told and is_given(subject, shown_when) else ""


def producer(subject: Subject, mode: str, text: str) -> str:
    """The producer as named, or the form's own words for same, several, confidential and unknown."""
    texts = subject.form.params.get("producer_texts", {})
    return str(texts.get(str(subject.raw(mode)), "")) or subject.show(text)


def line_producer(subject: Subject, mode: str, text: str, before: str = "PRODUCER: ") -> str:
    """The producer of one goods line, when the producer's box says that there are several."""
    told = subject.show(text) if subject.raw(mode) == "several" else ""
    return f"{before}{told}" if told else ""


def expected_day(subject: Subject, date: str, prefix: str, before: str = "", expected: str = "") -> str:
    """A day, and `expected` behind it unless it is certain."""
    told = subject.show(date)
    return f"{before}{told}{'' if subject.raw(prefix) == 'on' else expected}" if told else ""


def departure(subject: Subject, date: str, prefix: str, before: str = "DEPARTURE DATE: ") -> str:
    """ON or ON/AFTER and the day the goods leave."""
    day = date_of(subject.raw(date))
    if day is None:
        told = subject.show(date)
        return f"{before}{told}" if told else ""
    return before + departure_text(day, sailed=subject.raw(prefix) == "on")


def _about(subject: Subject, sentence: str, number: str, at: str) -> str:
    """A sentence of the form's params about a certificate, once its number and day are told."""
    told, day = fact(subject, number), _told_day(subject, at)
    text = str(subject.form.params.get(sentence, ""))
    return text.replace("{number}", told).replace("{date}", day) if told and day else ""


def _told_day(subject: Subject, name: str) -> str:
    day = _fact_date(subject, name)
    return printed_day(day, subject.form.language) if day else ""


def _fact_date(subject: Subject, name: str) -> dt.date | None:
    """The day in China of an instant among the facts; the last days of the calendar are left for `valid_until`."""
    try:
        at = dt.datetime.fromisoformat(str(subject.document.facts.get(name) or ""))
        day = at.astimezone(CHINA).date() if at.tzinfo else at.date()
    except (ValueError, OverflowError):
        return None
    return day if day.year < dt.MAXYEAR - 100 else None


BLOCKS: dict[str, Block] = {
    block.__name__: block
    for block in (
        field,
        words,
        param,
        fact,
        fact_day,
        valid_until,
        replacement,
        certified_copy,
        sentence,
        copy_mark,
        party,
        middleman,
        producer,
        line_producer,
        departure,
        expected_day,
        goods,
        total,
        hs_code,
        criterion,
        origin,
        quantity,
        invoice,
    )
}
