"""Distillation: a small student learns from a large teacher's probabilities, beside a student that learns alone."""

from collections.abc import Generator
from typing import NamedTuple

from engine.compression.findings import Doing
from engine.compression.work import Taught, Work
from engine.models import Network, build
from engine.runs import Result, SavedRun
from engine.settings import TrainSettings
from engine.stack import CNN, examined, stack_of
from engine.training import Teacher


class Form(NamedTuple):
    """A network by its name or text, with widths of its hidden layers if they are not its own."""

    model: str
    widths: tuple[int, ...] = ()


def larger(model: str) -> Form:
    """Return the teacher that is trained for a network: twice its widths, which takes four times as long, if it may.

    One without filters gets the default network.
    """
    stack = stack_of(model)
    if not stack.has_filters:
        return Form(CNN)
    twice = tuple(2 * width for width in stack.widths)
    return Form(model, () if examined(stack.with_widths(twice)).problem else twice)


class Student(NamedTuple):
    settings: TrainSettings
    network: Network
    taught: Taught


def student_widths(work: Work) -> tuple[int, ...]:
    """Return half of the network's channels. One without filters keeps its widths: the gain is the teacher's alone."""
    if not work.network.stack.has_filters:
        return work.run.widths
    return tuple(max(1, width // 2) for width in work.network.widths)


def new_teacher(work: Work) -> Generator[Doing, None, SavedRun]:
    """Train a larger network with the run's settings."""
    model, widths = larger(work.run.settings.model)
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
