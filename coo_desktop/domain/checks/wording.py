"""How the printed texts are worded, whichever they are: capitals, characters, and words that the program prints itself.

Row numbers are those of the examiners' list of checks.
"""

import re
from collections.abc import Iterator

from coo_desktop.domain.checks.printed_texts import Place, of_each_text
from coo_desktop.domain.checks.problems import Finding, Severity
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import text_of, words_in
from coo_desktop.domain.filling.computed import is_retroactive
from coo_desktop.domain.forms.code_lists import CodeList
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.language.phrases import PhraseList

#: Texts that are copied letter by letter from another paper, or that no capitals can be asked of.
_COPIED = frozenset({"contract_no", "lc_no", "original_number", "number", "invoice_number", "exporter_name"})
_LOWER = re.compile(r"[a-z]")
_ADDRESSES = ("exporter_address", "consignee_address", "middleman_address", "producer_text", "third_party_name")


@of_each_text("departure_date", "application_date")
def program_words_are_not_typed(form: FormType, values: Values, place: Place, context: Context) -> Iterator[Finding]:
    """Rows 13, 26 and 48, inferred: what the program prints where it is due stands in no other box a second time."""
    said = words_in(place.text)
    if found := context.phrases["retroactive"].found(said):
        is_due = is_retroactive(form, values)
        severity: Severity = "warn" if is_due else "block"
        code = "retroactive_typed" if is_due else "retroactive_not_due"
        yield Finding(code, facts={"text": found}, severity=severity)
    total = "" if "TOTAL:" in said else context.phrases["totals"].found(said)
    if found := total or context.phrases["copies"].found(said):
        yield Finding("program_words_typed", facts={"text": found})


@of_each_text()
def texts_are_in_capitals(form: FormType, values: Values, place: Place, context: Context) -> Iterator[Finding]:
    """Practice of English certificates, inferred: all but the marks is in capitals."""
    spec, is_worded = place.spec, form.language == "en" and KINDS[place.spec.kind].prose
    if is_worded and spec.script == "latin" and spec.id not in _COPIED and _LOWER.search(place.text):
        yield Finding("lower_case")


@of_each_text()
def chinese_is_simplified(form: FormType, values: Values, place: Place, context: Context) -> Iterator[Finding]:
    """Row 51, verified: the cross-strait certificate is written in simplified characters."""
    if form.language != "zh_CN" or not KINDS[place.spec.kind].prose:
        return
    known = context.phrases.simplified
    found = dict.fromkeys(sign for sign in place.text if ord(sign) in known)
    if found:
        facts = {"characters": "".join(found), "simplified": "".join(known[ord(sign)] for sign in found)}
        yield Finding("traditional_characters", facts=facts)


def country_stands_once(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 3, inferred: an address ends with its country once; a city may have its country's name."""
    spec = form.by_id.get("consignee_country")
    countries = spec.code_list if spec is not None else None
    for field in _ADDRESSES:
        text = text_of(values, field)
        if countries is not None and (shorter := country_once(text, countries, context.phrases["cities"])):
            yield Finding("country_twice", field, facts={"text": text[len(shorter) :].strip(" ,\n")})


def country_once(text: str, countries: CodeList, cities: PhraseList) -> str:
    """The text without the further ones of equal countries at its end; "" where there is nothing to take away.

    SINGAPORE, SINGAPORE is a city with its country.
    """
    kept = text.rstrip(" .,")
    doubled = re.search(r"(?i)\b([A-Z][A-Z .]*[A-Z])( \1)+$", kept)
    if doubled and countries.meant(doubled[1]):
        kept = kept[: doubled.end(1)]
    parts = [part.strip() for part in re.split(r"[,\n][,\s]*", kept)]
    last = countries.meant(parts[-1])
    same = [last and last in (countries.meant(part), countries.meant(part.rsplit(" ", 1)[-1])) for part in parts]
    count = next((at for at, is_same in enumerate(reversed(same)) if not is_same), len(same))
    allowed = 2 if last and cities.found(words_in(countries.by_code[last].en)) else 1
    for _ in range(count - allowed):
        kept = re.sub(r"[,\n][^,\n]*$", "", kept).rstrip(" ,\n")
    return kept if len(kept) < len(text.rstrip(" .,")) else ""


RULES = (
    program_words_are_not_typed,
    texts_are_in_capitals,
    chinese_is_simplified,
    country_stands_once,
)
