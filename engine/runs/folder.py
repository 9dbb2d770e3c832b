"""A run's folder: what the files in it are called, and run.json, which says what the run is and how it ended."""

import hashlib
import json
import os
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Any

import psutil
from pydantic import ConfigDict, Field

from engine import __version__
from engine.errors import InklingError, cannot_write
from engine.system import Amount, Count, Number, Share, Words, data_folder, entries, read_json, typed, write_atomically

MODEL_FILE = "model.inkling"
RECORD = "run.json"
HISTORY = "metrics.jsonl"
TABLE = "metrics.csv"
NOTES = "notes.json"
MY_DIGITS = "my-digits.jsonl"
TEACHER_FILE = "teacher.inkling"
CHECKPOINTS = "checkpoint-*.inkling"
STAMP = "%Y-%m-%d %H.%M.%S"
"""How the name of a run's folder begins: when it was made; the network follows."""
VERSION = 1
"""Of run.json; a larger one was written by a newer Inkling."""
STRICT: ConfigDict = ConfigDict(extra="forbid", allow_inf_nan=False)
"""Files are read with pydantic by what is declared here."""
RateChange = Annotated[list[Amount], Field(min_length=2, max_length=2)]
ProcessNumber = Annotated[int, Field(strict=True, ge=0, lt=2**32)]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a run has come. Accuracies are shares from 0 to 1; None for what was not measured yet."""

    __pydantic_config__ = STRICT

    epochs_done: Count = 0
    """Whose validation is done too."""
    validation_accuracy: Share | None = None
    best_validation_loss: Amount | None = None
    best_epoch: Count | None = None
    rate_changes: list[RateChange] = field(default_factory=list)
    """After which steps the learning rate was set anew, and to what."""

    def progress(self) -> dict[str, Any]:
        """These values alone, also of something that says more than them."""
        return {part.name: getattr(self, part.name) for part in fields(Progress)}


@dataclass(frozen=True, kw_only=True)
class Ending(Progress):
    """How a run ended."""

    __pydantic_config__ = STRICT

    reason: Words
    message: Words
    steps: Count
    seconds: Amount
    test_accuracy: Share | None = None
    calibration_error: Amount | None = None


@dataclass(frozen=True)
class RunRecord:
    """What run.json says: plain values only."""

    __pydantic_config__ = STRICT

    settings: dict[str, Any]
    started: Words
    """ISO 8601, to the second."""
    machine: dict[Words, Words] = field(default_factory=dict)
    versions: dict[Words, Words] = field(default_factory=dict)
    ending: Ending | None = None
    """None while the run goes on, and for ever when it was cut off."""
    process: tuple[ProcessNumber, Number] = (0, 0.0)
    """Which process trains, and when that one was started, as numbers of processes are used again."""

    @property
    def going_on(self) -> bool:
        """Whether the process that trains it is still there."""
        if self.ending is not None:
            return False
        number, born = self.process
        try:
            process = psutil.Process(number)
            # One that was killed stays in the system's table until its parent has looked at it.
            return abs(process.create_time() - born) < 1 and process.status() != psutil.STATUS_ZOMBIE
        except (psutil.Error, ValueError, OverflowError):
            return False

    def taken_over(self) -> "RunRecord":
        """The same run, trained by this process from now on."""
        return replace(self, ending=None, process=this_process())


def this_process() -> tuple[int, float]:
    return os.getpid(), psutil.Process().create_time()


def runs_folder() -> Path:
    return data_folder() / "runs"


def new_run_folder(model: str, runs: Path | None = None) -> Path:
    """Make the folder of a run that starts now, and of no other. Names sort by time.

    Making it is what claims the name: two runs that start in the same second, also in two processes, get two folders.
    Raises InklingError when it cannot be made.
    """
    folder = runs or runs_folder()
    stamp = time.strftime(STAMP)
    name, number = f"{stamp} {model}", 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                (folder / name).mkdir()
            except FileExistsError:
                number += 1
                name = f"{stamp} {model} {number}"
            else:
                return folder / name
    except OSError as error:
        raise cannot_write(folder / name, error) from error


def later_run_folder(model: str, runs: Path | None = None) -> Path:
    """A name for a run whose folder cannot be made yet. It is random: meanwhile nothing claims it."""
    return (runs or runs_folder()) / f"{time.strftime(STAMP)} {model} {secrets.token_hex(3)}"


def made(name: str) -> tuple[time.struct_time, str] | None:
    """When the run was made whose folder has that name, and what else the name says; None for other names."""
    length = len(time.strftime(STAMP))
    try:
        return time.strptime(name[:length], STAMP), name[length:].strip()
    except ValueError:
        return None


def write_record(record: RunRecord, folder: Path) -> None:
    """Write run.json, with a checksum. Raises InklingError when it cannot be written."""
    content: dict[str, Any] = {"inkling run": VERSION, "program": __version__, **asdict(record)}
    content["sha256"] = _digest(content)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    # A folder's name that is no UTF-8 is written as JSON escapes what it has no letter for.
    write_atomically(folder / RECORD, lambda file: file.write(text.encode(errors="backslashreplace")))


def read_record(folder: Path) -> RunRecord:
    """Read run.json. Raises InklingError when it is missing, damaged or of a newer version."""
    path = folder / RECORD
    content = read_json(path)
    try:
        version, digest = content.pop("inkling run"), content.pop("sha256")
        right = digest == _digest({"inkling run": version, **content})
    except (KeyError, AttributeError, TypeError, RecursionError) as error:
        raise InklingError(f"{path} is damaged: what is in it is not the record of a run.") from error
    if isinstance(version, int) and version > VERSION:
        raise InklingError(f"{path} was saved by a newer version of Inkling: open it with that one.")
    if not right:
        raise InklingError(f"{path} is damaged (its checksum is wrong).")
    content.pop("program", None)
    try:
        return typed(RunRecord, content)
    except ValueError as error:
        raise InklingError(f"{path} was saved by another version of Inkling that this one cannot read.") from error


def run_folders(runs: Path | None = None) -> list[Path]:
    """Of all runs, by name; also what only may be one, as the disk does not say. Raises InklingError as `entries`."""
    return [path for path in entries(runs or runs_folder()) if not path.name.startswith(".") and _may_be_folder(path)]


def _may_be_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return True


def checkpoints(folder: Path) -> list[Path]:
    """The files of a run's checkpoints, newest first; none where that cannot be told."""
    with suppress(InklingError):
        return [path for path in reversed(entries(folder)) if fnmatch(path.name, CHECKPOINTS)]
    return []


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
