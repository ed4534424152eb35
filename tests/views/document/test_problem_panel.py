"""The list of problems is drawn line by line, and says what a list drawn anew says."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.views.document.problem_panel import LISTED, ProblemPanel

LISTS = st.lists(st.lists(st.integers(0, 6), max_size=6, unique=True), min_size=2, max_size=5)


def problem(number: int) -> Problem:
    said = f"No. {number}"
    return Problem("warn" if number % 2 else "block", "needed", "goods", "7", "", "", said, said, "source")


def drawn(panel: ProblemPanel) -> list[tuple[str, str]]:
    items = [panel.list.item(at) for at in range(panel.list.count())]
    return [(item.text(), item.toolTip()) for item in items]


@pytest.fixture
def panel(qtbot) -> ProblemPanel:
    made = ProblemPanel()
    qtbot.addWidget(made)
    return made


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=LISTS, at=st.integers(0, 5))
def test_the_list_is_the_one_that_is_drawn_anew_and_its_current_line_stays(panel, lists, at):
    for numbers in lists:
        panel.list.setCurrentRow(at if at < panel.list.count() else -1)
        before, problems = panel.current, tuple(map(problem, numbers))
        panel.show_problems(problems)
        assert panel.current == (before if before in problems else None)
        fresh = ProblemPanel(panel)
        fresh.show_problems(problems)
        assert drawn(panel) == drawn(fresh)
        assert panel.count.text() == fresh.count.text()
        fresh.deleteLater()


def test_the_lines_of_problems_that_stay_are_left_alone(panel):
    panel.show_problems(tuple(map(problem, (1, 2, 3, 4, 5))))
    items = [panel.list.item(at) for at in range(5)]
    panel.show_problems(tuple(map(problem, (1, 2, 6, 4, 5))))
    assert [panel.list.item(at) is items[at] for at in range(5)] == [True, True, False, True, True]
    panel.show_problems(tuple(map(problem, (1, 2, 4, 5))))
    assert [panel.list.item(at) is items[where] for at, where in enumerate((0, 1, 3, 4))] == [True] * 4


def test_the_list_stays_where_it_was_scrolled_to(panel, qtbot):
    panel.resize(300, 200)
    panel.show()
    numbers = [*range(60)]
    panel.show_problems(tuple(map(problem, numbers)))
    scrolled = panel.list.verticalScrollBar()
    qtbot.waitUntil(lambda: scrolled.maximum() > 0)
    scrolled.setValue(at := scrolled.maximum() // 2)
    panel.show_problems(tuple(map(problem, [*numbers[:50], 99, *numbers[51:]])))
    assert scrolled.value() == at


def test_of_very_many_problems_the_worst_are_listed_and_all_are_counted(panel):
    many = sorted(map(problem, range(2 * LISTED + 100)), key=lambda one: one.severity != "block")
    panel.show_problems(tuple(many))
    assert panel.list.count() == LISTED
    assert {one.severity for one in panel._problems} == {"block"}
    assert (str(LISTED + 50) in panel.count.text(), str(LISTED + 100) in panel.count.text()) == (True, True)
    panel.show_problems(tuple(many[: LISTED + 1][1:]))
    assert (panel.list.count(), "·" in panel.count.text()) == (LISTED, False)
