"""The Chinese sentences of the cross-strait certificate: days, packages, totals and routes."""

from collections.abc import Iterable, Sequence
from datetime import date

BULK, NUDE, HANGING = "散装", "裸装", "挂装"
MODES = {
    "sea": "海运",
    "air": "空运",
    "rail": "铁路运输",
    "truck": "公路运输",
    "mail": "邮递",
    "multimodal_transport": "多式联运",
}


def chinese_date(day: date) -> str:
    """2026年11月02日."""
    return f"{day.year:04d}年{day.month:02d}月{day.day:02d}日"


def packed_goods(name_zh: str, name_en: str, packages: str) -> str:
    """涤纶变形纱线 POLYESTER TEXTURED YARN，400 箱: the English name may stand beside the Chinese one."""
    names = " ".join(filter(None, [name_zh, name_en]))
    return "，".join(filter(None, [names, packages]))


def counted(count: int, unit: str) -> str:
    """400 箱."""
    return f"{count} {unit}"


def total_line(packages: Iterable[tuple[int, str]]) -> str:
    """合计：400 箱、20 托盘: units apart, each summed; empty when nothing is counted."""
    sums: dict[str, int] = {}
    for count, unit in packages:
        sums[unit] = sums.get(unit, 0) + count
    listed = "、".join(counted(count, unit) for unit, count in sums.items())
    return f"合计：{listed}" if listed else ""


def route_text(start: str, end: str, mode: str, via: Sequence[str] = ()) -> str:
    """从上海经香港至基隆，海运; `mode` is a transport mode as stored."""
    through = f"经{'、'.join(via)}" if via else ""
    return f"从{start}{through}至{end}，{MODES.get(mode, mode)}"
