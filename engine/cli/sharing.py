"""What people give each other: `runs experiment`, `runs pack`, `runs open`, and what `train --experiment` takes."""

import argparse
import sys
from collections.abc import Mapping
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import InklingError
from engine.cli.output import complain, say, say_record
from engine.formats import data_size
from engine.runs import file_name, find_run, row_of
from engine.settings import FIELDS, OF_ONE_COMPUTER
from engine.system import REFUSED, SIGNALS, in_terminal

if TYPE_CHECKING:
    from engine.sharing import Experiment

RUN = "a run's name, its beginning, or latest"
STANDARD_INPUT = "-"


def add_sharing_commands(does: Any) -> None:
    """Add `experiment`, `pack` and `open` to what `runs` can do."""
    experiment = does.add_parser("experiment", help="print a run's experiment: the text with which others repeat it")
    experiment.add_argument("run", metavar="RUN", help=RUN)
    experiment.set_defaults(command=_experiment)
    pack = does.add_parser("pack", help="pack a run as one file for another Inkling")
    pack.add_argument("run", metavar="RUN", help=RUN)
    pack.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: the run's name, in this folder")
    pack.set_defaults(command=_pack)
    opened = does.add_parser("open", help="put runs that were packed among the kept ones")
    opened.add_argument("files", nargs="+", type=Path, metavar="FILE", help="ending with .inkling-run")
    opened.set_defaults(command=_open)


def _experiment(chosen: argparse.Namespace) -> int:
    from engine.sharing import experiment_of, text_of

    say(text_of(experiment_of(find_run(chosen.run).folder)))
    return 0


def _pack(chosen: argparse.Namespace) -> int:
    from engine.sharing import SUFFIX, pack

    row = find_run(chosen.run)
    path = chosen.file or Path(f"{file_name(row.name)}{SUFFIX}")
    if path.suffix.lower() != SUFFIX:
        path = path.with_name(f"{path.name}{SUFFIX}")
    if chosen.file is None and lexists(path):
        raise InklingError(f"There is a file {path} in this folder already: give another name.")
    with SIGNALS.interrupting():
        pack(row.folder, path)
    say(f"Packed as {path} ({data_size(path.stat().st_size)}): {in_terminal('runs open')} takes it elsewhere.")
    return 0


def _open(chosen: argparse.Namespace) -> int:
    from engine.sharing import open_packed

    status = 0
    with SIGNALS.interrupting():
        for path in chosen.files:
            try:
                folder = open_packed(path)
            except InklingError as error:
                complain(str(error))
                status = REFUSED
            else:
                say(f"Opened {row_of(folder).name}: it is among the runs as {folder.name}")
    return status


# train --experiment


def add_experiment_flag(train: argparse.ArgumentParser) -> None:
    train.add_argument(
        "--experiment",
        metavar="TEXT",
        help="Repeat an experiment that somebody copied, and say whether its losses came out: the text, a file with "
        f"it, or {STANDARD_INPUT} to read it.",
    )


def taken_experiment(words: str, given: Mapping[str, object]) -> "Experiment":
    """The experiment in these words; `given` are the settings of other flags.

    Raises InklingError when there is none, and when a flag would change it.
    """
    if other := sorted(set(given) - set(OF_ONE_COMPUTER)):
        raise InklingError(f"An experiment has its own settings: {FIELDS[other[0]].title} cannot be changed beside it.")
    from engine.sharing import experiment_in

    return experiment_in(_text(words))


def _text(words: str) -> str:
    from engine.sharing import LARGEST_TEXT, is_experiment, text_in

    if words == STANDARD_INPUT:
        return sys.stdin.read(LARGEST_TEXT) if sys.stdin else ""
    if is_experiment(words):
        return words
    try:
        return text_in(Path(words))
    except InklingError as error:
        raise InklingError(f'There is no experiment in "{words[:60]}", and no such file that can be read.') from error


def say_how_alike(experiment: "Experiment", folder: Path, *, as_json: bool) -> None:
    """Print whether the losses of the run in `folder` are those of the experiment."""
    from engine.sharing import compared

    found = compared(experiment, folder)
    if as_json:
        say_record({"event": "Compared", **found._asdict()})
    else:
        say(found.sentence)
