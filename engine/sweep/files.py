"""The files of sweeps in the data folder: `sweeps/<time>/sweep.json`."""

import json
from dataclasses import asdict
from pathlib import Path

from engine import __version__
from engine.errors import InklingError
from engine.runs import claimed_folder
from engine.sweep.plan import MOST_TRIALS
from engine.sweep.record import SweepRecord
from engine.system import data_folder, entries, is_file, read_json, typed, write_atomically

RECORD = "sweep.json"
VERSION = 1
"""Of sweep.json. A newer Inkling writes a larger number."""


def sweeps_folder() -> Path:
    return data_folder() / "sweeps"


def new_sweep_folder(sweeps: Path | None = None) -> Path:
    """Create the folder of a sweep that starts now. Raises InklingError when it cannot be created."""
    return claimed_folder(sweeps or sweeps_folder())


def write_sweep(record: SweepRecord, folder: Path) -> None:
    """Write sweep.json. Raises InklingError when it cannot be written."""
    content = {"inkling sweep": VERSION, "program": __version__, **asdict(record)}
    text = json.dumps(content, indent=1, ensure_ascii=False)
    write_atomically(folder / RECORD, lambda file: file.write(text.encode(errors="backslashreplace")))


def read_sweep(folder: Path) -> SweepRecord:
    """Read sweep.json. Raises InklingError when it is missing, damaged or of a newer version."""
    path = folder / RECORD
    content = read_json(path)
    version = content.pop("inkling sweep", None) if isinstance(content, dict) else None
    if not isinstance(version, int):
        raise InklingError(f"{path} is damaged: it does not hold a sweep.")
    if version > VERSION:
        raise InklingError(f"{path} was saved by a newer version of Inkling: open it with that one.")
    content.pop("program", None)
    try:
        record = typed(SweepRecord, content)
    except ValueError as error:
        raise InklingError(f"{path} is damaged: a value in it has the wrong type.") from error
    if len(record.trials) > MOST_TRIALS or not all(_is_name(trial.run) for trial in record.trials):
        raise InklingError(f"{path} is damaged: its trials are not those of a sweep.")
    return record


def _is_name(run: str) -> bool:
    """Whether it can be the name of a run's folder, and leads nowhere else."""
    return not run or (Path(run).name == run and not run.startswith(".") and "\0" not in run and "\\" not in run)


def sweep_folders(sweeps: Path | None = None) -> list[Path]:
    """The folders of all sweeps, the newest first. Raises InklingError when they cannot be listed."""
    return [path for path in reversed(entries(sweeps or sweeps_folder())) if is_file(path / RECORD)]


def latest_sweep(sweeps: Path | None = None) -> Path | None:
    """The folder of the newest sweep; None when there is none."""
    return next(iter(sweep_folders(sweeps)), None)


def find_sweep(words: str, sweeps: Path | None = None) -> Path:
    """The folder of the sweep whose name begins so; "latest" is the newest. Raises InklingError unless it is one."""
    folders = sweep_folders(sweeps)
    if not folders:
        raise InklingError("There are no sweeps yet: start one with --vary.")
    if words == "latest":
        return folders[0]
    found = [path for path in folders if path.name == words] or [
        path for path in folders if path.name.startswith(words)
    ]
    if len(found) != 1:
        why = f"{len(found)} sweeps begin with it" if found else "there is no such sweep"
        raise InklingError(f"{words!r} names no single sweep ({why}): {_named(folders)}.")
    return found[0]


def _named(folders: list[Path]) -> str:
    some = ", ".join(path.name for path in folders[:3])
    return f"the newest are {some}" if len(folders) > 1 else f"there is {some}"
