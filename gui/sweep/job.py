"""A sweep as it runs in the background: what it tells the window, which need not hear of each step."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from engine.events import BatchDone, TimeSpent
from engine.sweep import Sweep, SweepControl, latest_sweep, read_sweep
from engine.system import give_back_freed_memory, give_way
from gui.background import WINDOWS_CORES, Job

if TYPE_CHECKING:
    from engine.sweep import SweepEvent, SweepRecord

OF_EACH_STEP = (BatchDone, TimeSpent)


def trained(what: Sweep | Path, control: SweepControl, job: Job) -> None:
    """Train the trials of a new sweep, or go on with the one in this folder; reports its events."""
    from engine.sweep import resume_sweep, run_sweep

    give_way()
    events: Generator[SweepEvent]
    if isinstance(what, Path):
        events = resume_sweep(what, control, spare_cores=WINDOWS_CORES)
    else:
        events = run_sweep(what, control, spare_cores=WINDOWS_CORES)
    with closing(events):
        for event in events:
            if job.stopping():
                control.stop()
            if not isinstance(event, OF_EACH_STEP):
                job.report(event)
    give_back_freed_memory()


def last_one(_job: Job) -> "tuple[Path, SweepRecord] | None":
    """The newest sweep; None when there is none."""
    folder = latest_sweep()
    return (folder, read_sweep(folder)) if folder else None
