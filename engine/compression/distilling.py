"""Distillation: a small student learns from a large teacher's probabilities, beside a student that learns alone."""

from collections.abc import Generator
from typing import NamedTuple

from engine.compression.findings import Doing
from engine.compression.work import Taught, Work
from engine.models import Network, build
from engine.runs import Result, SavedRun
from engine.settings import ModelName, TrainSettings
from engine.training import Teacher

LARGE: dict[ModelName, tuple[ModelName, tuple[int, ...]]] = {"simple": ("cnn", ()), "cnn": ("cnn", (32, 96, 192))}
"""The teacher that is trained for each network: twice the usual widths, four times the time."""


class Student(NamedTuple):
    settings: TrainSettings
    network: Network
    taught: Taught


def student_widths(work: Work) -> tuple[int, ...]:
    """Return half of the network's channels. SimpleNN keeps its width, which shows the gain of a teacher alone."""
    if work.run.settings.model == "simple":
        return work.run.widths
    return tuple(max(1, width // 2) for width in work.network.widths)


def new_teacher(work: Work) -> Generator[Doing, None, SavedRun]:
    """Train a larger network with the run's settings."""
    model, widths = LARGE[work.run.settings.model]
    network = build(model, work.settings.seed, widths, work.network.classes)
    settings = work.training_settings(work.settings.teacher_epochs, work.settings.seed, model)
    taught = yield from work.taught("Training a teacher", settings, network)
    result = Result("completed", taught.steps, taught.seconds, None, None)
    return SavedRun(settings, result, network.state_dict(), widths)


def student(work: Work, teacher: Teacher | None) -> Generator[Doing, None, Student]:
    """Train a student from its initial weights, which are the same with a teacher and without."""
    settings = work.training_settings(work.settings.student_epochs, work.settings.seed)
    network = build(settings.model, settings.seed, student_widths(work), work.network.classes)
    what = "Training the student alone" if teacher is None else "Training the student with its teacher"
    taught = yield from work.taught(what, settings, network, teacher)
    return Student(settings, network.eval(), taught)
