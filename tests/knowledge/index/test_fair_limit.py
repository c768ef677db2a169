"""Searches take turns."""

from __future__ import annotations

import threading
from contextlib import suppress

from knowledge.index.fair_limit import Turns


def test_no_more_work_at_once_than_there_are_places_and_all_get_theirs() -> None:
    """Also when one of them fails."""
    turns, lock = Turns(2), threading.Lock()
    inside, most, done = 0, 0, 0

    def work() -> None:
        nonlocal inside, most, done
        for _ in range(200):
            with suppress(ZeroDivisionError), turns.turn():
                with lock:
                    inside += 1
                    most = max(most, inside)
                with lock:
                    inside -= 1
                    done += 1
                done / 0

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most <= 2
    assert done == 8 * 200


def test_those_who_wait_go_in_the_order_in_which_they_came() -> None:
    """Whoever just left comes last."""
    turns, order, arrived = Turns(1), [], threading.Semaphore(0)

    def work(number: int) -> None:
        arrived.release()
        with turns.turn():
            order.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    with turns.turn():
        for number, thread in enumerate(threads):
            thread.start()
            arrived.acquire()
            while len(turns._waiting) <= number:
                pass
    with turns.turn():
        order.append(5)
    for thread in threads:
        thread.join()

    assert [0, 1, 2, 3, 4, 5] == order
