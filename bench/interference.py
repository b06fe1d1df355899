"""Non-interference: what CI asks a thousand times of each pair of worlds, asked as often as wanted.

    python -m bench.interference --requests 20000 --seed 3

Two worlds that differ by hidden acts alone get the same random requests, by the one they are hidden from;
ends with 1 if an answer differs.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.core.server.interference.worlds import HIDDEN
from tests.core.server.test_non_interference import differences

MOST_SHOWN = 5


async def _ask(requests: int, seeds: range) -> int:
    """How many answers differ."""
    number = 0
    for seed in seeds:
        for found in HIDDEN:
            with tempfile.TemporaryDirectory() as folder:
                async for difference in differences(Path(folder), found, seed, requests):
                    number += 1
                    if number <= MOST_SHOWN:
                        print(difference, end="\n\n")
            print(f"seed {seed}, {found.name}: {requests} requests, {number} differences so far", flush=True)
    return number


def main() -> int:
    """Ask, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--requests", type=int, default=5000, help="to each world (5000)")
    parser.add_argument("--seed", type=int, default=1, help="the first (1)")
    parser.add_argument("--seeds", type=int, default=1, help="how many (1)")
    chosen = parser.parse_args()
    seeds = range(chosen.seed, chosen.seed + chosen.seeds)
    return 1 if asyncio.run(_ask(chosen.requests, seeds)) else 0


if __name__ == "__main__":
    sys.exit(main())
