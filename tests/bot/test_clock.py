"""The second doorbell."""

import threading

from bot import clock


def test_a_bell_that_fails_stops_neither_itself_nor_the_others(caplog):
    stop = threading.Event()
    rung: list[str] = []

    def broken(now):
        rung.append("broken")
        raise RuntimeError("a fault")

    def sound(now):
        assert now.tzinfo is not None
        rung.append("sound")
        if len(rung) == 4:
            stop.set()

    clock.every(0.001, [broken, sound], stop)
    assert rung == ["broken", "sound", "broken", "sound"]
    assert caplog.text.count("受付番号") == 2


def test_it_rings_at_once_and_no_more_once_stopped():
    stop = threading.Event()
    rung: list[str] = []

    def first(now):
        rung.append("first")
        stop.set()

    clock.every(3_600, [first, lambda now: rung.append("second")], stop)
    assert rung == ["first"]
