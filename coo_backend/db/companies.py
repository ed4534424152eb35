"""What is filed of a company beside its name: what its people are called, its seal and their signatures."""

import sqlalchemy as sa

from coo_backend.db.tables import accounts, company_stamps, office_settings
from coo_desktop.contract.accounts import Colleague
from coo_desktop.domain.documents.document import Company, Document
from coo_desktop.domain.office.people import Colleagues
from coo_desktop.domain.office.stamps import CompanyStamps, ElectronicSeals, Stamp, StampKind
from coo_desktop.paper.stamping import Printed, Stamping


def colleagues(connection: sa.Connection, company: str) -> list[Colleague]:
    """What every account of the company is called, deleted ones too; who cancelled the account left no name."""
    mine = sa.and_(accounts.c.company == company, accounts.c.name != "", accounts.c.role.in_(("admin", "clerk")))
    rows = connection.execute(sa.select(accounts).where(mine).order_by(accounts.c.account))
    return [Colleague(account=row.account, name=row.name) for row in rows]


def wanted(connection: sa.Connection, office: str) -> ElectronicSeals:
    """Whether an office takes electronic seals."""
    query = sa.select(office_settings.c.electronic_seals).where(office_settings.c.office == office)
    return ElectronicSeals(connection.execute(query).scalar() or ElectronicSeals.NONE)


def set_wanted(connection: sa.Connection, office: str, seals: ElectronicSeals) -> None:
    """What an office wants from now on; pictures that are filed stay."""
    mine = office_settings.c.office == office
    if connection.execute(sa.update(office_settings).where(mine).values(electronic_seals=seals)).rowcount == 0:
        connection.execute(sa.insert(office_settings).values(office=office, electronic_seals=seals))


def of_company(connection: sa.Connection, company: Company) -> CompanyStamps:
    """What is filed for a company, and what its office wants."""
    mine = company_stamps.c.company == company.id
    names = [column for column in company_stamps.c if column.name not in ("company", "content")]
    rows = connection.execute(sa.select(*names).where(mine).order_by(company_stamps.c.kind, company_stamps.c.account))
    items = tuple(Stamp(**{**row._mapping, "kind": StampKind(row.kind)}) for row in rows)
    return CompanyStamps(wanted(connection, company.office), items)


def stamping(connection: sa.Connection, company: Company, document: Document) -> Stamping:
    """What the exporter's declaration of a document bears."""
    names = Colleagues({each.account: each.name for each in colleagues(connection, company.id)})
    seal, signature = of_company(connection, company).for_document(document, names)

    def printed(stamp: Stamp | None) -> Printed | None:
        if stamp is None:
            return None
        mine = sa.and_(company_stamps.c.company == company.id, company_stamps.c.kind == stamp.kind)
        query = sa.select(company_stamps.c.content).where(mine, company_stamps.c.account == stamp.account)
        return Printed(connection.execute(query).scalar_one(), float(stamp.width_mm))

    return Stamping(printed(seal), printed(signature))
