"""docs/record.md, made from the lines and the declared entries."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.record.entries import ENTRIES
from benchmarks.record.lines import Line
from benchmarks.record.tables import GOALS, HEAD, LEAST_SEEDS, goal_rows, training_rows, trainings
from benchmarks.report.page import QUIET_CORES, table
from engine.formats import percent
from engine.system import write_atomically

FILE = "record.md"
TEMPLATE = Path(__file__).with_name("page.md")


def write_page(lines: Iterable[Line], folder: Path) -> Path:
    """Write the page into the folder; the path of the page."""
    content = page(lines).encode()
    write_atomically(folder / FILE, lambda file: file.write(content))
    return folder / FILE


def page(lines: Iterable[Line]) -> str:
    text = TEMPLATE.read_text(encoding="utf-8")
    *goals, last = (percent(goal, 1) for goal in GOALS)
    parts = {
        "goals": f"{', '.join(goals)} or {last}",
        "least_seeds": str(LEAST_SEEDS),
        "quiet_cores": str(QUIET_CORES),
        "entries": "\n".join(_entries()),
        "figures": "\n".join(_figures(lines)),
    }
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


def _entries() -> Iterator[str]:
    yield from table(("training", "program", "what it is"), ((one.name, one.group, one.about) for one in ENTRIES))
    yield from ("", "```", *(entry.declaration for entry in ENTRIES), "```")


def _figures(lines: Iterable[Line]) -> Iterator[str]:
    sections = trainings(lines)
    if not sections:
        yield "Nothing was measured with these settings yet."
    for number, (machine, every) in enumerate(sections.items()):
        yield from ("",) * (number > 0)
        days, commits = _when([line for one in every for line in one.lines])
        yield f"### {machine.name}\n"
        yield f"{machine.versions}. Measured {', '.join(days)}, commit {', '.join(commits)}.\n"
        yield "The shortest training of each program that reaches a goal, medians and ranges over the seeds:\n"
        yield from table(("goal", "cores", "program", "training", *HEAD), goal_rows(every))
        yield "\nEvery training that was measured:\n"
        yield from table(("training", "cores", *HEAD), training_rows(every))


def _when(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """The days and the commits of the measurements."""
    return sorted({line.when.split()[0] for line in lines}), sorted({line.commit for line in lines})
