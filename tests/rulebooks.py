"""The declarations as the tests read them: once per process, however many modules ask."""

from functools import cache

from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.environment.assets import declarations


@cache
def shipped() -> Rulebook:
    """The program's own declarations; about 6 MB, so no test module reads them again for itself."""
    return read_rulebook(declarations())
