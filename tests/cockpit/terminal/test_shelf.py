"""The shelf: once for all, and never more than fits."""

import threading
import time

import pytest

from cockpit.terminal.shelf import Shelf


def test_a_stampede_makes_once():
    shelf, made, found = Shelf(100), [], []

    def make():
        made.append(1)
        time.sleep(0.05)
        return b"x"

    threads = [threading.Thread(target=lambda: found.append(shelf.of("key", make))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), found) == (1, [b"x"] * 20)


def test_what_nobody_asked_for_goes_first():
    shelf = Shelf(30)
    for key in ("a", "b", "c"):
        shelf.of(key, lambda: bytes(10))
    shelf.of("a", lambda: bytes(10))
    shelf.of("d", lambda: bytes(10))
    made = []
    for key in ("a", "c", "d", "b"):
        shelf.of(key, lambda key=key: made.append(key) or bytes(10))
    assert made == ["b"]
    assert shelf.size == 30


def test_what_is_larger_than_the_shelf_is_still_handed_over():
    shelf = Shelf(5)
    assert shelf.of("a", lambda: bytes(10)) == bytes(10)
    shelf.of("b", lambda: bytes(4))
    assert shelf.size == 4


def test_what_failed_is_tried_again():
    shelf = Shelf(10)

    def fail():
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any will do
        shelf.of("key", fail)
    assert shelf.of("key", lambda: b"x") == b"x"
