"""`python -m engine runs`: lists, shows, compares, measures and exports the kept runs."""

import argparse
from pathlib import Path
from typing import Any

from engine import InklingError
from engine.cli.output import say, say_record
from engine.cli.runs_table import NOTHING, as_json, called, epoch_line, facts, table
from engine.cli.sharing import RUN, add_sharing_commands
from engine.formats import count, percent
from engine.runs import (
    DELETED,
    annotate,
    delete_run,
    find_run,
    list_runs,
    read_epochs,
    restore_run,
    runs_folder,
)
from engine.system import SIGNALS, in_terminal


def add_runs_command(commands: Any) -> None:
    """Add `runs` and what it can do to the parsers of the terminal."""
    runs = commands.add_parser("runs", help="list, show, compare, measure, name, delete and export the kept runs")
    runs.set_defaults(command=_list)
    runs.add_argument("--json", action="store_true", help="Print each run as one line of JSON.")
    does = runs.add_subparsers(metavar="WHAT")
    for name, command, words in (
        ("show", _show, "print everything about a run"),
        ("compare", _compare, "print how runs differ and what they reached"),
        ("export", _export, "write a run to files for other programs"),
        ("measure", _measure, "measure how well a run reads digits drawn with Inkling"),
        ("name", _annotate, "give a run another name"),
        ("note", _annotate, "write a note on a run"),
        ("delete", _delete, "delete a run; it can be restored for a month"),
        ("restore", _restore, "bring a deleted run back"),
    ):
        parser = does.add_parser(name, help=words)
        parser.set_defaults(command=command, kind=name)
        many = "+" if name in ("compare", "delete") else None
        what = "the place that delete printed" if name == "restore" else RUN
        parser.add_argument("run", nargs=many, metavar="PLACE" if name == "restore" else "RUN", help=what)
        if name == "export":
            parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=f"ending with {_suffixes()}")
        if name == "measure":
            parser.add_argument("digits", type=Path, metavar="DIGITS", help="a file that My digits exported")
        if name in ("name", "note"):
            parser.add_argument("words", help="as one argument")
    add_sharing_commands(does)


def _suffixes() -> str:
    # Not taken from run_export, which imports torch: help must appear at once. A test holds both equal.
    return ".safetensors, .onnx, .py, .html, .play.html, .svg, .png, .csv, .inkling or .inkling-run"


def _list(chosen: argparse.Namespace) -> int:
    rows = list_runs()
    if chosen.json:
        for row in rows:
            say_record(as_json(row))
    elif rows:
        say(*table(rows))
    else:
        say(f"There are no runs yet: {in_terminal('train')} makes one.")
    return 0


def _show(chosen: argparse.Namespace) -> int:
    from engine.runs import RunCheck

    row = RunCheck()(find_run(chosen.run))
    say(*facts(row))
    for epoch in read_epochs(row.folder):
        say(epoch_line(epoch))
    return 0


def _compare(chosen: argparse.Namespace) -> int:
    rows = [find_run(words) for words in chosen.run]
    dumps = [row.settings.model_dump() if row.settings else {} for row in rows]
    say(*table(rows))
    for name in dict.fromkeys(name for values in dumps for name in values):
        shown_values = [str(dump.get(name, NOTHING)) for dump in dumps]
        if len(set(shown_values)) > 1:
            say(f"{name}: {', '.join(shown_values)}")
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from engine.export import export, writer_for

    row = find_run(chosen.run)
    # Check all suffixes before the first file is written, which may take seconds.
    for path in chosen.files:
        writer_for(path)
    with SIGNALS.interrupting():
        for path in chosen.files:
            told = export(row.folder, path)
            say(f"Written to {path}{told and f': {told}'}")
    return 0


def _measure(chosen: argparse.Namespace) -> int:
    from engine.inspection import measure_pens

    row = find_run(chosen.run)
    with SIGNALS.interrupting():
        found = measure_pens(row.folder, chosen.digits)
    say(f"{called(row)} reads {found.right} of {count(found.digits, 'digit')} correctly ({percent(found.accuracy)}).")
    return 0


def _annotate(chosen: argparse.Namespace) -> int:
    # A line break would break the table; a broken shell may pass half a character, which has no UTF-8.
    words = " ".join(chosen.words.encode(errors="replace").decode().split())
    annotate(find_run(chosen.run).folder, **{chosen.kind: words})
    return 0


def _delete(chosen: argparse.Namespace) -> int:
    # A run that is named twice is deleted once.
    rows = {row.folder: row for row in map(find_run, chosen.run)}.values()
    for row in rows:
        if row.state == "training":
            raise InklingError(f"{called(row)} is being trained at this moment: stop it first.")
    for row in rows:
        place = delete_run(row.folder)
        restoring = in_terminal(f'runs restore "{place}"')
        say(f"Deleted {called(row)}; for a month {restoring} brings it back.")
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    place = Path(chosen.run).absolute()
    # Other folders must not be moved; a folder without a time in its name would have no name afterwards.
    names_a_run = place.parent == (runs_folder() / DELETED).absolute() and bool(place.name.partition(" ")[2])
    if not names_a_run or not _is_folder(place):
        raise InklingError(f"{chosen.run} is no deleted run: give the whole place that `delete` printed.")
    say(f"Brought back {restore_run(place).name}")
    return 0


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except OSError:
        # The name is too long, or the disk does not answer.
        return False
