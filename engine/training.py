"""train(settings): an iterator of events that the listener pulls; training goes on only while it is pulled."""

import logging
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from engine.checkpoint import latest_checkpoint
from engine.datasets import Splits
from engine.datasets import splits as splits_of
from engine.errors import InklingError
from engine.events import Event
from engine.history import cut_back
from engine.knobs import recovered
from engine.labels import has_digits
from engine.learner import NonFiniteLossError
from engine.machine import new_record
from engine.my_digits import MyDigits
from engine.run import Run
from engine.run_control import RunControl
from engine.run_folder import MY_DIGITS, new_run_folder, read_record
from engine.settings import TrainSettings
from engine.teacher import with_teachers_folder

log = logging.getLogger("inkling")


def train(
    settings: TrainSettings,
    control: RunControl | None = None,
    splits: Splits | None = None,
    runs: Path | None = None,
    spare_cores: int = 0,
) -> Generator[Event]:
    """Train a network on the CPU and keep it in a new folder under `runs` (by default in the data folder).

    Yields one Started, a BatchDone for each step, an EpochDone for each epoch and one Finished. `control` steers the
    run and gives a look at its network; closing the iterator stops it too, without the Finished. Either way the
    workers are ended and what was learnt is kept. `spare_cores` are left to the caller when the number of threads is
    automatic. Raises InklingError when there is no data, or no such teacher, to start
    with.
    """
    splits = splits or splits_of(settings.data)
    settings = with_teachers_folder(settings, runs)
    mine = MyDigits().all if settings.my_digits == "mixed" and has_digits(settings.data) else []
    folder = new_run_folder(settings.model, runs)
    run = Run(folder, new_record(settings), mine, control or RunControl(), splits, spare_cores)
    yield from _events(run)


def resume(
    folder: Path,
    control: RunControl | None = None,
    splits: Splits | None = None,
    spare_cores: int = 0,
    learning_rate: float | None = None,
) -> Generator[Event]:
    """Go on with a run that was cut off or stopped, from its last checkpoint, or else from its start.

    Yields what `train` does, from there on; the losses are those of a run that was never cut off, to the last bit
    where the number of threads is the same. Raises InklingError when the run is complete, is being trained at this
    moment, or cannot be read.
    """
    record = read_record(folder)
    if record.going_on:
        raise InklingError(f"{folder.name} is being trained at this moment: stop it first.")
    if record.ending and record.ending.reason == "completed":
        raise InklingError(f"{folder.name} is complete: there is nothing to go on with.")
    checkpoint, problems = latest_checkpoint(folder)
    for problem in problems:
        log.warning(problem)
    cut_back(folder, checkpoint.learner.step if checkpoint else 0)
    mine = MyDigits(folder / MY_DIGITS).all
    splits = splits or splits_of(recovered(record.settings).data)
    run = Run(folder, record.taken_over(), mine, control or RunControl(), splits, spare_cores, checkpoint)
    run.control.learning_rate = learning_rate
    yield from _events(run)


def _events(run: Run) -> Generator[Event]:
    started = run.started()
    run.keeper.note(started)
    yield started
    try:
        with closing(run.epochs()) as events:
            for event in events:
                run.keeper.note(event)
                yield event
    except NonFiniteLossError as error:
        yield run.finished("failed", str(error), keep=False)
    except InklingError as error:
        yield run.finished("failed", str(error))
    except GeneratorExit:
        run.finished("stopped")
        raise
    except Exception:
        run.finished("failed", "Training ended by a fault of the program: the log file tells more.", keep=False)
        raise
    else:
        yield run.finished(run.reason)
