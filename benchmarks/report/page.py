"""docs/figures.md, made from the results."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.report.parts import PARTS, Part
from benchmarks.report.results import Measured, Results
from engine.system import write_atomically

FILE = "figures.md"
QUIET_CORES = 0.2
"""Up to so many cores that other programs use, a measurement counts as undisturbed."""
INTRODUCTION = """# Figures

`python -m benchmarks report` writes this page from `figures.json`; do not edit either. README quotes figures from here.
Figures of one part were measured in alternating rounds and may be compared; those of different parts were measured at
different times."""
QUICK = """
**A quick run: these figures only show that every part works. Do not quote them.**"""


def write_page(results: Results, folder: Path, parts: Iterable[Part] = PARTS) -> Path:
    """Write the page into the folder; the path of the page."""
    text = "\n".join(page(results, parts)) + "\n"
    write_atomically(folder / FILE, lambda file: file.write(text.encode()))
    return folder / FILE


def page(results: Results, parts: Iterable[Part] = PARTS) -> Iterator[str]:
    parts = list(parts)
    yield INTRODUCTION
    if results.quick:
        yield QUICK
    if results.parts:
        yield "\n## Machine and versions\n"
        yield from table(("what", "value"), results.environment.items())
    for part in parts:
        if measured := results.parts.get(part.name):
            yield from section(part, measured)
    if missing := [part for part in parts if part.name not in results.parts]:
        yield "\n## Not measured yet\n"
        yield from (f"- {part.name}: {part.title}" for part in missing)


def section(part: Part, measured: Measured) -> Iterator[str]:
    yield f"\n## {part.title}\n"
    yield "\n".join(["```", *measured.commands, "```", ""])
    others = "" if measured.busy_cores <= QUIET_CORES else f" **Other programs used {measured.busy_cores:.1f} cores.**"
    yield f"{measured.when}, commit {measured.commit}, {measured.seconds / 60:.1f} minutes.{others}\n"
    yield from table(("what", "figure"), measured.figures)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of Markdown; every row has as many cells as its head."""
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
