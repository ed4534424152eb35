"""The question before sending where an office asks for more than a yes."""

from coo_desktop.dialogs.sending import SendDialog
from coo_desktop.domain.office.sending_terms import COLLECTION, UNDERTAKING
from coo_desktop.views.questions import SendQuestion
from tests.rulebooks import shipped


def question(way: str = "") -> SendQuestion:
    form = shipped().form("rcep_2022")
    fields = {name: form.by_id[name] for name in (COLLECTION, UNDERTAKING)}
    return SendQuestion("发送", "\n".join(["RCEP", "SAKURA", "LF-1"]), "发送(&E)", fields, {COLLECTION: way})


def test_it_answers_with_both_and_with_nothing_before(session, owner, answered):
    dialog = SendDialog(session, question("office"), owner)
    answers = answered(dialog)
    dialog.finish()
    assert answers == []
    dialog.undertaking.setChecked(True)
    dialog.finish()
    assert answers == [{COLLECTION: "office", UNDERTAKING: True}]


def test_the_dialog_grows_for_what_it_warns_of(session, owner, answered):
    dialog = SendDialog(session, question(), owner)
    answered(dialog)
    before = dialog.height()
    dialog.finish()
    assert dialog.warning.isVisible()
    assert dialog.height() > before
    assert dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width())
