"""The measurements, one line of JSON each, so that parts of a measurement and those of other people merge."""

import importlib.metadata
import platform
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from benchmarks.record.entries import Entry
from benchmarks.record.stopwatch import Ended
from benchmarks.report.results import present_commit
from engine import InklingError
from engine.hardware import cpu_facts
from engine.system import append_lines

FILE = "record.jsonl"
PACKAGES = ("torch", "torchvision", "keras", "jax")
Seconds = Annotated[float, Field(ge=0, lt=1e9)]
Words = Annotated[str, Field(max_length=2_000)]


class Line(BaseModel):
    """One training: what it was, where it ran, what it took, how well it reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    entry: Words
    end: Words
    declaration: Words
    """The command, so that figures of other settings under the same name are recognised."""
    machine: Words
    versions: Words
    cores: int = Field(ge=1)
    """That the process was limited to."""
    seed: int = Field(ge=0)
    seconds: Seconds
    """From the start of the process until the network was trained."""
    from_first_step: Seconds
    cpu_seconds: Seconds
    joules: Seconds | None
    """Of the CPU's packages, other programs included; None where the machine does not tell."""
    accuracy: float = Field(ge=0, le=1)
    """Of the test images."""
    other_cores: float
    """How many cores other programs used meanwhile, on average."""
    when: Words
    commit: Words


Key = tuple[str, str, int, int, str, str]
"""A training that need not be measured again: declaration, entry, cores, seed, machine, versions."""


def key(entry: Entry, cores: int, seed: int) -> Key:
    return entry.declaration, entry.name, cores, seed, present_machine(), present_versions()


def key_of(line: Line) -> Key:
    return line.declaration, line.entry, line.cores, line.seed, line.machine, line.versions


def present_machine() -> str:
    """This machine in words, for example "AMD EPYC, 2 physical, 2 logical, 2 usable cores, AVX2"."""
    facts = cpu_facts()
    return f"{facts['CPU']}, {facts['Cores']} cores, {facts['Instruction set in use']}, {platform.system()}"


def present_versions() -> str:
    """The versions in use, in words."""
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def lines_of(entry: Entry, cores: int, seed: int, ended: Iterable[Ended]) -> list[Line]:
    """What one process measured, as lines of this machine and this moment."""
    when, commit = time.strftime("%Y-%m-%d %H:%M"), present_commit()
    machine, versions = present_machine(), present_versions()
    return [
        Line(
            entry=entry.name,
            end=one.end,
            declaration=entry.declaration,
            machine=machine,
            versions=versions,
            cores=cores,
            seed=seed,
            seconds=round(one.whole.seconds, 3),
            from_first_step=round(one.steps.seconds, 3),
            cpu_seconds=round(one.whole.cpu_seconds, 2),
            joules=None if one.whole.joules != one.whole.joules else round(one.whole.joules, 1),
            accuracy=one.accuracy,
            other_cores=round(max(0.0, one.whole.others / one.whole.seconds), 2),
            when=when,
            commit=commit,
        )
        for one in ended
    ]


def append(file: Path, lines: Iterable[Line]) -> None:
    append_lines(file, "".join(f"{line.model_dump_json()}\n" for line in lines).encode())


def read(file: Path) -> list[Line]:
    """The measurements in the file, each once; none if there is no file.

    Raises InklingError when a line is something else, naming it.
    """
    if not file.exists():
        return []
    found: dict[str, Line] = {}
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.setdefault(text, Line.model_validate_json(text))
        except ValidationError as error:
            raise InklingError(f"Line {number} of {file} is no measurement of benchmarks.record.") from error
    return list(found.values())
