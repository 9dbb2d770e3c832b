"""`train` and `resume`: iterators of events. Training goes on only while somebody takes events from them."""

import logging
from collections.abc import Generator
from contextlib import closing
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING

from engine.data import Splits
from engine.data import splits as splits_of
from engine.errors import InklingError, Stopped
from engine.events import Event
from engine.ink import MyDigits
from engine.runs import (
    MODEL_FILE,
    MY_DIGITS,
    TEACHER_FILE,
    Checkpoint,
    SavedRun,
    check_history,
    check_nobody_trains,
    later_run_folder,
    latest_checkpoint,
    new_record,
    new_run_folder,
    read_record,
    runs_folder,
)
from engine.settings import TrainSettings, has_digits, recovered
from engine.stack import folder_word
from engine.training.run.control import RunControl
from engine.training.run.keeper import RunKeeper
from engine.training.run.loop import TrainingLoop
from engine.training.run.run import Run
from engine.training.step.learner import NonFiniteLossError
from engine.training.teacher import find_teacher, with_teachers_folder

if TYPE_CHECKING:
    from engine.training.distributed.shared_batches import SharedBatches

log = logging.getLogger("inkling")


def train(
    settings: TrainSettings,
    control: RunControl | None = None,
    splits: Splits | None = None,
    runs: Path | None = None,
    spare_cores: int = 0,
    batches: "SharedBatches | None" = None,
) -> Generator[Event]:
    """Train a network on the CPU and save it in a new folder under `runs` (by default in the data folder).

    Yields one Started, a BatchDone for each step, an EpochDone for each epoch and one Finished. `control` steers the
    run and gives access to its network. Closing the iterator stops the run too, without a Finished. Either way the
    workers end and the network is saved. `spare_cores` are left to the caller when the number of threads is automatic.
    With `batches` other processes, which call `follow`, compute their parts of each batch; this one has rank 0.
    Raises InklingError when the data or the teacher is missing, or when the processes cannot train together.
    """
    settings, splits, teacher, mine = material(settings, splits, runs)
    if batches:
        batches.meet(settings, splits.train, mine.all if mine else [], teacher)
    try:
        folder = new_run_folder(folder_word(settings.model), runs)
    except InklingError:
        # A full disk does not end the run. Its folder is created as soon as something can be written.
        folder = later_run_folder(folder_word(settings.model), runs)
    keeper = RunKeeper(folder, new_record(settings))
    keeper.begin(mine)
    control, drawings = control or RunControl(), mine.all if mine else []
    yield from _events(Run(keeper, drawings, teacher, control, splits, spare_cores, batches=batches))


def material(
    settings: TrainSettings, splits: Splits | None, runs: Path | None = None
) -> tuple[TrainSettings, Splits, SavedRun | None, MyDigits | None]:
    """What a new run learns from, on this computer: settings with the teacher's full name, images, teacher, drawings.

    Raises InklingError when the data or the teacher is missing.
    """
    splits = splits or splits_of(settings.data)
    settings = with_teachers_folder(settings, runs)
    teacher = find_teacher(settings, runs or runs_folder())
    mine = MyDigits() if settings.my_digits == "mixed" and has_digits(settings.data) else None
    return settings, splits, teacher, mine


def resume(
    folder: Path,
    control: RunControl | None = None,
    splits: Splits | None = None,
    spare_cores: int = 0,
    learning_rate: float | None = None,
) -> Generator[Event]:
    """Resume a run that was interrupted or stopped, from its last checkpoint or from its start.

    Yields the remaining events of `train`. With the same number of threads the losses are those of an uninterrupted
    run, bit for bit. Raises InklingError when the run is complete, is being trained at this moment, or cannot be read.
    """
    record = read_record(folder)
    check_nobody_trains(record, folder)
    if record.ending and record.ending.reason == "completed":
        raise InklingError(f"{folder.name} is complete: there is nothing to go on with.")
    origin = _origin(folder)
    check_history(folder)
    settings = recovered(record.settings)
    teacher = find_teacher(settings, folder.parent, folder / TEACHER_FILE)
    mine = MyDigits(folder / MY_DIGITS).all
    splits = splits or splits_of(settings.data)
    control = control or RunControl()
    if learning_rate is not None and control.learning_rate is None:
        control.learning_rate = learning_rate
    keeper = RunKeeper(folder, record.taken_over())
    yield from _events(Run(keeper, mine, teacher, control, splits, spare_cores, origin, resumed=True))


def _origin(folder: Path) -> Checkpoint | None:
    """The checkpoint to resume from; None to resume from the start.

    Raises InklingError when none of the checkpoints can be used, or when there is a trained network without one:
    resuming from the start would throw away what was learnt.
    """
    checkpoint, problems = latest_checkpoint(folder)
    if checkpoint is None and problems:
        raise InklingError(f"None of the checkpoints of {folder.name} can be used, so it cannot go on. {problems[0]}")
    if checkpoint is None and lexists(folder / MODEL_FILE):
        raise InklingError(f"{folder.name} has a network but no checkpoint to go on from: train a new run instead.")
    for problem in problems:
        log.warning(problem)
    return checkpoint


def _events(run: Run) -> Generator[Event]:
    with closing(run.keeper), closing(_unguarded(run)) as events:
        try:
            yield from events
        except NonFiniteLossError as error:
            yield run.finished("failed", str(error), keep=False)
        except Stopped:
            yield run.finished(run.reason)
        except InklingError as error:
            if run.state.now == "preparing":
                run.finished("failed", str(error))
                raise
            yield run.finished("failed", str(error))
        except GeneratorExit:
            if not run.state.ended:
                run.finished("discarded" if run.control.discarding else "stopped")
            raise
        except Exception:
            if not run.state.ended:
                run.finished("failed", "Training ended by a fault of the program: the log file tells more.", keep=False)
            raise


def _unguarded(run: Run) -> Generator[Event]:
    run.prepare()
    started = run.started()
    run.keeper.note(started)
    yield started
    with closing(TrainingLoop(run).events()) as events:
        for event in events:
            run.keeper.note(event)
            yield event
    yield from run.conclude()
