"""Whom a run imitates: the trained network of another run, of which it keeps a copy in its own folder."""

from pathlib import Path

import torch

from engine.errors import InklingError
from engine.knobs import KNOBS
from engine.learner import Teacher
from engine.run_folder import MODEL_FILE, TEACHER_FILE
from engine.run_list import find_run
from engine.runs import SavedRun, open_run
from engine.settings import NO_TEACHER, TrainSettings


def with_teachers_folder(settings: TrainSettings, runs: Path | None = None) -> TrainSettings:
    """The same settings with the teacher's full name: "latest", or the beginning of a name, means another run later.

    Raises InklingError when there is no such run.
    """
    if settings.teacher == NO_TEACHER:
        return settings
    return settings.model_copy(update={"teacher": find_run(settings.teacher, runs).folder.name})


def find_teacher(settings: TrainSettings, folder: Path) -> SavedRun | None:
    """The teacher of the run in `folder`: the copy that is there, or else the run of that name beside it.

    Raises InklingError when it is gone, damaged, or trained to tell other things apart.
    """
    if settings.teacher == NO_TEACHER:
        return None
    copied = folder / TEACHER_FILE
    teacher = open_run(copied if copied.exists() else folder.parent / settings.teacher / MODEL_FILE)
    if teacher.settings.data != settings.data:
        knows, wanted = (KNOBS["data"].labels[one.data] for one in (teacher.settings, settings))
        raise InklingError(
            f"The teacher {settings.teacher} knows {knows}, and this run learns {wanted}: choose another."
        )
    return teacher


def teaching(teacher: SavedRun | None) -> Teacher | None:
    """What a learner asks for each batch."""
    if teacher is None:
        return None
    network = teacher.classifier().network

    @torch.inference_mode()
    def logits(images: torch.Tensor) -> torch.Tensor:
        answer: torch.Tensor = network(images)
        return answer

    return logits
