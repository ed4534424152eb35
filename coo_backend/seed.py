"""The demo's companies, offices and people; their passwords are for the demo alone."""

import sqlalchemy as sa

from coo_backend.accounts.registry import add_account, add_company
from coo_backend.db.sight import EVERYBODY
from coo_backend.db.tables import companies
from coo_backend.db.unit import Shared
from coo_backend.web.passwords import Passwords
from coo_desktop.domain.documents.document import Company, Person

PASSWORD = "demo-pass-2026"  # published with the demo, good for nothing else

LANFENG = Company(
    id="0192f0a0-0000-7000-8000-000000000001",
    name_zh="宁波蓝枫家居用品有限公司",
    name_en="NINGBO LANFENG HOUSEWARE CO., LTD.",
    address_en="NO. 88 XINGHAI ROAD, BEILUN DISTRICT, NINGBO, ZHEJIANG, CHINA",
    address_zh="浙江省宁波市北仑区星海路88号",
    kind="trading",
    registration_no="330200118",
    credit_code="91330206MA2FICT18X",
    office="3302",
    city_en="NINGBO",
    phone="0574-8600 0118",
)
MINGYAO = Company(
    id="0192f0a0-0000-7000-8000-000000000002",
    name_zh="潮州明瑶陶瓷有限公司",
    name_en="CHAOZHOU MINGYAO CERAMICS CO., LTD.",
    address_en="FENGXI DISTRICT, CHAOZHOU, GUANGDONG, CHINA",
    address_zh="广东省潮州市枫溪区",
    kind="both",
    registration_no="440500226",
    credit_code="91445100MA5FICT26C",
    office="4405",
    city_en="CHAOZHOU",
    phone="0768-2900 0226",
)
NINGBO_OFFICE = Company(
    id="0192f0a0-0000-7000-8000-000000003302",
    name_zh="贸促会宁波",
    name_en="CCPIT NINGBO",
    address_zh="浙江省宁波市",
    kind="office",
    office="3302",
    city_en="NINGBO",
)
CHAOZHOU_OFFICE = Company(
    id="0192f0a0-0000-7000-8000-000000004405",
    name_zh="贸促会潮州",
    name_en="CCPIT CHAOZHOU",
    address_zh="广东省潮州市",
    kind="office",
    office="4405",
    city_en="CHAOZHOU",
)

PEOPLE = (
    (LANFENG, Person(account="admin", name="陈枫", role="admin"), "13800000001"),
    (LANFENG, Person(account="demo", name="王晓明", role="clerk"), "13800000002"),
    (LANFENG, Person(account="clerk2", name="李静", role="clerk"), "13800000003"),
    (MINGYAO, Person(account="mingyao", name="林瑶", role="clerk"), "13800000004"),
    (NINGBO_OFFICE, Person(account="examiner", name="周审", role="examiner"), ""),
    (NINGBO_OFFICE, Person(account="customs", name="海关查验", role="customs"), ""),
    (CHAOZHOU_OFFICE, Person(account="examiner2", name="吴审", role="examiner"), ""),
)


def demo(shared: Shared, passwords: Passwords) -> None:
    """Fills an empty database; one that holds companies is left alone."""
    with shared.database.write("", EVERYBODY) as connection:
        if connection.execute(sa.select(companies.c.id)).first() is not None:
            return
        for company in (LANFENG, MINGYAO, NINGBO_OFFICE, CHAOZHOU_OFFICE):
            add_company(connection, company)
        at = shared.clock.stamp()
        password_hash = passwords.hashed(PASSWORD)
        for company, person, phone in PEOPLE:
            add_account(connection, company.id, person, password_hash, at, phone)
