"""Pictures of seals and signatures as a scanner makes them, and how they are filed."""

import io
from dataclasses import replace
from typing import Any

import requests
from PIL import Image, ImageDraw

from coo_backend.db import companies
from coo_backend.seed import NINGBO_OFFICE
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.office.stamps import ElectronicSeals, to_parts
from tests.backend.process import Client

RED, BLACK = (200, 30, 40, 255), (20, 20, 20, 255)
SEAL_MM, SIGNATURE_MM = "40", "30"


def seal_png(side: int = 400, colour: tuple[int, int, int, int] = RED) -> bytes:
    """A round seal on a transparent ground: a ring, a star, no letters."""
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((8, 8, side - 8, side - 8), outline=colour, width=side // 30)
    draw.regular_polygon((side // 2, side // 2, side // 6), 3, fill=colour)
    return _png(image)


def signature_png(width: int = 600, colour: tuple[int, int, int, int] = BLACK) -> bytes:
    """A stroke of a pen on a transparent ground."""
    image = Image.new("RGBA", (width, width // 2), (0, 0, 0, 0))
    points = [(width * x // 10, width // 4 + (width // 5 if x % 2 else -width // 5)) for x in range(1, 10)]
    ImageDraw.Draw(image).line(points, fill=colour, width=width // 60, joint="curve")
    return _png(image)


def jpeg_of(png: bytes) -> bytes:
    """The same on white paper with a wide margin, as a phone takes it."""
    drawn = Image.open(io.BytesIO(png))
    paper = Image.new("RGBA", (drawn.width * 2, drawn.height * 2), "white")
    paper.alpha_composite(drawn, (drawn.width // 2, drawn.height // 2))
    written = io.BytesIO()
    paper.convert("RGB").save(written, "JPEG", quality=95)
    return written.getvalue()


def take_seals(backend: Any, office: str = NINGBO_OFFICE.office) -> None:
    """The office takes electronic seals from now on."""
    with backend.place.shared.database.write("") as connection:
        asked = companies.wishes(connection, office)
        companies.set_wishes(connection, office, replace(asked, seals=ElectronicSeals.ALLOWED))


def put_stamp(client: Client, kind: str, content: bytes = b"", width_mm: str = SIGNATURE_MM) -> requests.Response:
    """Files a picture over the wire."""
    body = {"content": to_parts(content or seal_png()), "widthMm": width_mm}
    return client.call("PUT", f"/v1/company/stamps/{kind}", body, Idempotency_Key=new_id())


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
