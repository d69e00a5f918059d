"""Log lines: moment in UTC, level, logger, message; never a secret."""

from __future__ import annotations

import logging
import time


class UtcFormatter(logging.Formatter):
    """One line a record, its moment in UTC to the millisecond."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
