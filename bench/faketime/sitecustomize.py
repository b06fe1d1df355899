"""Under `faketime`, `time.sleep` fails (its clock_nanosleep takes no absolute time): wait otherwise."""

import select
import time
from typing import SupportsIndex


def _sleep(seconds: float | SupportsIndex) -> None:
    select.select([], [], [], float(seconds))


time.sleep = _sleep
