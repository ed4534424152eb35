"""Everything the program knows that is not a document: form types, problem words and code lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from coo_desktop.domain.codes import CodeList, read_list
from coo_desktop.domain.documents import Document, Values
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.formbook import FormBook, Names, load
from coo_desktop.domain.forms import FormType
from coo_desktop.domain.problems import Context, Problem, ProblemWords, problems


@dataclass(frozen=True)
class Rulebook:
    """One immutable set of declarations and the questions that need several of them."""

    book: FormBook
    words: Mapping[str, ProblemWords]
    codes: Mapping[str, CodeList]

    def form(self, form_id: str) -> FormType:
        return self.book.form(form_id)

    def code_list(self, name: str) -> CodeList:
        try:
            return self.codes[name]
        except KeyError:
            raise NotFound(id=name, what="code list") from None

    def problems(self, form: FormType, values: Values, context: Context) -> tuple[Problem, ...]:
        """Everything wrong with these values; see problems.problems."""
        from coo_desktop.domain.checks import CHECKS

        return problems(form, values, context, CHECKS, self.words)

    def document_problems(self, document: Document, context: Context) -> tuple[Problem, ...]:
        return self.problems(self.form(document.form), document.values, context)


def read_rulebook(files: Mapping[str, str]) -> Rulebook:
    """Reads all declarations from resource files (relative name -> text); raises Unreadable(file, line, reason).

    `shared/problems.toml` has the words of every problem code, `codes/*.csv` the code lists, the rest is for
    `formbook.load`.
    """
    import tomllib

    from coo_desktop.domain.checks import CHECKS
    from coo_desktop.domain.computed import COMPUTED
    from coo_desktop.domain.fills import FILLS
    from coo_desktop.domain.kinds import KINDS

    lists = {
        name.removeprefix("codes/").removesuffix(".csv"): text
        for name, text in sorted(files.items())
        if name.startswith("codes/")
    }
    codes = {name: read_list(name, text) for name, text in lists.items()}
    told = tomllib.loads(files.get("shared/problems.toml", ""))
    words = {code: ProblemWords.model_validate(entry) for code, entry in told.items()}
    declared = {name: text for name, text in files.items() if name.endswith(".toml") and name != "shared/problems.toml"}
    book = load(declared, Names(KINDS, CHECKS, FILLS, COMPUTED, codes))
    return Rulebook(book, words, codes)
