"""A check of texts looks at all that a person words for the paper, and at nothing else."""

from coo_desktop.domain.checks.printed_texts import of_each_text
from coo_desktop.domain.checks.problems import Finding
from tests.domain.given import RCEP, context_of, rules, values_of


def test_the_notes_to_the_examiner_and_filed_names_are_no_printed_texts():
    @of_each_text()
    def anything(_form, _values, _place, _context):
        yield Finding("needed")

    values = values_of(RCEP, application_remark="A", remarks="B")
    told = list(anything(rules().form("rcep_2022"), values, context_of(RCEP)))
    fields = {found.field for found in told}
    assert {"remarks", "marks", "consignee_name"} <= fields
    assert "application_remark" not in fields
    assert {found.part for found in told} >= {"name_en", "description"}
    assert {found.row for found in told} >= {"", *(row["id"] for row in values["goods"])}


def test_what_is_found_in_a_text_stands_where_the_text_does():
    @of_each_text("contract_no")
    def marked(_form, values, place, _context):
        if place.text == "MARK":
            yield Finding("needed", facts={"seen": sorted(values)})

    values = values_of(RCEP, remarks="MARK", goods__description="MARK")
    told = list(marked(rules().form("rcep_2022"), values, context_of(RCEP)))
    row = values["goods"][0]["id"]
    assert {(found.field, found.row, found.part) for found in told} == {
        ("remarks", "", ""),
        ("goods", row, "description"),
    }
    assert all(set(found.facts["seen"]) <= {"contract_no"} for found in told)
