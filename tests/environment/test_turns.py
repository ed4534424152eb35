"""Equal things are looked at by one thread after the other, others at the same time."""

import threading

from coo_desktop.environment.turns import ThreadTurns


def test_equal_things_are_had_one_after_the_other_and_others_at_once():
    turns, order = ThreadTurns(), []
    begun, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with turns.alone({"a": 1}):
            begun.set()
            go_on.wait()
            order.append("first")

    def second() -> None:
        with turns.alone({"a": 1}):
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    begun.wait()
    threads[1].start()
    with turns.alone({"a": 2}):
        order.append("other")
    go_on.set()
    for thread in threads:
        thread.join()
    assert order == ["other", "first", "second"]


def test_a_turn_ends_with_an_error():
    turns = ThreadTurns()
    for _ in range(2):
        try:
            with turns.alone("x"):
                raise ValueError
        except ValueError:
            continue
