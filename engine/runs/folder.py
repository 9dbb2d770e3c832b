"""A run's folder: the names of its files, and run.json, which holds what the run is and how it ended."""

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
TIMELINE = "timeline.inkling"
CHECKPOINTS = "checkpoint-*.inkling"
STAMP = "%Y-%m-%d %H.%M.%S"
"""The start of a run folder's name: when it was created. The network's name follows."""
VERSION = 1
"""Of run.json. A newer Inkling writes a larger number."""
STRICT: ConfigDict = ConfigDict(extra="forbid", allow_inf_nan=False)
"""How pydantic validates what is read from files."""
RateChange = Annotated[list[Amount], Field(min_length=2, max_length=2)]
ProcessNumber = Annotated[int, Field(strict=True, ge=0, lt=2**32)]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a run has come. Accuracies are shares from 0 to 1; None for what was not measured yet."""

    __pydantic_config__ = STRICT

    epochs_done: Count = 0
    """Epochs whose validation is done too."""
    validation_accuracy: Share | None = None
    best_validation_loss: Amount | None = None
    best_epoch: Count | None = None
    rate_changes: list[RateChange] = field(default_factory=list)
    """Pairs of a step and the learning rate that a person set after it."""

    def progress(self) -> dict[str, Any]:
        """Only these values, for subclasses too."""
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
    kept_epoch: Count | None = None
    """The best epoch, whose weights were kept by early stopping; None if they are those of the last step."""


@dataclass(frozen=True)
class RunRecord:
    """The content of run.json: plain values."""

    __pydantic_config__ = STRICT

    settings: dict[str, Any]
    started: Words
    """ISO 8601, to the second."""
    machine: dict[Words, Words] = field(default_factory=dict)
    versions: dict[Words, Words] = field(default_factory=dict)
    ending: Ending | None = None
    """None while the run is going on, and after a crash."""
    process: tuple[ProcessNumber, Number] = (0, 0.0)
    """The process that trains: its id and when it started, as ids are reused."""

    @property
    def going_on(self) -> bool:
        """Whether the process that trains it still exists."""
        return self.ending is None and still_exists(self.process)

    def taken_over(self) -> "RunRecord":
        """A copy for this process, which continues the run."""
        return replace(self, ending=None, process=this_process())


def this_process() -> tuple[int, float]:
    return os.getpid(), psutil.Process().create_time()


def still_exists(process: tuple[int, float]) -> bool:
    """Whether the process with this id, which started then, is still there."""
    number, born = process
    try:
        found = psutil.Process(number)
        # A killed process stays in the system's table until its parent has waited for it.
        return abs(found.create_time() - born) < 1 and found.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ValueError, OverflowError):
        return False


def runs_folder() -> Path:
    return data_folder() / "runs"


def new_run_folder(model: str, runs: Path | None = None) -> Path:
    """Create the folder of a run that starts now, as `claimed_folder` does."""
    return claimed_folder(runs or runs_folder(), model)


def claimed_folder(parent: Path, words: str = "") -> Path:
    """Create a folder that is called by the time and these words. Names sort by time.

    Creating it claims its name: two that are made in the same second get two names, in two processes too. Raises
    InklingError when it cannot be created.
    """
    whole = f"{time.strftime(STAMP)} {words}".rstrip()
    place, number = parent / whole, 1
    try:
        parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                place.mkdir()
            except FileExistsError:
                number += 1
                place = parent / f"{whole} {number}"
            else:
                return place
    except OSError as error:
        raise cannot_write(place, error) from error


def later_run_folder(model: str, runs: Path | None = None) -> Path:
    """A path for a run whose folder cannot be created yet. It is random because nothing claims it meanwhile."""
    return (runs or runs_folder()) / f"{time.strftime(STAMP)} {model} {secrets.token_hex(3)}"


def made(name: str) -> tuple[time.struct_time, str] | None:
    """Parse a run folder's name into its time and the rest; None for other names."""
    length = len(time.strftime(STAMP))
    try:
        return time.strptime(name[:length], STAMP), name[length:].strip()
    except ValueError:
        return None


def write_record(record: RunRecord, folder: Path) -> None:
    """Write run.json, with a checksum. Raises InklingError when it cannot be written."""
    content: dict[str, Any] = {"inkling run": VERSION, "program": __version__, **asdict(record)}
    content["sha256"] = record_digest(content)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    # JSON escapes stand for a folder's name that is not UTF-8.
    write_atomically(folder / RECORD, lambda file: file.write(text.encode(errors="backslashreplace")))


def read_record(folder: Path) -> RunRecord:
    """Read run.json. Raises InklingError when it is missing, damaged or of a newer version."""
    path = folder / RECORD
    content = read_json(path)
    try:
        version, digest = content.pop("inkling run"), content.pop("sha256")
        right = digest == record_digest({"inkling run": version, **content})
    except (KeyError, AttributeError, TypeError, RecursionError) as error:
        raise InklingError(f"{path} is damaged: it does not hold the record of a run.") from error
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
    """The folders of all runs by name, with entries that may be folders. Raises InklingError like `entries`."""
    return [path for path in entries(runs or runs_folder()) if not path.name.startswith(".") and _may_be_folder(path)]


def _may_be_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return True


def checkpoints(folder: Path) -> list[Path]:
    """The paths of a run's checkpoints, newest first; empty when the folder cannot be read."""
    with suppress(InklingError):
        return [path for path in reversed(entries(folder)) if fnmatch(path.name, CHECKPOINTS)]
    return []


def record_digest(content: dict[str, Any]) -> str:
    """The SHA-256 that run.json carries about everything else in it, in hexadecimal."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
