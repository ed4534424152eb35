"""The named cross-field rules; a form file lists which of them apply to it."""

from coo_desktop.domain.checks import (
    declaration,
    goods,
    invoices,
    origin,
    packing,
    parties,
    product,
    transport,
    wording,
)
from coo_desktop.domain.checks.problems import Check

_SUBJECTS = (parties, transport, invoices, packing, goods, origin, declaration, product, wording)

CHECKS: dict[str, Check] = {rule.__name__: rule for subject in _SUBJECTS for rule in subject.RULES}
