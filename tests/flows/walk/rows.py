"""The rows of the manual and of the design, each with its walk: `make walk` goes them all, in this order."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.flows.walk import account_rows, certificate_rows, product_rows
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
    Row("1.10", "cancel the account", account_rows.cancels_the_account),
)
