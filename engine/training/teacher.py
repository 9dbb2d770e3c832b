"""Whom a run imitates: the trained network of another run, of which it keeps a copy in its own folder."""

import os
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import InklingError
from engine.runs import MODEL_FILE, SavedRun, find_run, open_run
from engine.settings import FIELDS, NO_TEACHER, TrainSettings


def with_teachers_folder(settings: TrainSettings, runs: Path | None = None) -> TrainSettings:
    """The same settings with the teacher's full name: "latest", or the beginning of a name, means another run later.

    Raises InklingError when there is no such run.
    """
    if settings.teacher == NO_TEACHER:
        return settings
    return settings.model_copy(update={"teacher": find_run(settings.teacher, runs).folder.name})


def find_teacher(settings: TrainSettings, runs: Path, copied: Path | None = None) -> SavedRun | None:
    """The teacher that the settings name: the copy of it if there is one, or else the run of that name in `runs`.

    Raises InklingError when it is gone, damaged, or trained to tell other things apart.
    """
    if settings.teacher == NO_TEACHER:
        return None
    if copied and os.path.lexists(copied):
        teacher = open_run(copied)
    elif Path(settings.teacher).name == settings.teacher:
        teacher = open_run(runs / settings.teacher / MODEL_FILE)
    else:
        raise InklingError(f"{settings.teacher!r} is not the name of a run, so the teacher is missing.")
    check_subject(teacher, settings, settings.teacher)
    return teacher


def check_subject(teacher: SavedRun, settings: TrainSettings, name: str) -> None:
    """Raises InklingError when the teacher `name` was trained to tell other things apart."""
    if teacher.settings.data != settings.data:
        knows, wanted = (FIELDS["data"].labels[one.data] for one in (teacher.settings, settings))
        raise InklingError(f"The teacher {name} knows {knows}, and this run learns {wanted}: choose another.")


class TrainedTeacher:
    """Answers with a trained network, and from memory where the images are the same in every epoch.

    Looking at MNIST's training images once takes the default network as long as SimpleNN needs for eight epochs.
    """

    def __init__(self, run: SavedRun, images: int = 0) -> None:
        """`images`: how many there are, if each place among them has always the same one."""
        self._network = run.classifier().network
        self._answers: Tensor | None = None
        self._known = torch.zeros(images, dtype=torch.bool)

    @torch.inference_mode()
    def __call__(self, images: Tensor, sample_indices: Tensor | None = None) -> Tensor:
        """Logits (N, classes); see engine.training.step.learner.Teacher."""
        if sample_indices is None or not len(self._known):
            return self._network(images)
        if self._answers is not None and bool(self._known[sample_indices].all()):
            return self._answers.index_select(0, sample_indices)
        logits: Tensor = self._network(images)
        if self._answers is None:
            self._answers = torch.empty(len(self._known), logits.shape[1])
        self._answers[sample_indices] = logits
        self._known[sample_indices] = True
        return logits
