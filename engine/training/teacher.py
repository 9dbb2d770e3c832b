"""Knowledge distillation: the teacher is the network of another run, of which a run keeps a copy in its folder."""

import os
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import InklingError
from engine.runs import SavedRun, find_run, open_run, open_run_in
from engine.settings import FIELDS, NO_TEACHER, TrainSettings


def with_teachers_folder(settings: TrainSettings, runs: Path | None = None) -> TrainSettings:
    """The same settings with the teacher's full name, because "latest" or part of a name may mean another run later.

    Raises InklingError when there is no such run.
    """
    if settings.teacher == NO_TEACHER:
        return settings
    return settings.model_copy(update={"teacher": find_run(settings.teacher, runs).folder.name})


def find_teacher(settings: TrainSettings, runs: Path, copied: Path | None = None) -> SavedRun | None:
    """The teacher that the settings name: its copy if there is one, otherwise the run of that name in `runs`.

    Raises InklingError when it is missing, damaged, or was trained on other data.
    """
    if settings.teacher == NO_TEACHER:
        return None
    if copied and os.path.lexists(copied):
        teacher = open_run(copied)
    elif Path(settings.teacher).name == settings.teacher:
        teacher = open_run_in(runs / settings.teacher)
    else:
        raise InklingError(f"{settings.teacher!r} is not the name of a run, so the teacher is missing.")
    check_subject(teacher, settings, settings.teacher)
    return teacher


def check_subject(teacher: SavedRun, settings: TrainSettings, name: str) -> None:
    """Raise InklingError when the teacher `name` was trained on other data."""
    if teacher.settings.data != settings.data:
        knows, wanted = (FIELDS["data"].labels[one.data] for one in (teacher.settings, settings))
        raise InklingError(f"The teacher {name} knows {knows}, and this run learns {wanted}: choose another.")


class TrainedTeacher:
    """Gives a trained network's logits, from memory when the images are the same in every epoch.

    One forward pass of the default network over MNIST's training images takes as long as eight epochs of SimpleNN.
    """

    def __init__(self, run: SavedRun, images: int = 0) -> None:
        """`images` is their number when each index always means the same image, otherwise 0."""
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
