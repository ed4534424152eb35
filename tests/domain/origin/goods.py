"""Products to determine: the vacuum flask of the command line, the one of the published sample, and small ones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from coo_desktop.domain.agreements import Agreement, CriterionCodes, Cumulation, GeneralRule, Tolerance
from coo_desktop.domain.forms.form_type import Words
from coo_desktop.domain.origin.product import Cost, Material, Product

ON = date(2026, 10, 16)

FLASK_FILE = {
    "product": {"name_en": "STAINLESS STEEL VACUUM FLASK", "hs_code": "961700", "hs_edition": "2022"},
    "from": "CN",
    "to": "JP",
    "currency": "USD",
    "ex_works_price": "4.80",
    "fob_price": "5.95",
    "net_weight_kg": "0.45",
    "wholly_obtained": False,
    "cost": {"direct_labour": "0.80", "direct_overhead": "0.40", "profit": "0.60", "other": "0.30"},
    "materials": [
        {
            "name": "stainless steel strip",
            "hs_code": "721934",
            "origin": "JP",
            "quantity": "0.35",
            "unit_price": "2.10",
            "weight_kg": "0.35",
        },
        {"name": "plastic lid", "hs_code": "392350", "origin": "CN", "quantity": "1", "unit_price": "0.30"},
    ],
}

# The pre-review of the published RCEP sample: prices in CNY, quantities per piece.
SAMPLE_ROWS = (
    ("不锈钢带", "STAINLESS STRIP", "722020", "KR", "16.00", "0.45"),
    ("聚丙烯粒子", "PP GRANULES", "390210", "SA", "9.50", "0.08"),
    ("硅胶圈", "SILICONE RING", "401693", "TW", "0.35", "2"),
    ("粉末涂料", "POWDER COATING", "320890", "CN", "38.00", "0.02"),
    ("纸箱分摊", "CARTON SHARE", "481910", "CN", "0.40", "1"),
)
ROW_KEYS = ("name_zh", "name_en", "hs_code", "origin", "unit_price", "quantity")


def sample_values(*cumulated: str) -> dict[str, object]:
    """The sample as a pre-review document holds it; rows of these origins are declared cumulated."""
    rows = [dict(zip(ROW_KEYS, row, strict=True)) | {"cumulated": row[3] in cumulated} for row in SAMPLE_ROWS]
    return {"ex_works_price": "38.00", "fob_price": "42.00", "materials": rows}


def sample(*cumulated: str) -> Product:
    """The sample as a product to determine."""
    materials = [
        material(hs_code, origin, quantity=quantity, price=price, cumulated=origin in cumulated)
        for _, _, hs_code, origin, price, quantity in SAMPLE_ROWS
    ]
    return good(*materials, hs_code="961700", ex_works_price=Decimal("38.00"), fob_price=Decimal("42.00"))


def material(
    hs_code: str, origin: str, *, price: str | None = "1", quantity: str | None = "1", **more: object
) -> Material:
    """One material; amounts as text, None for one that is not known."""
    made = Material(
        name=f"material {hs_code}",
        hs_code=hs_code,
        origin=origin,
        quantity=None if quantity is None else Decimal(quantity),
        unit_price=None if price is None else Decimal(price),
    )
    return replace(made, **more)


def good(*materials: Material, **more: object) -> Product:
    """A good of heading 96.17 going to Japan, worth 10 ex works and FOB unless told otherwise."""
    made = Product(
        hs_code="961700",
        importer="JP",
        ex_works_price=Decimal(10),
        fob_price=Decimal(10),
        wholly_obtained=False,
        materials=materials,
        cost=Cost(),
    )
    return replace(made, **more)


def agreement(**more: object) -> Agreement:
    """An agreement between China and Japan with a verified tolerance and bilateral cumulation."""
    made = Agreement(
        id="toy",
        name=Words(zh_CN="示例协定", en="Toy Agreement"),
        parties={"CN": date(2020, 1, 1), "JP": date(2020, 1, 1), "TH": date(2022, 1, 1)},
        tolerance=Tolerance(value_percent=Decimal(10), weight_percent=Decimal(10), verified=True, source="Art. 7"),
        cumulation=Cumulation(kind="bilateral", verified=True, source="Art. 4"),
        codes=CriterionCodes(
            standalone=("WO", "PE"),
            product_rule={"WO": "WO", "PE": "WP", "other": "PSR"},
            general_rule={"CTC": "CTH", "RVC": "{percent}%"},
            additions=("ACU", "DMI"),
        ),
        status="verified",
        source="made for a test",
    )
    return made.model_copy(update=more)


def general(text: str, **more: object) -> GeneralRule:
    return GeneralRule(text=text, source="Art. 5").model_copy(update=more)
