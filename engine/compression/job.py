"""The compression job: all methods, each one measured, as an iterator of findings."""

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from pathlib import Path

from engine.compression.candidates import Candidates, Given
from engine.compression.findings import Doing, Finding
from engine.compression.measuring import Measuring
from engine.compression.settings import CompressSettings
from engine.compression.work import ROW, Work
from engine.data import Splits, training_images
from engine.data import splits as splits_of
from engine.errors import Stopped, checking
from engine.hardware import using_threads
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
    """Compress the run's network by all methods in the settings, and save each result in `folder`.

    Yields a Doing several times a second and a Compressed for each row, the original first. All work uses one thread.
    The student imitates `teacher`: another run, a network that is trained now ("new"), or by default the run itself.
    SimpleNN's student is as large as the run, so it gets a new teacher by default. Drawings in `strokes` that the run
    has learnt do not count. Ends early when `stopping()` returns true or the iterator is closed; complete rows are
    kept. Raises InklingError if the run or the teacher is of the wrong kind or a file cannot be written.
    """
    network = run.network().eval()
    if isinstance(teacher, SavedRun):
        check_subject(teacher, run.settings, teacher.kind)
    splits = splits or splits_of(run.settings.data)
    keep_freed_memory()
    with using_threads(1), suppress(Stopped):
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
