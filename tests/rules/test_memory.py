"""A process of the tests says when it holds much, and by name."""

from tests.memory import MOST_MB, WARNED_MB, held_mb, verdict


def test_much_is_said_by_name_and_little_is_not():
    assert verdict({"gw0": WARNED_MB - 1}) == ""
    said = verdict({"gw0": WARNED_MB - 1, "gw1": MOST_MB + 1})
    assert f"gw1 {MOST_MB + 1} MB" in said
    assert "gw0" not in said


def test_what_a_process_holds_grows_with_what_it_keeps():
    before = held_mb()
    kept = b"x" * 50_000_000
    assert held_mb() >= before + 40 or not before
    del kept
