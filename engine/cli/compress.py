"""`python -m engine compress`: compresses a kept run in several ways and prints a growing table."""

import argparse
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import InklingError
from engine.cli.output import complain, progress_bar, say, say_record
from engine.cli.setting_flags import add_setting_flags, given_values
from engine.compression import COMPRESS_FIELDS, Compressed, CompressSettings, Doing, Finding
from engine.formats import percent
from engine.inspection import Paired
from engine.runs import find_run
from engine.settings import checked_as
from engine.system import SIGNALS, shown

if TYPE_CHECKING:
    from engine.compression import Given

NEW = "new"
WIDTH = 100
"""Characters in a line of an explanation; the table is as wide."""
HEAD = (
    f"{'':18s}{'file':>10s}{'weights':>10s}{'mult-adds':>11s}{'1 image':>11s}{'of 64':>11s}"
    f"{'validation':>12s}{'test':>9s}{'pens':>9s}"
)
HOW_MEASURED = (
    "One thread. Times are for one image alone and for each of 64 at once, without test-time augmentation; accuracies "
    "are with it, as for drawings. Compare by validation: the test images are for the record."
)


def add_compress_command(commands: Any) -> None:
    """Add `compress` to the parsers of the terminal."""
    parser = commands.add_parser("compress", help="make a kept run smaller: quantise, prune, distil, and compare")
    parser.add_argument("run", metavar="RUN", help="a run's name, its beginning, or latest")
    add_setting_flags(parser, COMPRESS_FIELDS)
    parser.add_argument(
        "--teacher", metavar="RUN", help=f"the network that the student imitates: a run, or {NEW} to train one now"
    )
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE", help="drawings to measure with: .npz or an export of My digits"
    )
    parser.add_argument("--keep", nargs="+", default=[], metavar="ROW", help="rows to keep as runs: pruned, int8 ...")
    parser.add_argument("--folder", type=Path, help="folder for the networks of all rows, as .inkling files")
    parser.add_argument("--json", action="store_true", help="Print each row as one line of JSON.")
    parser.set_defaults(command=_compress)


def _compress(chosen: argparse.Namespace) -> int:
    settings = checked_as(CompressSettings, COMPRESS_FIELDS, given_values(chosen, COMPRESS_FIELDS))
    row = find_run(chosen.run)
    from engine.compression import compress, keep, row_names
    from engine.ink import read_strokes
    from engine.runs import open_run_in

    run = open_run_in(row.folder)
    wanted = [_row_name(words, row_names(settings, run.settings.model)) for words in chosen.keep]
    teacher = _teacher(chosen.teacher)
    strokes = read_strokes(chosen.strokes) if chosen.strokes else None
    stops: list[bool] = []
    with SIGNALS.stopping(lambda: stops.append(True)), _folder(chosen.folder) as folder:
        findings = compress(run, settings, folder, teacher, strokes, stopping=lambda: bool(stops))
        with closing(findings), _shown(chosen.json) as show:
            for found in findings:
                show(found)
                if isinstance(found, Doing) or found.name not in wanted:
                    continue
                kept = keep(Path(found.file), f"{row.name}, {found.name}", note=found.explanation)
                (complain if chosen.json else say)(f"Kept {found.name} as {kept.name}")
        if stops:
            complain("Stopped: only the rows above are complete.")
    return SIGNALS.status


def _teacher(words: str | None) -> "Given":
    if words is None:
        return None
    if words == NEW:
        return "new"
    from engine.runs import open_run_in

    return open_run_in(find_run(words).folder)


def _row_name(words: str, names: list[str]) -> str:
    """Return the row that `words` names. Raises InklingError before the work begins, which takes minutes."""
    found = [name for name in names if name == words] or [name for name in names if name.startswith(words)]
    if len(found) != 1:
        raise InklingError(f"{words!r} names no single row: there will be {'; '.join(names)}.")
    return found[0]


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@contextmanager
def _shown(as_json: bool) -> Iterator[Callable[[Finding], None]]:
    """Give a function that prints findings as JSON, or as a table with a progress bar if there is a terminal."""
    if as_json:
        yield _print_json
        return
    rows: list[Compressed] = []
    form = "{percentage:3.0f}% |{bar}| {elapsed}, {desc}"
    with progress_bar(total=1.0, bar_format=form) as bar:

        def show(finding: Finding) -> None:
            if isinstance(finding, Doing):
                bar.set_description_str(shown(finding.sentence), refresh=False)
                bar.update(finding.share - bar.n)
                return
            # The head comes with the first row: a refused command prints no table.
            head = [] if rows else [HOW_MEASURED, "", HEAD]
            rows.append(finding)
            bar.clear()
            say(*head, *lines(finding))

        yield show


def _print_json(finding: Finding) -> None:
    say_record(record(finding))


def record(finding: Finding) -> dict[str, object]:
    """Return a finding as a JSON object."""
    if isinstance(finding, Doing):
        return {"kind": "doing", **finding._asdict()}
    pairs = {name: value and value.record() for name, value in _pairs(finding).items()}
    return {"kind": "row", **finding._asdict(), **pairs}


def _pairs(row: Compressed) -> dict[str, Paired | None]:
    return {"validation_pairs": row.validation_pairs, "pen_pairs": row.pen_pairs}


def lines(row: Compressed) -> Iterator[str]:
    """Yield the lines of a row: its figures below HEAD, then its explanation."""
    pens = "-" if row.pen_accuracy is None else percent(row.pen_accuracy)
    yield (
        f"{row.name:18s}{row.file_bytes / 1000:7.0f} kB{row.weights:10,d}{row.multiply_adds:11,d}"
        f"{row.microseconds:8.0f} \u00b5s{row.microseconds_of_64:8.1f} \u00b5s"
        f"{row.validation_accuracy:12.2%}{row.test_accuracy:9.2%}{pens:>9s}"
    )
    yield from textwrap.wrap(row.explanation, WIDTH, initial_indent="    ", subsequent_indent="    ")
