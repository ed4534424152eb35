"""Records from a table or from past documents: what each line would do, then a commit for each block of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Change, Document, Query, Values
from coo_desktop.domain.errors import Outdated, Unreadable
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import clean, is_blank
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.records.tables import (
    RecordEntry,
    TableFile,
    TableReading,
    best_page,
    cell_fields,
    entries,
    fitting,
)
from coo_desktop.domain.records.uses import NamedRecord, distinct, keys, named_by
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.encodings import Encoding

#: So many lines are one commit: a table of thousands holds no other write up, and what is cut off ends between two.
BLOCK = 500

NEW, UPDATE, SAME, REPEAT = "new", "update", "same", "repeat"
_NAMING = (CERTIFICATE, PRE_REVIEW)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What an entry would do: start a record, change `record` as it was at `revision`, or nothing.

    `values` are what would be stored then, `problems` what is wrong with them. Only a line that `is_faulty` has to be
    looked at first: something that is merely missing can be added when the record is used.
    """

    entry: RecordEntry
    state: str
    values: Values
    record: str = ""
    revision: int = 0
    problems: tuple[Problem, ...] = ()
    is_faulty: bool = False


@dataclass(frozen=True, slots=True)
class TableChoice:
    """What a person chose of a file: an encoding, a page by its place, and which field (by id) a column holds; what
    is left open is judged."""

    encoding: Encoding | None = None
    page: int | None = None
    columns: Mapping[int, str] = field(default_factory=dict)


#: Nothing was chosen yet.
AS_JUDGED = TableChoice()


@dataclass(frozen=True, slots=True)
class TableSource:
    """How a file was read, and what else it may be: its pages and its readings by encoding.

    `choice` is what was chosen or judged; it has no encoding where a person has to say which. `unknown` are the titles
    of columns that fit no field, by column, `open` the fields that no column holds.
    """

    pages: tuple[str, ...]
    readings: tuple[TableReading, ...]
    choice: TableChoice
    unknown: Mapping[int, str]
    open: tuple[FieldSpec, ...]

    @property
    def in_doubt(self) -> bool:
        return self.choice.encoding is None and len(self.readings) > 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What every line would do, and the file that the lines are from."""

    lines: tuple[ImportLine, ...]
    source: TableSource | None = None


def planned(
    form: FormType,
    lines: Iterable[RecordEntry],
    kept: Sequence[Document],
    problems: Callable[[Values], tuple[Problem, ...]],
) -> Iterator[ImportLine]:
    """Matches every entry with what is kept: by the record's id, else by the fields that tell records apart.

    A record is matched once; a second entry like it is a record of its own unless it says the same word for word. An
    empty cell empties a field of a record matched by its id; otherwise it says nothing.
    """
    known, said = _Kept(form, kept), set[tuple[tuple[str, object], ...]]()
    for entry in lines:
        by_id = known.by_id(entry.record)
        found = by_id or known.alike(entry.values)
        told = {name: value for name, value in entry.values.items() if by_id or not is_blank(value)}
        words = tuple(sorted(told.items()))
        if found is None and words in said:
            yield ImportLine(entry, REPEAT, told)
            continue
        said.add(words)
        if found is None:
            yield _judged(form, ImportLine(entry, NEW, told, problems=problems(told)))
            continue
        values = {**found.values, **told}
        state = SAME if all(found.values.get(name, "") == value for name, value in told.items()) else UPDATE
        yield _judged(form, ImportLine(entry, state, values, found.id, found.revision, problems(values)))


def _judged(form: FormType, line: ImportLine) -> ImportLine:
    title = form.summary.title
    wrong = any(one.severity == "block" and (one.code != "needed" or one.field == title) for one in line.problems)
    return replace(line, is_faulty=wrong or bool(line.entry.doubtful or line.entry.errors))


def from_file(
    reader: Reader,
    rules: Rulebook,
    form: FormType,
    file: TableFile,
    context: Context,
    choice: TableChoice = AS_JUDGED,
) -> Plan:
    """What taking a file in would do; raises Unreadable(reason="no_columns") for tables of something else."""
    reading, is_sure = _reading(form, file, choice.encoding)
    at = best_page(form, reading.pages) if choice.page is None else choice.page
    page = reading.pages[at]
    found = fitting(form, page)
    chosen = {column: form.by_id[name] for column, name in choice.columns.items()}
    columns = found.with_columns(chosen)
    if not columns.fields and choice.page is None:
        raise Unreadable(file=file.name, reason=SheetFault.NO_COLUMNS, needed=form.by_id[form.summary.title].label)
    source = TableSource(
        pages=tuple(one.name for one in reading.pages),
        readings=file.readings,
        choice=TableChoice(reading.encoding if is_sure else None, at, choice.columns),
        unknown=found.unknown,
        open=tuple(spec for spec in cell_fields(form) if spec not in found.fields.values()),
    )
    return replace(_plan(reader, rules, form, entries(page, columns, context.today), context), source=source)


def _reading(form: FormType, file: TableFile, chosen: Encoding | None) -> tuple[TableReading, bool]:
    """The reading that was chosen, or whose titles are understood better than any other's; else the likeliest, and that
    nobody knows."""
    for one in file.readings:
        if len(file.readings) == 1 or (chosen and one.encoding is chosen):
            return one, True
    known = [len(fitting(form, one.pages[best_page(form, one.pages)]).fields) for one in file.readings]
    best = max(range(len(known)), key=lambda at: known[at])
    return file.readings[best], known.count(known[best]) == 1


def from_past(
    reader: Reader, rules: Rulebook, form: FormType, context: Context, progress: Callable[[int, int], None]
) -> Plan:
    """What taking over from past certificates and pre-reviews would do."""
    found = past(reader, rules, form, progress)
    lines = (RecordEntry(number, clean(one.values, form.stored)) for number, one in enumerate(found, 1))
    return _plan(reader, rules, form, lines, context)


def _plan(reader: Reader, rules: Rulebook, form: FormType, lines: Iterable[RecordEntry], context: Context) -> Plan:
    kept = list(reader.whole.of(RECORD, form.id))
    return Plan(tuple(planned(form, lines, kept, lambda one: rules.problems(form, one, context))))


def take_in(unit: Unit, form_id: str, lines: Sequence[ImportLine]) -> Change:
    """Starts and changes the records of these lines, all or none; raises Outdated where one was changed meanwhile."""
    form, ids = unit.rules.form(form_id), list[str]()
    places = [line.record or new_id() for line in lines]
    unit.expect(places)
    for line, place in zip(lines, places, strict=True):
        if line.state == NEW:
            change = drafts.start(unit, form_id, line.values, document_id=place)
        elif line.state == UPDATE:
            document = drafts.existing(unit, line.record)
            if document.revision != line.revision:
                raise Outdated(id=line.record, shown=line.revision, revision=document.revision)
            values = {**document.values, **clean(line.values, form.stored)}
            change = drafts.change_of(drafts.store_edit(unit, replace(document, values=values)))
        else:
            continue
        ids += change.ids
    return Change(ids=tuple(ids), families=frozenset({RECORD}))


def blocks(lines: Sequence[ImportLine]) -> Iterator[Sequence[ImportLine]]:
    """The lines that do something, a commit's worth at a time."""
    doing = [line for line in lines if line.state in (NEW, UPDATE)]
    return (doing[start : start + BLOCK] for start in range(0, len(doing), BLOCK))


def past(
    reader: Reader,
    rules: Rulebook,
    form: FormType,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[NamedRecord, ...]:
    """The records of a kind that certificates and pre-reviews name and nobody keeps yet; belongs on a worker."""
    total = sum(reader.count(Query(family=family)) for family in _NAMING)
    found = list[NamedRecord]()
    documents = (document for family in _NAMING for document in reader.whole.of(family))
    for number, document in enumerate(documents, 1):
        if document.form in rules.book.forms:
            found += named_by(rules, document)
        progress(number, total)
    return distinct(form, found, (document.values for document in reader.whole.of(RECORD, form.id)))


class _Kept:
    """The records of a kind, each found once."""

    def __init__(self, form: FormType, kept: Sequence[Document]) -> None:
        self._form = form
        self._ids = {document.id: document for document in kept}
        self._alike: Mapping[str, list[Document]] = defaultdict(list)
        for document in kept:
            for key in keys(form, document.values):
                self._alike[key].append(document)

    def by_id(self, record: str) -> Document | None:
        return self._ids.pop(record, None)

    def alike(self, values: Values) -> Document | None:
        for key in keys(self._form, values):
            for document in self._alike.get(key, ()):
                if document.id in self._ids:
                    return self._ids.pop(document.id)
        return None
