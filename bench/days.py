"""The tests on other days and in other zones: which are green under Debian's `faketime`.

    python -m bench.days                                   every day in every zone, two hours or so
    python -m bench.days --day ten-years --zone UTC -- tests/commands

The machine's zone must change nothing: days are those of `core.days`. Some runs go through midnight.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

DAYS = {
    "february": "2028-02-29 23:40:00",
    "summer": "2027-03-28 01:40:00",
    "winter": "2027-10-31 02:40:00",
    "new-year": "2026-12-31 23:59:00",
    "ten-years": "2036-11-23 12:00:00",
}
"""The end of a leap February, both changes of hour, the last minute of a year, and much later; local time."""
ZONES = ("UTC", "Europe/Paris", "America/Cayenne", "Pacific/Auckland")
_SLEEP = Path(__file__).parent / "faketime"
_KEPT = 15
"""Lines of a red run that are shown."""


def run(day: str, zone: str, words: Sequence[str]) -> bool:
    """Run the tests on a day in a zone; what is red is shown."""
    # Waits are measured on the monotonic clock, which must stay the real one: Python hangs otherwise.
    path = os.pathsep.join(filter(None, (str(_SLEEP), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"TZ": zone, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "PYTHONPATH": path}
    command = ["faketime", DAYS[day], sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    green = done.returncode == 0
    lines = done.stdout.strip().splitlines() or done.stderr.strip().splitlines() or ["?"]
    print(f"{DAYS[day]}  {zone:<17} {'green' if green else 'RED'}  {lines[-1]}", flush=True)
    if not green:
        print("\n".join(f"    {line}" for line in lines[-_KEPT:-1]), flush=True)
    return green


def main() -> int:
    """Run what was asked for; 1 when something is red."""
    parser = argparse.ArgumentParser(prog="python -m bench.days", description=__doc__.splitlines()[0])
    parser.add_argument("--day", action="append", choices=DAYS, help="one of the days; all by default")
    parser.add_argument("--zone", action="append", choices=ZONES, help="one of the zones; all by default")
    parser.add_argument("words", nargs="*", metavar="PYTEST", help="what pytest is given, after --")
    args = parser.parse_args()
    if shutil.which("faketime") is None:
        print("skipped: there is no faketime here (Debian: apt install faketime)")
        return 0
    wanted = product(args.day or DAYS, args.zone or ZONES)
    red = [not run(day, zone, args.words) for day, zone in wanted]
    return int(any(red))


if __name__ == "__main__":
    sys.exit(main())
