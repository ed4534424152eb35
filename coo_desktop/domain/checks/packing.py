"""Marks, packages and how the goods are described; row numbers are those of the examiners' list of checks."""

import re
from collections.abc import Iterator

from coo_desktop.domain.checks.problems import Finding, Severity
from coo_desktop.domain.checks.row_rules import of_each
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, marks_text, part_list, row_id, rows_of, text_of, words_in
from coo_desktop.domain.filling.computed import package_count, package_unit, packings, total_packages, wording
from coo_desktop.domain.forms.code_lists import CodeList
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language import chinese
from coo_desktop.domain.language.counting import counts_said
from coo_desktop.domain.language.english import number_words, plural, singular, unit_for

#: Units in which goods are sold; as packages they say nothing of how the goods travel.
RETAIL = frozenset({"PC", "PIECE", "SET", "PAIR", "UNIT", "DOZ", "DOZEN"})

_CLAIMS = re.compile(
    r"\b(?:MADE IN|MANUFACTURED IN|PRODUCED IN|PRODUCTS? OF|PRODUCE OF|ORIGIN\s*:)\s*([A-Z][A-Z .,']*)"
)
_OWN = re.compile(
    r"(?:THE )?(?:P\.? ?R\.? ?(?:OF )?CHINA|PRC\b|P\.R\.C\b|PEOPLE'S REPUBLIC OF CHINA|CHINA\b)(?!,? ?TAIWAN)"
)
_TYPED_CODE = re.compile(r"\bH\.? ?S\.? ?(?:CODE|NO)\.?:? ?([0-9][0-9. ]{2,12}[0-9])")
_TOTAL = re.compile(r"(?:TOTAL\s*:|合计：).*")
_PAGE_FOOT = re.compile(r"第\s*\d+\s*页|\bPAGE \d+ OF \d+\b")
_REGIONS = re.compile(r"\b(?:HONG ?KONG|MACAO|MACAU|TAIWAN)(?: \w+)? PRODUCTS?\b")


def marks_given(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 19, verified: text or a picture, and N/M when there are no marks."""
    marks = values.get("marks")
    if isinstance(marks, dict) and marks.get("form") == "text" and not marks_text(values):
        yield Finding("needed", "marks")


def marks_have_no_reference(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 20, verified: marks stand on the certificate itself, not on another paper."""
    found = context.phrases["marks_elsewhere"].found(words_in(marks_text(values)))
    if found:
        yield Finding("marks_refer_elsewhere", "marks", facts={"text": found})


def marks_name_no_other_origin(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 21, verified: marks claim no other country or region of manufacture."""
    for claim in other_origins(marks_text(values)):
        yield Finding("marks_other_origin", "marks", facts={"text": claim})


def picture_marks_are_announced(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 22 and 70, verified: picture marks go onto an attachment, and the examiner is told of it."""
    marks = values.get("marks")
    if isinstance(marks, dict) and marks.get("form") == "picture" and not text_of(values, "application_remark"):
        yield Finding("picture_marks_unannounced", "application_remark")


def picture_marks_are_worded(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 22, verified for Korea: a form with its own word for picture marks prints that instead of the picture."""
    marks, word = values.get("marks"), str(form.params.get("graphic_mark_text", ""))
    if isinstance(marks, dict) and marks.get("form") == "picture" and word:
        yield Finding("picture_marks_print_as", "marks", facts={"text": word})


def announced_marks_have_a_picture(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 22, verified: who writes SEE ATTACHMENT or I/S has a picture to attach."""
    found = context.phrases["marks_attached"].found(words_in(marks_text(values)))
    if found:
        yield Finding("marks_without_picture", "marks", facts={"text": found})


def clause_names_no_other_origin(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 66, verified in part: a special clause contradicts no Chinese origin and names no other country."""
    clause = text_of(values, "special_clause")
    for claim in other_origins(clause):
        yield Finding("clause_other_origin", "special_clause", facts={"text": claim})
    spec = form.by_id.get("destination_country")
    known = {"CN", text_of(values, "destination_country"), text_of(values, "consignee_country")}
    for code in spec.code_list.codes if spec is not None and spec.code_list and clause else ():
        if code.code not in known and re.search(rf"\b{re.escape(code.en)}\b", words_in(clause)):
            yield Finding("clause_names_country", "special_clause", facts={"country": code.en})


@of_each("goods")
def package_count_and_unit(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Rows 23 and 25, verified: packed goods have a count and a kind of packages."""
    if _packing(row) == "regular":
        for part in ("package_count", "package_unit"):
            if row.get(part) in (None, ""):
                yield Finding("needed", part=part)


@of_each("goods")
def package_text_agrees(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 23, verified: the description tells count and kind, and words and figures agree with the line.

    Number words and kinds are read, not compared letter by letter; a count that is told once, in words or in figures,
    only warns.
    """
    count, unit = package_count(row), text_of(row, "package_unit")
    text = words_in(text_of(row, "description"))
    if _packing(row) != "regular" or count is None or not unit or not text:
        return
    accepted = _packages_said(form, row, count)
    if any(words in text for words in accepted):
        return
    severity = _packages_differ(form, unit, count, text)
    if severity is not None:
        facts = {"expected": accepted[0]}
        yield Finding("package_text_differs", part="description", facts=facts, severity=severity)


@of_each("goods")
def umbrella_package_word(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 24, verified: PACKAGES is an umbrella word that examiners no longer take for a kind of packages."""
    if singular(text_of(row, "package_unit") or "X") in ("PACKAGE", "PKG"):
        yield Finding("umbrella_package", part="package_unit")


@of_each("goods")
def packing_kind_is_worded(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 25, verified: irregular packing is told in its own words."""
    kind, text = _packing(row), words_in(text_of(row, "description"))
    wanted = (packings(form).get(kind, ""), *(("IN NUDE",) if kind == "nude" else ()))
    if text and not any(words in text for words in wanted):
        yield Finding("packing_unworded", part="description", facts={"words": wanted[0]})


@of_each("goods")
def package_unit_is_for_transport(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 25, verified: packages are what is loaded, not the pieces, sets and pairs that are sold."""
    unit = text_of(row, "package_unit")
    if _packing(row) == "regular" and singular(unit or "X") in RETAIL:
        yield Finding("package_unit_is_retail", part="package_unit", facts={"unit": unit})


@of_each("goods")
def quantity_is_no_package_count(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Section 2.0, verified: the quantity is in a unit of trade or weight, not in cartons again."""
    unit, packed = singular(text_of(row, "quantity_unit") or "X"), singular(text_of(row, "package_unit") or "Y")
    counted = part_list(form, "quantity_unit"), part_list(form, "package_unit")
    if unit not in RETAIL and (unit == packed or _is_only(text_of(row, "quantity_unit"), *counted)):
        facts = {"unit": text_of(row, "quantity_unit")}
        yield Finding("quantity_counts_packages", part="quantity_unit", facts=facts)


@of_each("goods")
def description_names_the_goods(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Rows 23 and 29, verified: the description says what the goods are, in the words of their name."""
    text = words_in(text_of(row, "description"))
    name = text_of(row, "name_en" if form.language == "en" else "name_zh")
    known: list[str] = re.findall(r"[A-Z0-9]{3,}", words_in(name)) if form.language == "en" else [name]
    if text and name and known and not any(singular(word) in text for word in known):
        yield Finding("description_unlike_name", part="description", facts={"name": name})


@of_each("goods")
def description_has_no_gaps(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 27, verified: nothing can be added between the lines of the description, so none is left empty."""
    if re.search(r"\n[ \t]*\n", text_of(row, "description")):
        yield Finding("description_gap", part="description")


@of_each("goods")
def typed_hs_code_is_the_lines(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 38a, verified: in a form that has no column for it the description holds the line's own code."""
    code = text_of(row, "hs_code")
    for typed in _TYPED_CODE.findall(words_in(text_of(row, "description"))):
        digits = re.sub(r"\D", "", typed)
        facts = {"typed": typed, "code": code}
        if code and digits[:6] != code[:6]:
            yield Finding("hs_typed_differs", part="description", facts=facts)
        elif form.params.get("hs_in_description"):
            yield Finding("hs_typed_twice", part="description", facts=facts)
    if form.params.get("hs_in_description") and not code:
        yield Finding("needed", part="hs_code")


def package_sum(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 26, inferred: a total that was typed agrees with the sum, which is printed by itself."""
    total: str | None = None
    for row in rows_of(values, "goods"):
        found = _TOTAL.search(words_in(text_of(row, "description")))
        if found:
            total = total_packages(form, values, None)[0] if total is None else total
            severity: Severity = "warn" if total and re.split(":|：", total)[1].strip() in found[0] else "block"
            facts = {"total": total}
            yield Finding("total_typed", "goods", row_id(row), "description", facts, severity)


@of_each("goods")
def finishing_mark_is_not_typed(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 27, verified: the finishing mark stands once, after the last line, where the program prints it."""
    if re.search(r"\*{3}|\\", text_of(row, "description")):
        yield Finding("finishing_typed", part="description")


def _page_foot_beside_the_goods(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    for field in ("remarks", "special_clause"):
        if found := _PAGE_FOOT.search(words_in(text_of(values, field))):
            yield Finding("page_foot_typed", field, facts={"text": found[0]})


@of_each("goods", before=_page_foot_beside_the_goods)
def page_foot_is_not_typed(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 52, verified: the program counts the pages; a foot that was typed would say it twice."""
    if found := _PAGE_FOOT.search(words_in(text_of(row, "description"))):
        yield Finding("page_foot_typed", part="description", facts={"text": found[0]})


def other_origins(text: str) -> Iterator[str]:
    """What a text claims about an origin other than China."""
    for line in text.upper().splitlines():
        for found in _CLAIMS.finditer(" ".join(line.split())):
            if not _OWN.match(found[1]):
                yield found[0].strip(" .,")
        for found in _REGIONS.finditer(line):
            yield found[0]


def _packages_said(form: FormType, row: Row, count: int) -> list[str]:
    """The ways in which a description may tell the packages of its line, the form's own first."""
    unit = package_unit(form, row)
    if form.language != "en":
        return [chinese.counted(count, unit), f"{count}{unit}"]
    own = wording(form).thousand_and
    kinds = (unit_for(count, unit), singular(unit))
    return [f"{number_words(count, thousand_and=said)} ({count}) {kind}" for said in (own, not own) for kind in kinds]


def _is_only(unit: str, units: CodeList | None, packages: CodeList | None) -> bool:
    """Whether a word names a kind of packages and no unit of trade: CARTON, not BAG, in which cement is sold."""
    return bool(unit and packages is not None and packages.meant(unit) and not (units and units.meant(unit)))


def _packages_differ(form: FormType, unit: str, count: int, text: str) -> Severity | None:
    """How far a description is from its line's packages: None where it tells them in words and figures of its own."""
    kinds = part_list(form, "package_unit")
    meant = singular((kinds.meant(unit) if kinds is not None else "") or unit)
    own = dict.fromkeys((unit.upper(), plural(unit), singular(unit)), meant)
    counts = counts_said(text, {**(kinds.counted if kinds is not None else {}), **own})
    said = [each for each in counts if each.kind == meant and each.agrees(count)]
    return "block" if not said else None if any(each.is_whole for each in said) else "warn"


def _packing(row: Row) -> str:
    return text_of(row, "package_kind") or "regular"


RULES = (
    marks_given,
    marks_have_no_reference,
    marks_name_no_other_origin,
    picture_marks_are_announced,
    picture_marks_are_worded,
    announced_marks_have_a_picture,
    clause_names_no_other_origin,
    package_count_and_unit,
    package_text_agrees,
    umbrella_package_word,
    packing_kind_is_worded,
    package_unit_is_for_transport,
    quantity_is_no_package_count,
    description_names_the_goods,
    description_has_no_gaps,
    typed_hs_code_is_the_lines,
    package_sum,
    finishing_mark_is_not_typed,
    page_foot_is_not_typed,
)
