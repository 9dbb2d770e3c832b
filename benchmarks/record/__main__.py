"""Seconds until a CPU reads 99, 99.4 and 99.5 % of MNIST's test images: `python -m benchmarks.record [--seeds 10]`.

Measures the declared trainings of Inkling, of the tutorials' loop, of PyTorch's example and of Keras on JAX
(requirements-bench.txt), each as a process of its own, in turns, on one core and on two. Each process adds its lines to
docs/record.jsonl, and docs/record.md, which has the rules, is written at the end; the same command goes on after an
interruption. All of it takes many hours: --entries, --seeds and --cores choose parts, --list says what there is.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.record.energy import EnergyMeter
from benchmarks.record.entries import ENTRIES, Entry, tried
from benchmarks.record.lines import FILE, append, key, key_of, lines_of, read
from benchmarks.record.page import write_page
from benchmarks.record.stopwatch import timed
from benchmarks.record.tables import HEAD, goal_rows, trainings
from benchmarks.report.results import PROJECT
from benchmarks.shared.command import count, parser_for, run_command
from benchmarks.shared.cores import pinned, usable_cores
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating
from engine import InklingError
from engine.data import mnist


def main(arguments: list[str] | None = None) -> int:
    chosen = parsed(arguments)
    if chosen.list:
        print(*(f"{entry.name:24}{entry.about}" for entry in ENTRIES), sep="\n")
        return 0
    file, failed = chosen.folder / FILE, set[str]()
    if not chosen.page:
        extra = [tried(settings) for settings in getattr(chosen, "try")]
        entries = [entry for entry in ENTRIES if entry.name in chosen.entries] + extra
        try:
            failed = measure(entries or ENTRIES, chosen.cores, chosen.seeds, file)
        except KeyboardInterrupt:
            print(f"\nInterrupted: what was measured is in {file}; the same command goes on.", file=sys.stderr)
            return 130
    lines = read(file)
    for machine, every in trainings(lines).items():
        print(f"\n{machine.name}; {machine.versions}")
        for goal, cores, program, training, *cells in goal_rows(every):
            told = ", ".join(f"{name} {cell}" for name, cell in zip(HEAD, cells, strict=True) if cell)
            figure(f"{goal}, cores {cores}, {program}", f"{training}{told and ': '}{told}")
    print(f"\nThe page is {write_page(lines, chosen.folder)}.")
    if failed:
        print(f"Not measured, because a program failed: {', '.join(sorted(failed))}.", file=sys.stderr)
    return 1 if failed else 0


def measure(entries: Sequence[Entry], cores: Sequence[int], seeds: int, file: Path) -> set[str]:
    """Measure what the file does not have yet, in turns, and add it; the names of the entries that failed."""
    for number in cores:
        # Too many are refused before the first training, not after an hour.
        with pinned(number):
            pass
    # Unpacked before the first clock starts.
    mnist()
    there, meter, failed = {key_of(line) for line in read(file)}, EnergyMeter(), set[str]()

    def one(entry: Entry, number: int, seed: int) -> None:
        if key(entry, number, seed) in there or entry.name in failed:
            return
        print(f"{entry.name}, cores {number}, seed {seed}", flush=True)
        try:
            lines = lines_of(entry, number, seed, timed(entry.command(seed), number, meter))
        except InklingError as error:
            # The other entries are measured all the same: all of them take hours.
            print(error, file=sys.stderr)
            failed.add(entry.name)
            return
        append(file, lines)
        for line in lines:
            told = f"{line.seconds:.1f} s, CPU {line.cpu_seconds:.1f} s, others {line.other_cores:.1f} cores"
            print(f"  {line.end}: {told}, test accuracy {line.accuracy:.2%}", flush=True)

    runnable = [entry for entry in entries if not _left_out(entry)]
    sides = {
        f"{entry.name} {number}": lambda seed, entry=entry, number=number: one(entry, number, seed)
        for entry in runnable
        for number in cores
    }
    alternating(sides, seeds)
    return failed


def _left_out(entry: Entry) -> bool:
    if missing := entry.missing():
        what = f"It needs requirements-bench.txt: {', '.join(missing)} is missing."
        print(f"{entry.name} is left out. {what}", file=sys.stderr)
    return bool(missing)


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = parser_for(__doc__)
    names = [entry.name for entry in ENTRIES]
    usable = len(usable_cores())
    parser.add_argument(
        "--entries", nargs="+", choices=names, default=[], metavar="NAME", help=f"of {', '.join(names)}"
    )
    words = "a training of Inkling with these settings, in quotes: 'epochs=2 batch_size=64'; repeat it for several"
    parser.add_argument("--try", action="append", default=[], metavar="SETTINGS", help=words)
    parser.add_argument("--seeds", type=count, default=10, help="from 0 on; what was measured before is kept")
    parser.add_argument(
        "--cores", type=count, nargs="+", default=sorted({1, min(2, usable)}), help="1 and 2 if left out"
    )
    parser.add_argument("--folder", type=Path, default=PROJECT / "docs", help="of record.jsonl and record.md")
    parser.add_argument("--page", action="store_true", help="only write the page")
    parser.add_argument("--list", action="store_true", help="list the declared trainings")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_command(main)
