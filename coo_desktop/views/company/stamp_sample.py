"""A piece of a certificate at its real size, with seal and signature where they print, drawn by what prints them."""

import dataclasses
from decimal import Decimal

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from coo_desktop.domain.documents.document import CERTIFICATE, Company, Document
from coo_desktop.domain.office.stamps import StampKind, StampPicture
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.views.printing.pdf_pages import page_image

_MM_PER_INCH = 25.4
#: How much of the paper around the declaration is seen, too.
AROUND_MM = 3.0


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """What a sample shows: the company's name in a declaration of today, and pictures with their widths."""

    company: Company
    today: str
    pictures: tuple[tuple[StampKind, StampPicture, Decimal], ...]

    def image(self, rules: Rulebook, dots_per_inch: float) -> QImage:
        """The declaration of the first form that has one; belongs on a worker. Raises what drawing raises."""
        from coo_desktop.paper.geometry import geometry  # draws a page: too heavy before it is wanted
        from coo_desktop.paper.render import pdf
        from coo_desktop.paper.stamping import Printed, Stamping, declaration

        form, found = next(
            (form, found)
            for form in rules.book.family(CERTIFICATE)
            if (found := declaration(geometry(form))) is not None
        )
        printed = {kind: Printed(picture.content, float(width)) for kind, picture, width in self.pictures}
        stamps = Stamping(printed.get(StampKind.SEAL), printed.get(StampKind.SIGNATURE))
        values = {"application_place": self.company.city_en, "application_date": self.today}
        document = Document(id="sample", form=form.id, family=form.family, values=values)
        page = page_image(pdf(form, document, stamps=stamps), 0, dots_per_inch)
        scale = dots_per_inch / _MM_PER_INCH
        frame = found.frame
        left, top = (frame.x - AROUND_MM) * scale, (frame.y - AROUND_MM) * scale
        width, height = (frame.width + 2 * AROUND_MM) * scale, (frame.height + 2 * AROUND_MM) * scale
        return page.copy(QRect(int(left), int(top), int(width), int(height)))
