"""The rows of the manual and of the design, each with its walk: `make walk` goes them all, in this order."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.flows.walk import (
    account_rows,
    certificate_rows,
    company_rows,
    further_rows,
    life_rows,
    office_rows,
    product_rows,
)
from tests.flows.walk.walker import Walker


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the manual's (row 1.4.2 has two kinds); `walk` raises when the row does not work."""

    number: str
    title: str
    walk: Callable[[Walker], None]


ROWS: tuple[Row, ...] = (
    Row("1.1.1", "sign in", account_rows.signs_in),
    Row("1.1.2", "forgotten password", account_rows.sets_a_forgotten_password),
    Row("1.2.1", "signatories", account_rows.arranges_signatories),
    Row("1.2.2", "move to another CCPIT office", account_rows.moves_to_another_office),
    Row("1.3.1.1", "new product pre-review", product_rows.declares_a_product),
    Row("1.3.1.2", "edit a pre-review", product_rows.edits_a_product),
    Row("1.3.1.3", "find pre-reviews", product_rows.finds_products),
    Row("1.3.2.1", "voided by CCPIT", product_rows.declares_a_voided_product_again),
    Row("1.3.2.2", "adjust an approved product", product_rows.adjusts_an_approved_product),
    Row("1.3.2.3", "tariff version change", product_rows.gives_products_the_codes_of_a_new_edition),
    Row("1.4.1.1", "smart create", certificate_rows.creates_from_products),
    Row("1.4.1.2", "copy", certificate_rows.copies_certificates),
    Row("1.4.2 preferential", "edit a preferential certificate", certificate_rows.fills_in_a_preferential_certificate),
    Row("1.4.2 general", "edit a general certificate", certificate_rows.fills_in_a_general_certificate),
    Row("1.4.3.1", "find certificates", certificate_rows.finds_certificates),
    Row("1.4.3.2", "preview", certificate_rows.previews_a_certificate),
    Row("1.4.4.1", "withdraw", life_rows.withdraws),
    Row("1.4.4.2", "amend and reissue", life_rows.amends),
    Row("1.4.4.3", "lost and reissue", life_rows.reports_a_loss),
    Row("1.4.x", "print and ask to print again", life_rows.prints_and_asks_again),
    Row("1.5.1", "verification from abroad", office_rows.answers_a_verification),
    Row("1.6.1", "check a certificate, anyone", office_rows.checks_a_paper),
    Row("1.6.2", "check, customs user", office_rows.checks_a_paper_as_the_customs),
    Row("1.7.1", "FTA rates", office_rows.compares_rates),
    Row("1.8.1", "importers, producers, clauses", office_rows.keeps_reference_data),
    Row("1.9", "questionnaires", office_rows.fills_in_a_questionnaire),
    Row("1.10", "cancel the account", account_rows.cancels_the_account),
    Row("offline", "works offline, sends exactly once", further_rows.works_offline_and_sends_once),
    Row("explained", "says why a criterion holds", further_rows.explains_a_criterion),
    Row("pasted", "goods pasted from a spreadsheet", further_rows.pastes_goods_from_a_spreadsheet),
    Row("problems", "problems jump to their fields", further_rows.jumps_to_problems),
    Row("live form", "the form while typing", further_rows.shows_the_form_while_typing),
    Row("batch", "batch send", further_rows.sends_a_batch),
    Row("undertaking", "undertaking and way to collect", further_rows.undertakes_at_the_send),
    Row("compared", "amended beside original", further_rows.compares_with_the_original),
    Row("history", "every version", further_rows.keeps_every_version),
    Row("company", "the company's page", company_rows.shows_the_company),
    Row("backups", "a backup, and what it would change", company_rows.backs_up_and_shows_what_would_change),
    Row("second pair of eyes", "released by another person", company_rows.has_a_second_person_release),
    Row("pre-review withdrawn", "a pre-review comes back", company_rows.withdraws_a_product),
    Row("dossier", "the dossier of a certificate", company_rows.saves_a_dossier),
    Row("comparison printed", "the comparison on paper", company_rows.prints_a_comparison),
    Row("workbook", "products from a workbook", company_rows.takes_a_workbook_in),
    Row("command line", "a door for ERP systems", further_rows.answers_at_the_command_line),
)
