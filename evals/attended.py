"""A run that another program has started and waits for."""

from __future__ import annotations

import os
import signal
import sys
import threading

POLITE = 10  # of 19: others that want the processor come first


def stop_when_asked() -> None:
    """SIGTERM ends the program as Ctrl-C does, so that nothing is left half written."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def attend(standard_input: int | None = None) -> None:
    """Gives way to others, and stops when standard input closes: when whoever waits is gone, however it went."""
    os.nice(POLITE)
    descriptor = sys.stdin.fileno() if standard_input is None else standard_input
    threading.Thread(target=_stop_at_the_end, args=(descriptor,), daemon=True).start()


def _stop_at_the_end(descriptor: int) -> None:
    # Read without a buffer: Python cannot end while a thread waits inside one of its own.
    while os.read(descriptor, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
