"""Does Inkling lose anything when the disk fails? `python -m benchmarks.faults [--kinds training kills] [--most 20]`.

For every job (training, naming, exporting and so on) each of its file operations fails once in a trial of its own:
with ENOSPC, EIO and EACCES, that one alone or all from then on, and writes half-way. Then the disk is well again, and
judges look: are all runs listed, do they go on with the losses of an undisturbed run, is every drawing there, was it
said in one sentence? Real processes are killed at random moments, and files of every kind are mutated. Prints trials
and failures by kind; the details of each failure go into a file. Ends with 1 when anything failed.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

from benchmarks.faults.jobs import JOBS
from benchmarks.faults.kills import killed
from benchmarks.faults.trial_processes import Task, Told, serve, worked
from benchmarks.faults.trials import faults
from benchmarks.shared.command import parser_for

COUNTS = dict[tuple[str, str], list[int]]
"""Trials and failures by row and column."""


def tasks(kinds: list[str], most: int, seed: int) -> Iterator[Task]:
    for job in JOBS:
        if not kinds or job.startswith(tuple(kinds)):
            for fault in faults():
                yield Task(job, fault.code, fault.lasting, fault.half, most, seed)


def counted(found: Iterator[Told], details: TextIO) -> tuple[COUNTS, COUNTS]:
    """Counts by job and by operation, each with the kind of fault; writes every failure into `details` at once."""
    jobs: COUNTS = {}
    operations: COUNTS = {}
    for told in found:
        failures = bool(told.problems)
        for counts, row in ((jobs, told.job), (operations, told.failed.split(":")[0])):
            pair = counts.setdefault((row, told.kind), [0, 0])
            pair[0] += 1
            pair[1] += failures
        if told.problems:
            head = f"{told.job}, {told.kind}, operation {told.number} ({told.failed})"
            print(head, *told.problems, "", sep="\n    ", file=details, flush=True)
    return jobs, operations


def mutated(count: int, seed: int) -> Iterator[Told]:
    """Open broken and hostile files of every kind, as the program opens them."""
    from benchmarks.mutations.trials import trials

    for number, (kind, told) in enumerate(trials(count, seed)):
        yield Told("mutations", "opened or refused", number, kind, [told] * told.startswith("FAULT"))


def table(title: str, counts: COUNTS) -> Iterator[str]:
    columns = list(dict.fromkeys(column for _, column in counts))
    rows = list(dict.fromkeys(row for row, _ in counts))
    width = max(len(name) for name in [title, *rows])
    yield "  ".join([title.ljust(width), *(column.rjust(20) for column in columns)])
    for row in rows:
        cells = [counts.get((row, column)) for column in columns]
        yield "  ".join([row.ljust(width), *((f"{c[0]} / {c[1]}" if c else "").rjust(20) for c in cells)])
    yield ""


def _arguments() -> argparse.Namespace:
    parser = parser_for(__doc__)
    others = ("kills", "mutations")
    parser.add_argument("--kinds", nargs="+", default=[], help=f"beginnings of: {', '.join([*JOBS, *others])}")
    parser.add_argument("--most", type=int, default=0, help="operations of each kind; all when left out")
    parser.add_argument("--kills", type=int, default=24, help="of processes that train")
    parser.add_argument("--mutations", type=int, default=500, help="of files")
    parser.add_argument("--seed", type=int, default=0, help="of what is drawn by chance")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--details", type=Path, default=Path(tempfile.gettempdir()) / "inkling-faults.txt")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    chosen = _arguments()
    if chosen.worker:
        serve(chosen)
        return 0
    begin = time.perf_counter()
    with chosen.details.open("w") as details:
        found = worked(list(tasks(chosen.kinds, chosen.most, chosen.seed)), chosen.workers, details)
        count = chosen.mutations if not chosen.kinds or "mutations" in chosen.kinds else 0
        kills = chosen.kills if not chosen.kinds or "kills" in chosen.kinds else 0
        jobs, operations = counted(
            chain(found, killed(kills, chosen.seed, details), mutated(count, chosen.seed)), details
        )
    print(*table("trials / failures", jobs), *table("first to fail", operations), sep="\n")
    trials, failures = (sum(pair[place] for pair in jobs.values()) for place in (0, 1))
    print(f"{trials:,} trials, {failures:,} failures, {time.perf_counter() - begin:.0f} s; details in {chosen.details}")
    return 1 if failures or not trials else 0


if __name__ == "__main__":
    sys.exit(main())
