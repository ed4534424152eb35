"""What tables of records say in words: why a file is refused, what a line would do, what is wrong with a cell."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.form_type import Words
from coo_desktop.domain.operations.imports.record_import import NEW, REPEAT, SAME, UPDATE, ImportLine, Plan, TableSource
from coo_desktop.domain.records.tables import LeftOut
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.encodings import Encoding
from coo_desktop.environment.words import N_, _
from coo_desktop.views.words.errors import error_message

STATES: Mapping[str, str] = MappingProxyType(
    {NEW: N_("New"), UPDATE: N_("Change"), SAME: N_("Kept already"), REPEAT: N_("Repeats a line")}
)
ENCODINGS: Mapping[Encoding, str] = MappingProxyType(
    {
        Encoding.UTF_8: N_("UTF-8"),
        Encoding.UTF_16: N_("UTF-16"),
        Encoding.GB_18030: N_("Simplified Chinese (GB 18030)"),
        Encoding.BIG5: N_("Traditional Chinese (Big5)"),
        Encoding.SHIFT_JIS: N_("Japanese (Shift-JIS)"),
        Encoding.EUC_KR: N_("Korean (EUC-KR)"),
        Encoding.WESTERN: N_("Western European (Windows-1252)"),
    }
)
LEFT_OUT: Mapping[LeftOut, str] = MappingProxyType(
    {LeftOut.TOTAL: N_("Left out: a total"), LeftOut.HIDDEN: N_("Left out: hidden in the file")}
)
_REASONS: Mapping[SheetFault, str] = MappingProxyType(
    {
        SheetFault.SHEET_TYPE: N_("Only .xlsx, .xls, .ods and .csv files are taken."),
        SheetFault.TYPE_MISMATCH: N_(
            "The file's content does not match its name. Open it in a spreadsheet program and save it as .xlsx."
        ),
        SheetFault.NOT_A_FILE: N_("This is not a file."),
        SheetFault.DENIED: N_("The file may not be read."),
        SheetFault.SHEET_TOO_LARGE: N_("The file is larger than 20 MB. Cut it into several."),
        SheetFault.TOO_MANY_ROWS: N_("There are more than 20,000 lines. Cut the table into several."),
        SheetFault.TOO_MANY_COLUMNS: N_("There are more than 256 columns. Delete those that are not needed."),
        SheetFault.CELL_TOO_LONG: N_("A cell has more characters than a spreadsheet can hold."),
        SheetFault.EMPTY: N_("There is nothing in the tables of the file."),
        SheetFault.ENCRYPTED: N_("The file is protected by a password."),
        SheetFault.BINARY: N_("This is not a table of text."),
        SheetFault.ENCODING: N_("The text is in no encoding that is known here. Save it as UTF-8 or as .xlsx."),
        SheetFault.BROKEN: N_("The file is damaged."),
        SheetFault.TOO_SLOW: N_("Reading the file takes too long; it may be made to do harm."),
        SheetFault.BOMB: N_("The file unpacks to far more than it should; it may be made to do harm."),
        SheetFault.HOSTILE_NAMES: N_("The file holds parts that lead out of it; it may be made to do harm."),
        SheetFault.NESTED: N_("The file holds other archives; it may be made to do harm."),
        SheetFault.ENTITIES: N_("The file declares things that no table needs; it may be made to do harm."),
        SheetFault.NO_TEXT: N_(
            "The PDF holds pictures of pages and no text. Ask for the spreadsheet it was printed from."
        ),
        SheetFault.NO_GOODS: N_("There is no table of goods in it."),
        SheetFault.STOPPED: N_("Reading was stopped."),
        SheetFault.NO_COLUMNS: N_("No column is called {needed}. The titles stand in one of the first ten lines."),
    }
)


def told_of_table(error: ProgramError, language: str) -> str:
    """Why a table was not read or written, with the name of its file."""
    code = error.facts.get("reason") or error.facts.get("why")
    reason = next((fault for fault in SheetFault if fault == code), None)
    if reason is None:
        return error_message(error)
    needed = error.facts.get("needed")
    words = _(_REASONS[reason]).replace("{needed}", needed.in_(language) if isinstance(needed, Words) else "")
    return _("{name}: {reason} Nothing was changed.").format(name=error.facts.get("file", ""), reason=words)


def counted(plan: Plan) -> str:
    """How many lines would do what."""
    states = [line.state for line in plan.lines if line.entry.left_out is None]
    told_states = [
        _("{state}: {count}").format(state=_(words), count=states.count(state)) for state, words in STATES.items()
    ]
    faulty = sum(line.is_faulty for line in plan.lines if line.entry.left_out is None)
    parts = [*told_states, _("With problems: {count}").format(count=faulty)]
    if left_out := len(plan.lines) - len(states):
        parts.append(_("Left out as totals or hidden rows: {count}").format(count=left_out))
    return " · ".join([*parts, *(_told_of_source(plan.source) if plan.source else ())])


def _told_of_source(source: TableSource) -> Iterator[str]:
    """Which sheet and encoding were read, where another might have been, and what was passed over."""
    if len(source.pages) > 1:
        yield _("Read from sheet “{sheet}”").format(sheet=source.pages[source.choice.page or 0])
    encoding = source.readings[0].encoding
    if len(source.readings) == 1 and encoding not in (None, Encoding.UTF_8, Encoding.UTF_16):
        yield _("Read as {encoding}").format(encoding=_(ENCODINGS[encoding]))
    passed_over = [title for column, title in source.unknown.items() if column not in source.choice.columns]
    if passed_over:
        yield _("Columns passed over: {titles}").format(titles=", ".join(passed_over[:6]))


def cell_problems(line: ImportLine, field: str, language: str) -> str:
    """What is wrong with one cell of a line; "" for nothing."""
    found = [problem.message(language) for problem in line.problems if problem.field == field]
    if field in line.entry.doubtful:
        found.append(_("This was a number in the table: zeros in front and digits after the fifteenth may be lost."))
    if error := line.entry.errors.get(field):
        found.append(
            _("The cell shows {error}: a formula without a value. Nothing is taken from it.").format(error=error)
        )
    return "\n".join(found)
