"""Every reason of a refusal has words of its own in both languages."""

from enum import Enum
from string import Formatter

import pytest

from coo_desktop.dialogs.incoming_files import told_unfit
from coo_desktop.domain.errors import Refused, Unreadable
from coo_desktop.domain.forms.form_type import Words
from coo_desktop.domain.refusals import EvidenceFault, Rule, SheetFault
from coo_desktop.environment import words
from coo_desktop.environment.words import _
from coo_desktop.views.lists.actions import Obstacle
from coo_desktop.views.words.errors import code_text, error_message
from coo_desktop.views.words.tables import told_of_table

FACTS: dict[str, object] = {
    "name": "x",
    "count": 3,
    "rows": 4,
    "account": "demo",
    "characters": "x",
    "code": "961799",
    "edition": "2022",
    "most": 500,
    "notes": 200,
}
BOTH = pytest.mark.parametrize("language", words.LANGUAGES)


def is_in(language: str, text: str) -> bool:
    """Whether a text with nothing left to fill in is written in a language."""
    is_chinese = any("一" <= character <= "鿿" for character in text)
    return (
        bool(text)
        and not [name for _text, name, *_rest in Formatter().parse(text) if name]
        and (is_chinese == (language == "zh_CN"))
    )


def one_by_one(texts: dict[Enum, str]) -> bool:
    return len(set(texts.values())) == len(texts)


@BOTH
def test_every_rule(language):
    words.use(language)
    texts = {rule: error_message(Refused(why=rule, **FACTS)) for rule in Rule}
    assert [rule for rule, text in texts.items() if not is_in(language, text) or text == code_text("refused")] == []
    assert one_by_one(texts)


@BOTH
def test_every_fault_of_evidence(language):
    words.use(language)
    texts = {fault: told_unfit(Unreadable(reason=fault)) for fault in EvidenceFault}
    assert [fault for fault, text in texts.items() if not is_in(language, text)] == []
    assert one_by_one(texts)


@BOTH
def test_every_fault_of_a_spreadsheet(language):
    words.use(language)
    needed = Words(zh_CN="名称", en="Name")
    texts = {fault: told_of_table(Unreadable(reason=fault, file="a", needed=needed), language) for fault in SheetFault}
    assert [fault for fault, text in texts.items() if not is_in(language, text)] == []
    assert one_by_one(texts)


@BOTH
def test_every_obstacle_of_an_action_on_a_list(language):
    words.use(language)
    texts = {obstacle: _(obstacle.value) for obstacle in Obstacle}
    assert [obstacle for obstacle, text in texts.items() if not is_in(language, text)] == []
    assert one_by_one(texts)
