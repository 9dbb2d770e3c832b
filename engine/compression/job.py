"""Making a trained network smaller in every way, each one measured: an iterator that the listener pulls."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import torch

from engine.compression.candidates import Candidates, Given
from engine.compression.findings import Doing, Finding
from engine.compression.row import Measuring
from engine.compression.settings import CompressSettings
from engine.compression.work import ROW, Work
from engine.data import Splits, training_images
from engine.data import splits as splits_of
from engine.errors import Stopped, checking
from engine.ink import MyDigit
from engine.runs import SavedRun
from engine.settings import has_digits
from engine.system import keep_freed_memory
from engine.training import check_subject, has_learnt


def compress(
    run: SavedRun,
    settings: CompressSettings,
    folder: Path,
    teacher: Given = None,
    strokes: Sequence[MyDigit] | None = None,
    splits: Splits | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Generator[Finding]:
    """Make the run's network smaller in all ways that the settings ask for, and keep each result in `folder`.

    Yields a Doing several times a second and a Compressed for each row, the original first. Everything is done with one
    thread. `teacher` is whom the student imitates: another run, a network that is trained now ("new"), or the run
    itself; a student of SimpleNN is as large as the run, so that it gets a new teacher rather than that. Drawings in
    `strokes` that the run has learnt from do not count. Ends early when `stopping()` turns true or it is closed: the
    rows so far are kept and no half ones. Raises InklingError when run or teacher are of the wrong kind, and when a
    file cannot be written.
    """
    network = run.network().eval()
    if isinstance(teacher, SavedRun):
        check_subject(teacher, run.settings, teacher.kind)
    splits = splits or splits_of(run.settings.data)
    keep_freed_memory()
    with _one_thread(), suppress(Stopped):
        work = Work(run, network, settings, splits, splits.train, stopping)
        yield work.doing("Preparing the images")
        work.images = training_images(run.settings, splits.train, check=checking(stopping))
        drawn = strokes if has_digits(run.settings.data) else None
        fresh = [digit for digit in drawn or () if not has_learnt(run.result.learnt, digit)]
        measuring = Measuring(folder, splits, fresh, stopping)
        candidates = Candidates(work, teacher)
        work.total = candidates.cost
        for found in candidates.all():
            if isinstance(found, Doing):
                yield found
                continue
            yield work.doing(f"Measuring: {found.name}")
            row = measuring.row(found)
            work.done += ROW
            yield row


@contextmanager
def _one_thread() -> Iterator[None]:
    """For whatever this thread does meanwhile; figures of one thread can be compared, and the window keeps its core."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
