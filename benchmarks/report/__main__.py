"""Measures what README's tables show: `python -m benchmarks report [--only NAME ...] [--quick] [--list]`.

Runs the parts one after the other and writes docs/figures.md and docs/figures.json after each: an interrupted report
goes on where it was. Figures of another machine or of other versions are never mixed with new ones. Parts that need
files are left out unless these are given: --strokes, pen digits in the layout of `benchmarks.pens`, and --fashion, the
folder of `benchmarks.downloads`. Close other programs first: a full report takes an hour, and every part says how busy
the machine was.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.report.measuring import Places, busy_cores, measure, obstacle
from benchmarks.report.page import QUIET_CORES, write_page
from benchmarks.report.parts import FASHION, PARTS, STROKES, Part
from benchmarks.report.results import PROJECT, Results, load_results, present_environment
from benchmarks.shared.command import parser_for, run_command
from engine import InklingError


def main(arguments: list[str] | None = None) -> int:
    chosen = parsed(arguments)
    if chosen.list:
        print_parts(PARTS)
        return 0
    quick_folder = Path(tempfile.gettempdir()) / "inkling-quick-figures"
    folder = chosen.folder or (quick_folder if chosen.quick else PROJECT / "docs")
    results = Results(present_environment(), chosen.quick) if chosen.again else load_results(folder, quick=chosen.quick)
    places = {
        STROKES: [file.resolve() for file in chosen.strokes],
        FASHION: [chosen.fashion.resolve()] if chosen.fashion else [],
    }
    wanted = [part for part in PARTS if part.name in chosen.only or not chosen.only]
    # A part that is named is measured again; the others only when they are missing.
    due = [part for part in wanted if chosen.only or part.name not in results.parts]
    try:
        failed = measure_all(due, places, results, folder)
    except KeyboardInterrupt:
        print(f"\nInterrupted: what was measured is in {folder}; the same command goes on.", file=sys.stderr)
        return 130
    return 1 if failed else 0


def measure_all(due: Iterable[Part], places: Places, results: Results, folder: Path) -> list[str]:
    """Measure the parts and write the page after each; the names of those that failed."""
    failed = []
    page = write_page(results, folder)
    for part in due:
        if reason := obstacle(part, places):
            print(f"{part.name} is left out. {reason}", file=sys.stderr)
            continue
        print(f"\n{part.name}: {part.title}", flush=True)
        try:
            results.parts[part.name] = measure(part, places, quick=results.quick)
        except InklingError as error:
            print(error, file=sys.stderr)
            failed.append(part.name)
            continue
        results.save(folder)
        write_page(results, folder)
    print(f"\nThe figures are in {page}.")
    if failed:
        print(f"Not measured, because a command failed: {', '.join(failed)}.", file=sys.stderr)
    return failed


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = parser_for(__doc__)
    names = [part.name for part in PARTS]
    parser.add_argument("--only", nargs="+", choices=names, default=[], metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--quick", action="store_true", help="try every part with as little work as possible")
    parser.add_argument("--again", action="store_true", help="throw away what was measured before")
    parser.add_argument("--list", action="store_true", help="list the parts and how long they take")
    strokes = "pen digits that people wrote; repeat it for files that only `benchmarks.pens` reads"
    parser.add_argument("--strokes", type=Path, metavar=STROKES, action="append", default=[], help=strokes)
    parser.add_argument("--fashion", type=Path, metavar="FOLDER", help="of Fashion-MNIST's four .gz files")
    parser.add_argument("--folder", type=Path, help="where to write; docs, or a temporary folder with --quick")
    return parser.parse_args(arguments)


def print_parts(parts: Iterable[Part]) -> None:
    for part in parts:
        needs = "".join(f", needs {word}" for word in (STROKES, FASHION) if part.needs(word))
        print(f"{part.name:17}{part.minutes:3.0f} min  {part.title}{needs}")
    minutes, busy = sum(part.minutes for part in parts), busy_cores()
    print(f"In all about {minutes / 60:.1f} hours on two quiet cores.")
    print(f"Other programs use {busy:.1f} cores now{'.' if busy <= QUIET_CORES else ': close them first.'}")


if __name__ == "__main__":
    run_command(main)
