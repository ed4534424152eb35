"""Companies and the people who act for them; what an administrator changes takes effect at their next request."""

import sqlalchemy as sa

from coo_backend.db.tables import accounts, companies, feeds
from coo_desktop.domain.documents.document import Company, Person
from coo_desktop.domain.errors import NotFound


def add_company(connection: sa.Connection, company: Company) -> None:
    """Files a company and starts its feed; `kind` office stands for an issuing body and its examiners."""
    values = {column.name: getattr(company, column.name) for column in companies.c}
    connection.execute(sa.insert(companies).values(values))
    connection.execute(sa.insert(feeds).values(company=company.id))


def add_account(
    connection: sa.Connection, company_id: str, person: Person, password_hash: str, at: str, phone: str = ""
) -> None:
    """Gives a person an account of the company; codes go to `phone`."""
    connection.execute(
        sa.insert(accounts).values(
            account=person.account,
            company=company_id,
            name=person.name,
            role=person.role,
            active=person.active,
            password_hash=password_hash,
            created_at=at,
            phone=phone,
        )
    )


def set_active(connection: sa.Connection, account: str, active: bool) -> None:
    """Disables or enables a signatory; every access token given out so far ends."""
    mine = accounts.c.account == account
    values = {"active": active, "token_version": accounts.c.token_version + 1}
    if connection.execute(sa.update(accounts).where(mine).values(values)).rowcount == 0:
        raise NotFound(id=account, what="account")
