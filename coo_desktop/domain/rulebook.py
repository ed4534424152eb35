"""Everything the program knows that is not a document: forms, problem words, code lists, agreements, product rules."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial

from coo_desktop.domain.agreements import PRODUCT_RULES_FILE, Agreements, read_agreements
from coo_desktop.domain.checks.answers import Answers
from coo_desktop.domain.checks.determinations import Determinations
from coo_desktop.domain.checks.findings import findings
from coo_desktop.domain.checks.problems import Problem, ProblemWords, problems
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.forms.code_lists import CodeList, read_list
from coo_desktop.domain.forms.editions import VERIFIED
from coo_desktop.domain.forms.form_book import SENDING, FormBook, Names, load
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.skeletons import FOLDER
from coo_desktop.domain.language.phrases import PAIRS, PHRASES, Phrases, read_phrases
from coo_desktop.domain.origin.candidates import look_up
from coo_desktop.domain.origin.conversion import UNCONVERTED, Conversion
from coo_desktop.domain.origin.determination import Determination, determine
from coo_desktop.domain.origin.prereview_product import product_of, rule_of
from coo_desktop.domain.origin.rule_sources import RuleSource, RuleSources
from coo_desktop.domain.origin.rules import Rules, RuleTable, read_product_rules
from coo_desktop.domain.repairs.repair import Repair, RepairContext
from coo_desktop.domain.sheets.titles import SheetWords, read_words
from coo_desktop.domain.tariff.country import Country, Tariff, country_of_origin, party_rates
from coo_desktop.domain.tariff.rates import Rate

Duties = Callable[[str, str, dt.date], Iterable[Rate]]


@dataclass(frozen=True)
class Rulebook:
    """One immutable set of declarations and the questions that need several of them.

    `conversion` knows codes of other editions, `duties` the printed rates of an importer for a code on a day.
    """

    book: FormBook
    words: Mapping[str, ProblemWords]
    codes: Mapping[str, CodeList]
    agreements: Agreements
    product_rules: Rules
    conversion: Conversion = UNCONVERTED
    duties: Duties = lambda *_: ()
    answers: Answers = field(default_factory=Answers, compare=False, repr=False)
    determinations: Determinations = field(default_factory=Determinations, compare=False, repr=False)
    sheets: Mapping[str, str] = field(default_factory=dict, repr=False)
    searched: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def sheet_words(self) -> SheetWords:
        """The words for titles and headings of invoices, read when a table is first looked at."""
        return read_words(self.sheets.get("titles.toml", ""), self.sheets.get("headings.toml", ""))

    @cached_property
    def phrases(self) -> Phrases:
        """What checks look for in texts, read when a document is first checked."""
        return read_phrases(self.searched.get(PHRASES, ""), self.searched.get(PAIRS, ""))

    def form(self, form_id: str) -> FormType:
        return self.book.form(form_id)

    def code_list(self, name: str) -> CodeList:
        try:
            return self.codes[name]
        except KeyError:
            raise NotFound(id=name, what="code list") from None

    def problems(self, form: FormType, values: Values, context: Context) -> tuple[Problem, ...]:
        """Everything wrong with these values; see findings.findings and problems.problems."""
        return self.answers.problems(form, values, self.knowing(context), self._run)

    def knowing(self, context: Context) -> Context:
        """The context with what this rulebook knows: determinations, and the phrases that texts are searched for."""
        return replace(context, determine=self._determine(context), phrases=self.phrases)

    def repairs(self, asked: RepairContext, found: Sequence[Problem]) -> tuple[Repair, ...]:
        """What can be done in one press about these problems; see repairs.offered."""
        from coo_desktop.domain.repairs.offered import repairs

        return repairs(replace(asked, context=self.knowing(asked.context)), found, self.words)

    def determination(self, product: Document, agreement: str, importer: str, on: dt.date) -> Determination | None:
        """The origin of a pre-reviewed product by its typed rule or the table's; None while that cannot be asked."""
        rules, conversion = self.product_rules, self.conversion
        grounds = (self.agreements, rules, rules.ground(), conversion, conversion.ground())
        make = partial(self._determined, product, agreement, importer, on)
        return self.determinations.answer((product.id, agreement, importer), product.values, on, grounds, make)

    def _determined(self, product: Document, agreement: str, importer: str, on: dt.date) -> Determination | None:
        good = product_of(product.values, importer)
        try:
            rule = rule_of(product.values)
        except Unreadable:
            return None
        if len(good.hs_code) < 6 or agreement not in self.agreements:
            return None
        found = self.agreements.get(agreement)
        if rule is not None and found.preferential:
            return determine(good, found, rule, on)
        return look_up(good, found, self.product_rules, on, self.conversion)

    def country(self, product: Document, agreement: str, importer: str, on: dt.date) -> Country | None:
        """The country of origin that a form of differing rates names, as far as rates are known; None if not asked."""
        found = self.determination(product, agreement, importer, on)
        if found is None or not self.agreements.get(agreement).country_of_origin:
            return None
        agreed, good = self.agreements.get(agreement), product_of(product.values, importer)
        parties = frozenset(party for party in agreed.parties if party != importer and agreed.is_party(party, on))
        try:
            rates = party_rates(self.duties(importer, good.hs_code, on), agreed, self.agreements, on)
        except Unreadable:
            rates = {}
        return country_of_origin(good, agreed, found, Tariff(rates, parties), on)

    def document_problems(self, document: Document, context: Context) -> tuple[Problem, ...]:
        return self.problems(self.form(document.form), document.values, context)

    def checked_anew(self, document: Document, context: Context) -> tuple[Problem, ...]:
        """What every rule finds in a document now, whatever was found before: for what leaves this computer."""
        fresh = Answers()
        knowing = replace(self.knowing(context), determine=partial(self._determined, on=context.today))
        run = lambda form, values, asked: self._found(form, values, asked, fresh)  # noqa: E731 - by what it found alone
        return fresh.problems(self.form(document.form), document.values, knowing, run)

    def _run(self, form: FormType, values: Values, context: Context) -> tuple[Problem, ...]:
        return self._found(form, values, context, self.answers)

    def _found(self, form: FormType, values: Values, context: Context, answers: Answers) -> tuple[Problem, ...]:
        from coo_desktop.domain.checks import CHECKS

        found = findings(form, values, context, CHECKS, answers.rows)
        return problems(form, values, found, self.words, answers.told)

    def _determine(self, context: Context) -> Callable[[Document, str, str], Determination | None]:
        return lambda product, agreement, importer: self.determination(product, agreement, importer, context.today)


def read_rulebook(files: Mapping[str, str], installed: Callable[[], RuleSource] | None = None) -> Rulebook:
    """Reads all declarations from resource files (relative name -> text); raises Unreadable(file, line, reason).

    `shared/problems.toml` has the words of every problem code, `codes/*.csv` the code lists, `agreements/` the
    agreements and their product rules, the rest is for `formbook.load`. `installed` answers with more product rules
    each time one is asked for. The same files are read once in a process; what was answered from them is not shared.
    """
    known, shipped = _declared(tuple(sorted(files.items())))
    rules = RuleSources(shipped, installed) if installed else shipped
    return replace(known, product_rules=rules, answers=Answers())


@lru_cache(maxsize=2)
def _declared(contents: tuple[tuple[str, str], ...]) -> tuple[Rulebook, RuleTable]:
    """The declarations of these files alone, and their product rules as a table."""
    import tomllib

    from coo_desktop.domain.checks import CHECKS
    from coo_desktop.domain.filling.assists import ASSISTS
    from coo_desktop.domain.filling.computed import COMPUTED
    from coo_desktop.domain.filling.fills import FILLS
    from coo_desktop.domain.forms.kinds import KINDS

    files = dict(contents)
    lists = _below("codes/", files)
    codes = {name.removesuffix(".csv"): read_list(name.removesuffix(".csv"), text) for name, text in lists.items()}
    told = tomllib.loads(files.get("shared/problems.toml", ""))
    words = {code: ProblemWords.model_validate(entry) for code, entry in told.items()}
    folders = ("forms/", "records/", "items/", FOLDER)
    forms = {name: text for name, text in files.items() if name.startswith(folders)}
    forms |= {name: files[name] for name in ("shared/fields.toml", SENDING, VERIFIED) if name in files}
    book = load(forms, Names(KINDS, CHECKS, FILLS, COMPUTED, codes, ASSISTS))
    agreements = _below("agreements/", files)
    shipped = read_product_rules(agreements.get(PRODUCT_RULES_FILE, "rules = []"))
    sheets, searched = _below("sheets/", files), {name: files.get(name, "") for name in (PHRASES, PAIRS)}
    known = Rulebook(book, words, codes, read_agreements(agreements), shipped, sheets=sheets, searched=searched)
    return known, shipped


def _below(folder: str, files: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(folder): text for name, text in sorted(files.items()) if name.startswith(folder)}
