"""Who exports, receives, produces and mediates; row numbers are those of the examiners' list of checks."""

import re
from collections.abc import Iterator

from coo_desktop.domain.checks.problems import Finding
from coo_desktop.domain.checks.row_rules import of_each
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, country_name, is_chinese, port_country, text_of, words_in
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.party_names import same_party

BOX_CHARACTERS = 400

_TAIWAN = re.compile(r"\bTAIWAN\b(?!\s*,?\s*(?:PROVINCE OF )?CHINA\b)")


def exporter_is_the_filed_name(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 1, verified: the exporter equals the filed name in the form's language, signs and blanks alike."""
    filed = context.company.name_zh if form.language == "zh_CN" else context.company.name_en
    name = values.get("exporter_name")
    if filed and isinstance(name, str) and name and name != filed:
        yield Finding("exporter_not_filed", "exporter_name", facts={"filed": filed})


def exporter_address_ends_with_china(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 3, verified: the exporter's address is there with its country line, CHINA."""
    address = words_in(text_of(values, "exporter_address"))
    if address and not re.search(r"\bCHINA\W*$", address):
        yield Finding("exporter_address_without_china", "exporter_address")


def exporter_address_names_a_street(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 3, verified for some forms: the exporter's address has its street and door number."""
    address = text_of(values, "exporter_address")
    if address and not re.search(r"\d", address):
        yield Finding("exporter_street_missing", "exporter_address")


def exporter_is_not_the_consignee(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 2, inferred: who sends and who receives are two companies."""
    if same_party(text_of(values, "exporter_name"), text_of(values, "consignee_name")):
        yield Finding("consignee_is_exporter", "consignee_name")


def no_offshore_exporter(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 2, verified: one mainland company exports, none in Hong Kong, Macao, Taiwan or elsewhere beside it."""
    name, address = (words_in(text_of(values, field)) for field in ("exporter_name", "exporter_address"))
    filed = same_party(name, context.company.name_en)
    for field, text in (("exporter_name", "" if filed else name), ("exporter_address", address)):
        found = context.phrases["offshore"].found(text) or context.phrases["on_behalf"].found(text)
        if found:
            yield Finding("offshore_exporter", field, facts={"words": found})


def addresses_fit_their_box(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 60, verified: the exporter's and the consignee's block hold 400 characters each."""
    for party in ("exporter", "consignee"):
        length = len(text_of(values, f"{party}_name")) + len(text_of(values, f"{party}_address"))
        if party == "exporter" and values.get("show_middleman") is True:
            length += len(text_of(values, "middleman_name")) + len(text_of(values, "middleman_address"))
        if length > BOX_CHARACTERS:
            facts = {"limit": BOX_CHARACTERS, "length": length}
            yield Finding("box_too_full", f"{party}_address", facts=facts)


def consignee_is_named(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 6, verified: TO ORDER is no consignee where the form wants a company of a party."""
    if not form.params.get("to_order") and is_to_order(values, context):
        yield Finding("to_order_refused", "consignee_name")


def consignee_is_complete(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 3 and 5, verified: a consignee that is no TO ORDER has an address and a country."""
    if not text_of(values, "consignee_name") or is_to_order(values, context):
        return
    for field in ("consignee_address", "consignee_country"):
        if not text_of(values, field):
            yield Finding("needed", field)


def consignee_is_not_offshore(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 2, verified: no middleman of Hong Kong, Macao or Taiwan in the consignee box of a preferential form."""
    for field in ("consignee_name", "consignee_address"):
        text = words_in(text_of(values, field))
        found = context.phrases["offshore"].found(text)
        if field == "consignee_name":
            found = found or context.phrases["on_behalf"].found(text)
        if found:
            yield Finding("offshore_consignee", field, facts={"words": found})


def consignee_country_is_a_member(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 4, verified: the consignee is in a country of the agreement."""
    country = text_of(values, "consignee_country")
    if country and country not in form.members:
        facts = {"country": country_name(form, country), "members": ", ".join(form.members)}
        yield Finding("not_a_member", "consignee_country", facts=facts)


def consignee_address_names_its_country(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 3 and 4, verified: the country stands in the consignee's address, and spelled right."""
    spec, country = form.by_id.get("consignee_country"), text_of(values, "consignee_country")
    known = spec.code_list.by_code.get(country) if spec is not None and spec.code_list else None
    address = text_of(values, "consignee_address")
    if known is None or not address:
        return
    spellings = [known.en, *known.more.get("also", "").split("|")]
    squeezed = re.sub(r"[^A-Z]", "", words_in(address))
    if not any(re.sub(r"[^A-Z]", "", name.upper()) in squeezed for name in spellings if name):
        yield Finding(
            "consignee_country_unspelled",
            "consignee_address",
            facts={"country": country_name(form, country)},
            severity="block" if form.agreement else "warn",
        )


def consignee_stands_in_the_destination(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 4 and 7, verified: the destination is the consignee's country, on a general certificate or the port's."""
    destination, consignee = text_of(values, "destination_country"), text_of(values, "consignee_country")
    allowed = {consignee} if form.agreement else {consignee, port_country(form, values, "discharge_port")}
    allowed -= {""}
    if destination and allowed and destination not in allowed:
        country = ", ".join(country_name(form, code) for code in sorted(allowed))
        yield Finding("destination_differs", "destination_country", facts={"country": country})


def producer_is_given(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 45, verified: a named producer has its name; every other way prints the form's own words."""
    if text_of(values, "producer_mode") == "named" and not text_of(values, "producer_text"):
        yield Finding("needed", "producer_text")


def producer_words_are_the_forms(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 45, verified: SAME, CONFIDENTIAL and the like are chosen, so that the form prints its own words for them."""
    typed = words_in(text_of(values, "producer_text")).strip(" .*")
    if text_of(values, "producer_mode") == "named" and context.phrases["producer_phrases"].found(typed):
        known = ", ".join(str(text) for text in form.params.get("producer_texts", {}).values())
        yield Finding("producer_phrase_typed", "producer_text", facts={"text": typed, "known": known})


@of_each("goods", "producer_mode")
def several_producers_stand_by_their_goods(
    form: FormType, values: Values, row: Row, context: Context
) -> Iterator[Finding]:
    """Row 46, verified: SEE BOX 8 needs a producer after each of the goods."""
    if text_of(values, "producer_mode") == "several" and not text_of(row, "producer"):
        yield Finding("producer_of_line_missing", part="producer")


def middleman_is_given(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 65, verified: who wants the middleman shown says who it is; agents in Taiwan are not accepted."""
    if values.get("show_middleman") is True:
        for field in ("middleman_name", "middleman_address"):
            if not text_of(values, field):
                yield Finding("needed", field)
        if re.search(r"\bTAIWAN\b", words_in(text_of(values, "middleman_address"))):
            yield Finding("middleman_of_taiwan", "middleman_address")


def hidden_middleman_is_meant(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 65, verified: without the tick the middleman stays off the certificate."""
    if values.get("show_middleman") is not True and text_of(values, "middleman_name"):
        yield Finding("middleman_hidden", "show_middleman", facts={"name": text_of(values, "middleman_name")})


def destination_is_not_the_middlemans(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 7, verified: the destination is where the goods go, never the middleman's country."""
    destination = text_of(values, "destination_country")
    name, address = country_name(form, destination), words_in(text_of(values, "middleman_address"))
    others = {text_of(values, "consignee_country"), port_country(form, values, "discharge_port")}
    if destination and destination not in others and re.search(rf"\b{re.escape(name.partition(',')[0])}\b", address):
        yield Finding("destination_is_middlemans", "destination_country", facts={"country": name})


def parties_are_in_chinese(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 51, verified: the parties of a cross-strait certificate are written in Chinese, not in English alone."""
    for party in ("exporter", "consignee"):
        for field in (f"{party}_name", f"{party}_address"):
            text = text_of(values, field)
            if text and not is_chinese(text):
                yield Finding("chinese_missing", field)


def contacts_are_filled(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 51, verified: telephone, fax and e-mail boxes are never blank: 无 says that there is none."""
    for name in form.stored:
        party, _, part = name.rpartition("_")
        if part not in ("phone", "fax", "email") or text_of(values, name):
            continue
        if party != "producer" or text_of(values, "producer_mode") in ("", "named"):
            yield Finding("contact_missing", name, severity="block" if part == "phone" else None)


def taiwan_is_worded(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 69, verified: Taiwan is written as Taiwan, China on a general certificate."""
    for field in ("consignee_name", "consignee_address", "middleman_name"):
        if _TAIWAN.search(words_in(text_of(values, field))):
            yield Finding("taiwan_wording", field)


def is_to_order(values: Values, context: Context) -> bool:
    """Whether the consignee is left to the bearer."""
    return bool(context.phrases["to_order"].found(words_in(text_of(values, "consignee_name"))))


RULES = (
    exporter_is_the_filed_name,
    exporter_address_ends_with_china,
    exporter_address_names_a_street,
    exporter_is_not_the_consignee,
    no_offshore_exporter,
    addresses_fit_their_box,
    consignee_is_named,
    consignee_is_complete,
    consignee_is_not_offshore,
    consignee_country_is_a_member,
    consignee_address_names_its_country,
    consignee_stands_in_the_destination,
    producer_is_given,
    producer_words_are_the_forms,
    several_producers_stand_by_their_goods,
    middleman_is_given,
    hidden_middleman_is_meant,
    destination_is_not_the_middlemans,
    parties_are_in_chinese,
    contacts_are_filled,
    taiwan_is_worded,
)
