"""`python -m engine data`: lists the data sets, and gets one from the network or from local files."""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, get_args

from engine.cli.output import complain, progress_bar, say, say_record
from engine.data import MIRROR_VARIABLE, SOURCES, folder_of, is_here, title
from engine.formats import data_size
from engine.settings import NAMES, DataName
from engine.system import SIGNALS, Interrupted, in_terminal


def add_data_command(commands: Any) -> None:
    """Add `data` to the parsers of the terminal."""
    data = commands.add_parser("data", help="list the data sets, download one, or import it from local files")
    data.add_argument(
        "data", nargs="?", choices=get_args(DataName), metavar="NAME", help=f"one of {', '.join(SOURCES)}"
    )
    data.add_argument(
        "--from", dest="place", type=Path, metavar="FOLDER", help="a folder with its files, as downloaded"
    )
    data.add_argument(
        "--mirror", nargs="+", default=(), metavar="ADDRESS", help=f"servers to use instead; also ${MIRROR_VARIABLE}"
    )
    data.add_argument("--json", action="store_true", help="Print each data set, or each step, as one line of JSON.")
    data.set_defaults(command=_data)


def _data(chosen: argparse.Namespace) -> int:
    if chosen.data == "mnist":
        say(*_lines(chosen.data))
        return 0
    return _get(chosen) if chosen.data else _list(as_json=chosen.json)


@contextmanager
def _cancelled() -> Iterator[None]:
    try:
        with SIGNALS.interrupting():
            yield
    except Interrupted:
        complain("Cancelled. The part that arrived is kept, and the next download continues from there.")
        raise


def _list(*, as_json: bool) -> int:
    for data in get_args(DataName):
        if as_json:
            facts = {"data": data, "title": title(data), "here": is_here(data), "classes": NAMES[data]}
            say_record(facts)
        else:
            say(*_lines(data))
    return 0


def _lines(data: DataName) -> list[str]:
    if data == "mnist":
        return [f"{data:15} {title(data)}: comes with the program"]
    source = SOURCES[data]
    here = f"in {folder_of(source)}" if is_here(data) else f"not here, {data_size(source.bytes_to_download)} to get"
    return [f"{data:15} {title(data)}: {here}", f"{'':15} {source.description}", f"{'':15} {source.licence}"]


def _get(chosen: argparse.Namespace) -> int:
    from engine.data import downloaded, imported

    data: DataName = chosen.data
    if is_here(data):
        say(f"The images of {title(data)} are here already, in {folder_of(SOURCES[data])}.")
        return 0
    steps = imported(data, chosen.place) if chosen.place else downloaded(data, chosen.mirror)
    silent = True if chosen.json else None
    with _cancelled(), closing(steps), progress_bar(unit="B", unit_scale=True, disable=silent) as bar:
        for step in steps:
            if chosen.json:
                say_record(step._asdict())
            bar.set_description(step.doing, refresh=False)
            bar.total = step.bytes_in_all
            bar.update(step.bytes_done - bar.n)
    say(f"The images of {title(data)} are here now: {in_terminal(f'train --data {data}')} learns from them.")
    return 0
