"""The window opens with a network that reads well, also after a sweep whose last trial failed."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.models.networks import build
from engine.runs.listing import delete_run
from engine.runs.saved_network import Result, SavedRun, save_as_new
from engine.sweep.files import RECORD, new_sweep_folder, write_sweep
from engine.sweep.latest import latest_network
from engine.sweep.plan import Sweep
from engine.sweep.reading import varied
from engine.sweep.record import new_record
from engine.system.home import HOME_VARIABLE
from tests.support.settings import SIMPLE

ACCURACIES = (0.91, 0.97, 0.1)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))


def kept(accuracy: float, **learnt: bool) -> Path:
    """The folder of a new run."""
    result = Result("completed", 1, 1.0, accuracy, accuracy, learnt=dict(learnt))
    return save_as_new(SavedRun(SIMPLE, result, build("simple").state_dict())).parent


def swept(*folders: Path) -> Path:
    """The folder of a sweep whose trials are these runs."""
    record = new_record(Sweep(SIMPLE, (varied("learning_rate", "0.003, 0.01, 10"),)))
    for place, folder in enumerate(folders):
        record = record.with_trial(
            place, state="completed", run=folder.name, validation_accuracy=ACCURACIES[place], epochs=1
        )
    sweep = new_sweep_folder()
    write_sweep(replace(record, process=(0, 0.0)), sweep)
    return sweep


def latest() -> Path | None:
    run, problems = latest_network()
    assert not problems
    return run.folder if run else None


def that_the_best_of_a_sweep_draws_after_it() -> None:
    assert latest() is None
    kept(0.99)
    first, best, failed = map(kept, ACCURACIES)
    assert latest() == failed, "there is no sweep yet"
    swept(first, best, failed)
    assert latest() == best
    delete_run(best)
    assert latest() == first, "the best that is still there"


def that_what_was_trained_after_a_sweep_draws() -> None:
    swept(*map(kept, ACCURACIES))
    newest = kept(0.5)
    assert latest() == newest


def that_a_network_that_has_learnt_a_persons_digits_stays() -> None:
    first, best = map(kept, ACCURACIES[:2])
    taught = kept(ACCURACIES[2], lesson=True)
    swept(first, best, taught)
    assert latest() == taught


def that_a_damaged_sweep_hides_no_network() -> None:
    folders = tuple(map(kept, ACCURACIES))
    (swept(*folders) / RECORD).write_bytes(b"{")
    assert latest() == folders[2]
