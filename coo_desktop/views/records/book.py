"""The records of a kind as they are offered while somebody types: found by any of their words or by their sound.

A key looks through one text of all records, which costs some milliseconds at 20,000. What names sound like is in the
store already; only other Chinese texts are spelt here, each once.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from coo_desktop.domain.documents.document import RECORD, Values
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language import finding
from coo_desktop.domain.records.uses import keys, same_text
from coo_desktop.views.session import Session

MOST = 30


@dataclass(frozen=True, slots=True)
class Offered:
    """A record as it is offered: its values, the line that is shown, the words it is found by, and what tells it apart
    from others of its kind (see `uses.keys`)."""

    values: Values
    shown: str
    words: str
    keys: tuple[str, ...]


class Book:
    """The records by their ids, in the order they were made."""

    def __init__(self, records: Mapping[str, Offered]) -> None:
        self.records = dict(records)
        self._lines = tuple(self.records.values())
        self._starts = list(accumulate((len(one.words) + 1 for one in self._lines), initial=0))
        self._text = "\n" + "\n".join(one.words for one in self._lines) + "\n"
        self._keys = {key for one in self._lines for key in one.keys}

    def find(self, typed: str) -> list[Offered]:
        """The records that have every typed word, those that begin with the text first; a few of them."""
        wanted = same_text(typed)
        if not wanted:
            return []
        words = sorted(wanted.split(), key=len)
        first = [self._lines[at] for at in self._having("\n" + wanted, MOST, lambda _words: True)]
        others = self._having(words[-1], 2 * MOST, lambda line: all(word in line for word in words))
        rest = (one for one in (self._lines[at] for at in others) if not one.words.startswith(wanted))
        return [*first, *rest][:MOST]

    def has(self, own: Collection[str]) -> bool:
        """Whether a record with one of these keys is kept."""
        return not self._keys.isdisjoint(own)

    def _having(self, piece: str, most: int, judge: Callable[[str], bool]) -> list[int]:
        """The numbers of the first lines with a piece of text whose words are judged to be wanted."""
        found: list[int] = []
        at = self._text.find(piece)
        while at >= 0 and len(found) < most:
            # A piece that begins with the line's own break stands one sign before its words.
            line = bisect_right(self._starts, at if piece[0] == "\n" else at - 1) - 1
            if judge(self._lines[line].words):
                found.append(line)
            at = self._text.find(piece, self._starts[line + 1])
        return found


def whole_book(session: Session, form_id: str) -> Book:
    """All records of a kind: belongs on a worker."""
    return Book(dict(_read(session, form_id, ())))


def changed_book(session: Session, form_id: str, book: Book, ids: Collection[str]) -> Book:
    """A book after these documents have changed, of which only some may be its own: belongs on a worker."""
    fresh = dict(_read(session, form_id, ids))
    kept = {known: one for known, one in book.records.items() if known in fresh or known not in ids}
    return Book(kept | fresh)


def offered(session: Session, form: FormType, values: Values, searched: str = "") -> Offered:
    """A record with everything by which somebody may look for it; `searched` is what a list looks through, with the
    sounds of its names."""
    return _offered(session, form, values, searched, session.ports.records.sounds)


def _read(session: Session, form_id: str, ids: Collection[str]) -> Iterator[tuple[str, Offered]]:
    form, sounds = session.rules.form(form_id), cache(session.ports.records.sounds)
    for document, searched in session.read.whole.searched(RECORD, form_id, ids):
        yield document.id, _offered(session, form, document.values, searched, sounds)


def _offered(session: Session, form: FormType, values: Values, searched: str, sounds: Callable[[str], str]) -> Offered:
    told = " · ".join(_summary(form, values, session.language))
    texts = [text_of(values, spec.id) for spec in form.fields]
    texts += [
        name for spec in form.fields if spec.code_list for name in _names(spec.code_list.by_code, values, spec.id)
    ]
    unspelt = (text for text in texts if text and finding.folded(text) not in searched)
    text = " ".join((*texts, *map(sounds, unspelt), searched))
    return Offered(values, told, same_text(text), keys(form, values))


def _summary(form: FormType, values: Values, language: str) -> Iterator[str]:
    columns = form.summary
    for name in dict.fromkeys((columns.title, columns.partner, *map(str, (form.params.get("place", ""),)))):
        if text := text_of(values, name):
            yield " ".join(text.split())
    spec = form.by_id.get(columns.destination)
    code = spec.code_list.by_code.get(text_of(values, spec.id)) if spec and spec.code_list else None
    if code is not None:
        yield code.name(language)


def _names(codes: Mapping[str, object], values: Values, name: str) -> tuple[str, ...]:
    code = codes.get(text_of(values, name))
    return (getattr(code, "zh", ""), getattr(code, "en", "")) if code is not None else ()
