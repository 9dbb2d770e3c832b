"""One job of compression, as it runs in the background."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from engine.compression import CompressSettings
from engine.ink import MyDigit
from engine.runs import MODEL_FILE
from gui.background import Job as BackgroundJob

if TYPE_CHECKING:
    from engine.runs import SavedRun


class Job(NamedTuple):
    """What the background needs to know."""

    number: int
    run: "SavedRun"
    settings: CompressSettings
    folder: Path
    teacher: str
    """"itself", "new", or the folder of a run."""
    strokes: Sequence[MyDigit]


def compressed(job: Job, asked: BackgroundJob) -> int:
    """Report each finding with the number of the job, and return that number."""
    from engine import open_run
    from engine.compression import compress
    from engine.system import give_way

    give_way()
    teacher: SavedRun | Literal["new"] | None
    match job.teacher:
        case "itself":
            teacher = None
        case "new":
            teacher = "new"
        case folder:
            teacher = open_run(Path(folder) / MODEL_FILE)
    found = compress(job.run, job.settings, job.folder, teacher, job.strokes, stopping=asked.stopping)
    with closing(found):
        for finding in found:
            asked.report((job.number, finding))
    return job.number
