"""A chosen picture is examined, cut to its ink and brought to a bearable size by the guarded child."""

import io

import pytest
from PIL import Image

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.office.stamps import STAMP_BYTES
from coo_desktop.domain.refusals import EvidenceFault
from coo_desktop.store.evidence.stamp_picture import MOST_SIDE, read_picture, rewritten
from tests.backend.stamp_pictures import jpeg_of, seal_png


def test_a_transparent_ground_stays_transparent_and_the_margin_goes(tmp_path):
    file = tmp_path / "章.png"
    file.write_bytes(seal_png(400))
    found = read_picture(file)
    assert (found.mime, found.width_px, found.height_px) == ("image/png", 385, 385)
    assert Image.open(io.BytesIO(found.content)).getpixel((2, 2))[3] == 0


def test_a_photograph_is_cut_to_the_stamp(tmp_path):
    file = tmp_path / "seal.jpg"
    file.write_bytes(jpeg_of(seal_png(400)))
    found = read_picture(file)
    assert found.mime == "image/jpeg"
    assert abs(found.width_px - 385) < 8
    assert abs(found.height_px - found.width_px) < 3


def test_a_picture_of_many_bytes_is_made_smaller():
    noise = Image.effect_noise((2400, 2400), 90).convert("RGBA")
    noise.putalpha(Image.effect_noise((2400, 2400), 90))
    written = io.BytesIO()
    noise.save(written, "PNG", compress_level=1)
    content, mime, width, height = rewritten(written.getvalue())
    assert (mime, width, height) == ("image/png", width, width)
    assert 0 < len(content) <= STAMP_BYTES
    assert width <= MOST_SIDE


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.7 nothing", EvidenceFault.BROKEN),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(99), EvidenceFault.BROKEN),
        ("a.png", b"GIF89a" + bytes(99), EvidenceFault.WRONG_TYPE),
        ("a.jpg", seal_png(), EvidenceFault.TYPE_MISMATCH),
        ("a.png", b"", EvidenceFault.EMPTY),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(tmp_path, name, content, reason):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read_picture(file)
    assert caught.value.facts["reason"] == reason


def test_an_empty_sheet_is_taken_whole():
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(written, "PNG")
    assert rewritten(written.getvalue())[2:] == (60, 40)
