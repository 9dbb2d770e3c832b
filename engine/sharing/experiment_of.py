"""The experiment that a kept run was, or that a run with some settings will be."""

from collections.abc import Sequence
from pathlib import Path

from engine import __version__
from engine.errors import InklingError
from engine.events import Event, Started
from engine.runs import RECORD, RunRecord, read_history, read_record
from engine.settings import NO_TEACHER, TrainSettings, recovered
from engine.sharing.experiment import Experiment, Made
from engine.sharing.losses import Losses, repeatable_steps
from engine.system import MissingError

INSTRUCTIONS, CPU = "Instruction set in use", "CPU"
"""Facts in a run's record, as `engine.hardware` calls them."""
A_TEACHER = "has a teacher, which a text cannot carry along: pack both runs as files instead."


def experiment_of(folder: Path) -> Experiment:
    """The experiment that the run in this folder was.

    It has no losses if the run learnt from the person's own digits, which stay on this computer. Raises InklingError
    when the run keeps no record, cannot be read or had a teacher.
    """
    try:
        record = read_record(folder)
    except MissingError as error:
        raise InklingError(f"{folder.name} has no {RECORD}: nothing says how it was trained.") from error
    events = _history(folder)
    started = next((event for event in events if isinstance(event, Started)), None)
    settings = _for_others(recovered(record.settings), started, folder.name)
    losses = None if started is None or started.own_images else Losses.of(events)
    return Experiment(settings, made_of(record, events), losses)


def experiment_of_settings(settings: TrainSettings) -> Experiment:
    """The experiment that training with these settings here will be. Raises InklingError if there is a teacher."""
    threads = settings.threads if isinstance(settings.threads, int) else 0
    return Experiment(_for_others(settings, None, "A training with these settings"), made_here(threads))


def made_here(threads: int) -> Made:
    """What a run of this program, on this computer and with so many threads, is made with. Imports torch."""
    from engine.hardware import cpu_facts

    return _made(cpu_facts(), {"Inkling": __version__}, threads)


def made_of(record: RunRecord, events: Sequence[Event]) -> Made:
    """What a run with this record and these events was made with."""
    return _made(record.machine, record.versions, _threads(events))


def _made(machine: dict[str, str], versions: dict[str, str], threads: int) -> Made:
    cpu = ", ".join(filter(None, (machine.get(INSTRUCTIONS), machine.get(CPU))))
    # "2.13.0+cpu": which build it was matters less than that it is the same version.
    torch = (versions.get("PyTorch") or machine.get("PyTorch", "")).partition("+")[0]
    return Made(threads, cpu, torch, versions.get("Inkling", ""))


def _threads(events: Sequence[Event]) -> int:
    """How many took the steps; 0 when nothing says it."""
    counts = [event.threads for event in events if isinstance(event, Started)]
    return counts[0] if counts and repeatable_steps(events) else 0


def _for_others(settings: TrainSettings, started: Started | None, name: str) -> TrainSettings:
    """The settings as another computer has to set them to train the same."""
    if settings.teacher != NO_TEACHER:
        raise InklingError(f"{name} {A_TEACHER}")
    changed: dict[str, object] = {}
    if started and settings.precision == "auto":
        changed["precision"] = started.precision
    if started and not started.own_images:
        # Whoever takes it may have drawings, from which this run has not learnt.
        changed["my_digits"] = "none"
    return settings.model_copy(update=changed)


def _history(folder: Path) -> list[Event]:
    try:
        return read_history(folder)
    except MissingError:
        return []
