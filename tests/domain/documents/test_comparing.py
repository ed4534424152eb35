"""What a comparison shows: every difference once, where the form has the field, and nothing else."""

from coo_desktop.domain.documents.comparing import ADDED, CHANGED, MOVED, REMOVED, SAME, differences
from tests.domain.given import RCEP, rules, values_of

FORM = rules().form("rcep_2022")


def lines(was, now, **more):
    told = differences(FORM, was, now, **more)
    return [
        (line.kind, line.field.id, line.row, line.part.id if line.part else "", line.old, line.new) for line in told
    ]


def test_equal_values_differ_in_nothing():
    assert lines(values_of(RCEP), values_of(RCEP)) == []


def test_a_field_is_changed_added_or_removed():
    was = {"vessel": "A", "remarks": "", "contract_no": "C1"}
    now = {"vessel": "B", "remarks": "new", "contract_no": ""}
    assert lines(was, now) == [
        (REMOVED, "contract_no", 0, "", "C1", ""),
        (CHANGED, "vessel", 0, "", "A", "B"),
        (ADDED, "remarks", 0, "", "", "new"),
    ]


def test_an_absent_field_is_an_empty_one():
    assert lines({}, {"vessel": "", "invoices": [], "retroactive": False}) == []


def test_rows_are_matched_by_their_id_and_told_by_their_place():
    was = {"goods": [{"id": "a", "quantity": "1"}, {"id": "b", "quantity": "2"}]}
    now = {"goods": [{"id": "b", "quantity": "3"}, {"id": "c", "quantity": "4"}]}
    assert lines(was, now) == [
        (CHANGED, "goods", 1, "quantity", "2", "3"),
        (ADDED, "goods", 2, "", None, {"id": "c", "quantity": "4"}),
        (REMOVED, "goods", 1, "", {"id": "a", "quantity": "1"}, None),
    ]


def test_another_order_of_the_same_rows_is_one_line():
    one, other, third = ({"id": row_id, "quantity": row_id} for row_id in "abc")
    assert lines({"goods": [one, other, third]}, {"goods": [third, one, other]}) == [
        (MOVED, "goods", 0, "", [3, 1, 2], [1, 2, 3])
    ]


def test_an_exchanged_file_is_a_line_of_its_row():
    was = {"evidence": [{"id": "e", "sha256": "1", "name": "a.pdf"}]}
    now = {"evidence": [{"id": "e", "sha256": "2", "name": "b.pdf"}]}
    assert [line[:4] for line in lines(was, now)] == [(CHANGED, "evidence", 1, "")]


def test_everything_shows_what_is_the_same_too():
    told = lines({"vessel": "A", "remarks": "x"}, {"vessel": "A", "remarks": "y"}, everything=True)
    assert [line[:2] for line in told] == [(SAME, "vessel"), (CHANGED, "remarks")]


def test_what_is_no_rows_where_rows_belong_is_compared_whole():
    assert [line[0] for line in lines({"goods": "abc"}, {"goods": []})] == [REMOVED]
