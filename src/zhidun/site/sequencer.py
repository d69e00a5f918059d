"""The part of the tree that runs the log's sequencer until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading

PAUSE_SECONDS = 0.5


def main() -> None:
    """Look for pending seals twice a second; a round that is refused raises an alarm and is tried again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhidun.site.settings")
    import django

    django.setup()
    from zhidun.evidence.sequencing import Sequencer

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Sequencer().run(stop, pause=PAUSE_SECONDS)


if __name__ == "__main__":
    main()
