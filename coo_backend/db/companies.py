"""What is filed of a company beside its name: its people's names, seal and signatures, and what its office wants."""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from coo_backend.db.tables import accounts, companies, company_stamps, office_settings
from coo_desktop.contract.accounts import Colleague
from coo_desktop.domain.documents.document import Company, Document
from coo_desktop.domain.office.people import Colleagues
from coo_desktop.domain.office.stamps import CompanyStamps, ElectronicSeals, Stamp, StampKind
from coo_desktop.paper.stamping import Printed, Stamping


def filed(connection: sa.Connection, company: str) -> Company:
    """The company as it is filed."""
    row = connection.execute(sa.select(companies).where(companies.c.id == company)).one()
    return Company(**row._mapping)


def colleagues(connection: sa.Connection, company: str) -> list[Colleague]:
    """What every account of the company is called, deleted ones too; who cancelled the account left no name."""
    mine = sa.and_(accounts.c.company == company, accounts.c.name != "", accounts.c.role.in_(("admin", "clerk")))
    rows = connection.execute(sa.select(accounts).where(mine).order_by(accounts.c.account))
    return [Colleague(account=row.account, name=row.name) for row in rows]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an office wants of its companies: electronic seals, an undertaking and a way to collect when they send."""

    seals: ElectronicSeals = ElectronicSeals.NONE
    asks_at_sending: bool = False


def wishes(connection: sa.Connection, office: str) -> Wishes:
    """What an office wants; one that never said anything wants nothing."""
    row = connection.execute(sa.select(office_settings).where(office_settings.c.office == office)).first()
    if row is None:
        return Wishes()
    return Wishes(ElectronicSeals(row.electronic_seals or ElectronicSeals.NONE), bool(row.asks_at_sending))


def set_wishes(connection: sa.Connection, office: str, wanted: Wishes) -> None:
    """What an office wants from now on; pictures that are filed and what was sent stay as they are."""
    mine = office_settings.c.office == office
    values = {"electronic_seals": wanted.seals, "asks_at_sending": int(wanted.asks_at_sending)}
    if connection.execute(sa.update(office_settings).where(mine).values(**values)).rowcount == 0:
        connection.execute(sa.insert(office_settings).values(office=office, **values))


def with_wishes(connection: sa.Connection, company: Company) -> Company:
    """The company with what its office asks for."""
    return replace(company, sending_asked=wishes(connection, company.office).asks_at_sending)


def of_company(connection: sa.Connection, company: Company) -> CompanyStamps:
    """What is filed for a company, and what its office wants."""
    mine = company_stamps.c.company == company.id
    names = [column for column in company_stamps.c if column.name not in ("company", "content")]
    rows = connection.execute(sa.select(*names).where(mine).order_by(company_stamps.c.kind, company_stamps.c.account))
    items = tuple(Stamp(**{**row._mapping, "kind": StampKind(row.kind)}) for row in rows)
    return CompanyStamps(wishes(connection, company.office).seals, items)


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
