"""What a box cannot hold goes on attached sheets, whole."""

from io import BytesIO

from PIL import Image as Pictures

from coo_desktop.paper.attachments import Attached, attachments
from coo_desktop.paper.ink import Image, texts
from coo_desktop.paper.page import Place

PLACE = Place(10, 50, 190, 100)


def picture(width: int, height: int) -> bytes:
    file = BytesIO()
    Pictures.new("L", (width, height)).save(file, "PNG")
    return file.getvalue()


def test_nothing_to_attach_is_no_sheet() -> None:
    assert list(attachments([], PLACE)) == []


def test_a_long_text_fills_sheet_after_sheet() -> None:
    words = [f"W{number:04d}" for number in range(2000)]
    sheets = list(attachments([Attached("Box 2", " ".join(words))], PLACE))
    assert len(sheets) > 2
    told = [word for sheet in sheets for text in texts(sheet) for line in text.lines for word in line.split()]
    assert told == ["Box", "2", *words]
    for sheet in sheets:
        for text in texts(sheet):
            assert PLACE.y <= text.top
            assert text.bottom <= PLACE.y + PLACE.height


def test_texts_follow_each_other_under_their_titles() -> None:
    (sheet,) = attachments([Attached("Box 1", "A"), Attached("Box 2", "B")], PLACE)
    assert [text.lines[0] for text in texts(sheet)] == ["Box 1", "A", "Box 2", "B"]


def test_a_title_does_not_stand_alone_at_the_foot() -> None:
    sheets = list(attachments([Attached("Box 1", "\n".join("A" * 23)), Attached("Box 2", "B")], PLACE))
    assert len(sheets) == 2
    assert [text.lines[0] for text in texts(sheets[1])] == ["Box 2", "B"]


def test_a_picture_is_attached_in_its_size_or_as_large_as_a_sheet_holds() -> None:
    small, wide, tall = (
        Attached("Box 7", picture=picture(*size), width_mm=width)
        for size, width in (((40, 20), 60.0), ((400, 20), 500.0), ((20, 4000), 60.0))
    )
    found = [ink.place for sheet in attachments([small, wide, tall], PLACE) for ink in sheet if isinstance(ink, Image)]
    assert [(place.width, place.height) for place in found[:1]] == [(60, 30)]
    for place in found:
        assert place.x + place.width <= 200
        assert place.y + place.height <= 150
