"""A run that imitates the network of another run."""

import shutil
from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.events import BatchDone, EpochDone, Event, Started
from engine.models.classifier import Classifier
from engine.runs.folder import MODEL_FILE, TEACHER_FILE
from engine.runs.saved_network import Result, SavedRun, new_run_file, open_run, save
from engine.settings.train_settings import TrainSettings
from engine.training.log_lines import LogLines
from engine.training.run.control import RunControl
from engine.training.start import resume, train
from engine.training.teacher import TrainedTeacher
from tests.support.runs.events import losses

pytestmark = pytest.mark.arithmetic

STUDENT = TrainSettings(
    model="simple", epochs=3, batch_size=50, threads=1, augmentation="none", outliers="none", temperature=2
)


@pytest.fixture
def teacher(trained: Classifier, tmp_path: Path) -> str:
    """The folder name of a saved network with high accuracy."""
    settings = TrainSettings(augmentation="none", outliers="none")
    path = new_run_file(settings, tmp_path)
    save(SavedRun(settings, Result("completed", 100, 1.0, 0.97, 0.97), trained.network.state_dict()), path)
    return path.parent.name


def taught(teacher: str) -> TrainSettings:
    return STUDENT.model_copy(update={"teacher": teacher})


def accuracy(events: list[Event]) -> float:
    return [event.validation_accuracy for event in events if isinstance(event, EpochDone)][-1]


def that_a_student_learns_from_a_teacher_alone_what_the_labels_say(
    teacher: str, digits: Splits, tmp_path: Path
) -> None:
    settings = taught(teacher).model_copy(update={"teacher_alpha": 1.0})
    # The labels mean nothing, so it learns only from the teacher.
    digits = Splits(digits.train.part(slice(None)), digits.validation, digits.test)
    digits.train.labels = digits.train.labels.flip(0)
    assert accuracy(list(train(settings, splits=digits, runs=tmp_path))) > 0.8


def that_a_teachers_memory_gives_what_the_network_gives(teacher: str, digits: Splits, tmp_path: Path) -> None:
    run = open_run(tmp_path / teacher / MODEL_FILE)
    asked, remembering = TrainedTeacher(run), TrainedTeacher(run, len(digits.train))
    for sample_indices in (torch.tensor([5, 2, 9]), torch.tensor([2, 7]), torch.tensor([9, 5, 7])):
        images = digits.train.__getitems__(sample_indices)[0]
        assert torch.allclose(remembering(images, sample_indices), asked(images, sample_indices), atol=1e-4)
    # All three are known by now, so the network is not used.
    assert torch.equal(remembering(torch.zeros(3, 1, 28, 28), sample_indices), remembering(images, sample_indices))
    varied = TrainedTeacher(run)
    assert not torch.equal(varied(torch.zeros(3, 1, 28, 28), sample_indices), varied(images, sample_indices))


def that_a_run_says_whom_it_imitates_and_keeps_a_copy(teacher: str, digits: Splits, tmp_path: Path) -> None:
    events = train(taught("20"), splits=digits, runs=tmp_path)
    started = next(iter(events))
    assert isinstance(started, Started) and started.teacher == teacher
    assert f"Imitates {teacher} besides the labels" in LogLines().of(started)
    assert open_run(Path(started.folder) / TEACHER_FILE).settings.model == "cnn"


@pytest.mark.parametrize("knobs", [{}, {"label_smoothing": 0.1, "l1": 1e-4, "weight_average": 0.9}])
def that_a_resumed_student_needs_the_teachers_run_no_more(
    knobs: dict[str, float], teacher: str, digits: Splits, tmp_path: Path
) -> None:
    settings = taught(teacher).model_copy(update=knobs)
    whole = list(train(settings, splits=digits, runs=tmp_path))
    control, cut = RunControl(), []
    for event in train(settings, control, digits, tmp_path):
        cut.append(event)
        if isinstance(event, BatchDone) and event.step == 50:
            control.stop()
    assert isinstance(cut[0], Started)
    shutil.rmtree(tmp_path / teacher)
    rest = list(resume(Path(cut[0].folder), splits=digits))
    assert losses(cut) + losses(rest) == losses(whole)


def that_a_teacher_that_is_not_there_is_one_sentence_and_leaves_no_run(digits: Splits, tmp_path: Path) -> None:
    with pytest.raises(InklingError, match="no runs yet"):
        list(train(taught("somebody"), splits=digits, runs=tmp_path))
    assert not list(tmp_path.iterdir())


def that_a_teacher_of_other_things_is_refused(trained: Classifier, digits: Splits, tmp_path: Path) -> None:
    clothes = TrainSettings(data="fashion")
    path = new_run_file(clothes, tmp_path)
    save(SavedRun(clothes, Result("completed", 1, 1.0, 0.9, 0.9), trained.network.state_dict()), path)
    with pytest.raises(InklingError, match="knows Fashion-MNIST, and this run learns MNIST digits"):
        list(train(taught(path.parent.name), splits=digits, runs=tmp_path))
