"""Assets: shipped files are found from a checkout."""

import pytest

from coo_desktop.assets import resource


@pytest.mark.parametrize("name", ["NotoSansSC-GB2312.ttf", "NotoSansSC-Regular.ttf", "Fallback-Rare.ttf"])
def test_a_font_is_found(name):
    assert resource("fonts", name).is_file()
