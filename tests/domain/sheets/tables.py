"""What the tests of tables share: pages written as text, and the shipped words."""

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.invoice import measure_test
from coo_desktop.domain.sheets.titles import read_words
from coo_desktop.environment.assets import resource
from tests.domain.given import rules

WORDS = read_words(
    resource("sheets", "titles.toml").read_text("utf-8"), resource("sheets", "headings.toml").read_text("utf-8")
)
IS_MEASURE = measure_test(lambda name: rules().code_list(name))


def page(text: str, **more: object) -> Page:
    """A page whose cells are parted by "|" and whose lines are those of the text."""
    rows = (tuple(cell.strip() for cell in line.split("|")) for line in text.strip("\n").split("\n"))
    return Page("page", tuple(rows), **more)  # type: ignore[arg-type]
