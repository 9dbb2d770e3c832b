"""`python -m engine data`: which data sets there are, and getting one, from the network or from local files."""

import argparse
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, get_args

from tqdm import tqdm

from engine.data_sources import MIRROR_VARIABLE, SOURCES
from engine.errors import InklingError
from engine.labels import NAMES
from engine.raw_files import folder_of, is_here, title
from engine.settings import DataName


def add_data_command(commands: Any) -> None:
    """Add `data` to the parsers of the terminal."""
    data = commands.add_parser("data", help="list the data sets, download one, or take it from local files")
    data.add_argument(
        "data", nargs="?", choices=get_args(DataName), metavar="NAME", help=f"one of {', '.join(SOURCES)}"
    )
    data.add_argument(
        "--from", dest="place", type=Path, metavar="FOLDER", help="a folder that has its files, as they are downloaded"
    )
    data.add_argument(
        "--mirror", nargs="+", default=(), metavar="ADDRESS", help=f"servers to ask instead; also ${MIRROR_VARIABLE}"
    )
    data.add_argument("--json", action="store_true", help="Print each data set, or each step, as one line of JSON.")
    data.set_defaults(command=_data)


def _data(chosen: argparse.Namespace) -> int:
    if chosen.data == "mnist":
        print(*_lines(chosen.data), sep="\n")
        return 0
    return _get(chosen) if chosen.data else _list(as_json=chosen.json)


@contextmanager
def _cancelled_by_ctrl_c() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as error:
        raise InklingError("Cancelled: what came so far is kept, and the next download goes on from there.") from error


def _list(*, as_json: bool) -> int:
    for data in get_args(DataName):
        if as_json:
            facts = {"data": data, "title": title(data), "here": is_here(data), "classes": NAMES[data]}
            print(json.dumps(facts, ensure_ascii=False))
        else:
            print(*_lines(data), sep="\n")
    return 0


def _lines(data: DataName) -> list[str]:
    if data == "mnist":
        return [f"{data:15} {title(data)}: comes with the program"]
    source = SOURCES[data]
    here = f"in {folder_of(source)}" if is_here(data) else f"not here, {source.bytes_to_download / 1e6:.0f} MB to get"
    return [f"{data:15} {title(data)}: {here}", f"{'':15} {source.description}", f"{'':15} {source.licence}"]


def _get(chosen: argparse.Namespace) -> int:
    from engine.fetching import downloaded, taken_in

    data: DataName = chosen.data
    if is_here(data):
        print(f"The images of {title(data)} are here already, in {folder_of(SOURCES[data])}.")
        return 0
    steps = taken_in(data, chosen.place) if chosen.place else downloaded(data, chosen.mirror)
    # disable=None: no bar where standard error is not a terminal.
    silent = True if chosen.json else None
    with (
        _cancelled_by_ctrl_c(),
        closing(steps),
        tqdm(unit="B", unit_scale=True, disable=silent, leave=False, dynamic_ncols=True) as bar,
    ):
        for step in steps:
            if chosen.json:
                print(json.dumps(step._asdict()), flush=True)
            bar.set_description(step.doing, refresh=False)
            bar.total = step.bytes_in_all
            bar.update(step.bytes_done - bar.n)
    print(f"The images of {title(data)} are here now: `python -m engine train --data {data}` learns from them.")
    return 0
