"""What all tests share: a data folder of their own, and real digits."""

import gc
import multiprocessing
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

# Before anything imports Qt: tests run where there is no screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Before anything imports torch: several processes share the cores, and a thread that waits for the others of its step
# would keep a core busy that they need.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# And where each core has a process of its own, more threads only make work: with two a training costs a tenth more.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch

from benchmarks.shared.data_server import DataServer
from engine.data import examples, training_set
from engine.data.augmentation.deformation import ALL
from engine.data.datasets import Splits, _read, mnist
from engine.data.image_sets import ImageSet
from engine.data.loading import workers
from engine.data.normalisation import normalised
from engine.data.sources.catalogue import MIRROR_VARIABLE, SOURCES
from engine.data.writing.written_sets import written_digits, written_letters
from engine.models.classifier import Classifier
from engine.settings.train_settings import TrainSettings
from engine.system.home import HOME_VARIABLE
from engine.training.step import preparation_trial, threads
from tests.support import small_data
from tests.support.once import mnist_read_once, remembering, trained_once

SEED = "--seed"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(SEED, type=int, default=0, help="of all trainings that set none, which also get other digits")


def pytest_configure(config: pytest.Config) -> None:
    """Tests that train must hold whatever the seed: `pytest tests/engine --seed 11` has a look."""
    TrainSettings.model_fields["seed"].default = config.getoption(SEED)
    TrainSettings.model_rebuild(force=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a network that reads well: with old instructions it takes half a minute to make."""
    for item in items:
        if isinstance(item, pytest.Function) and {"trained", "doubting"} & set(item.fixturenames):
            item.add_marker(pytest.mark.trained)


def pytest_collection_finish() -> None:
    """Modules and tests live as long as the test run: a garbage collection that looks at all of them takes 0.3 s."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What hostile names leave in the captured log must not end the test run: reports travel as UTF-8."""
    report = yield
    report.sections = [(title, text.encode(errors="backslashreplace").decode()) for title, text in report.sections]
    return report


@pytest.fixture(scope="session")
def every_digit(home: Path, request: pytest.FixtureRequest) -> Splits:
    """All of MNIST, in an order that is another one with every seed."""
    whole, seed = mnist(), request.config.getoption(SEED)
    if not seed:
        return whole
    rng = torch.Generator().manual_seed(seed)
    three = (whole.train, whole.validation, whole.test)
    return Splits(*(part.part(torch.randperm(len(part), generator=rng)) for part in three))


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of the whole test run, so that MNIST is unpacked once and the user's own is left alone."""
    folder = tmp_path_factory.mktemp("home")
    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(folder)
    with mnist_read_once(folder):
        yield folder
    if before is None:
        del os.environ[HOME_VARIABLE]
    else:
        os.environ[HOME_VARIABLE] = before


@pytest.fixture(scope="session", autouse=True)
def written_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program writes depends on the number and the seed alone, and writing it takes seconds.

    A person opens one window; the tests open hundreds, and each window writes some digits as examples.
    """
    with pytest.MonkeyPatch.context() as patch:
        digits, letters = (remembering(write, tmp_path_factory) for write in (written_digits, written_letters))
        patch.setattr(examples, "written_digits", digits)
        patch.setattr(training_set, "written_digits", digits)
        patch.setattr(training_set, "written_letters", letters)
        yield


@pytest.fixture(scope="session", autouse=True)
def trials_are_short() -> Iterator[None]:
    """Runs try numbers of threads, and who prepares their batches. Which way is the fastest is no rule of any test."""
    with pytest.MonkeyPatch.context() as patch:
        for trial in (preparation_trial, threads):
            patch.setattr(trial, "LEAST_SECONDS", 0.003)
        yield


@pytest.fixture(scope="session", autouse=True)
def workers_fork() -> Iterator[None]:
    """Loader workers fork from a process that has imported torch once, where the system has such fork servers.

    Importing torch costs a spawned worker 2 s. The processes that tests start spawn theirs, as do tests with `spawned`.
    """
    spawn = workers.START_METHOD
    if "forkserver" in multiprocessing.get_all_start_methods():
        workers.START_METHOD = "forkserver"
        multiprocessing.set_forkserver_preload([workers.__name__])
    yield
    workers.START_METHOD = spawn


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loader workers start as they do outside of the tests."""
    monkeypatch.setattr(workers, "START_METHOD", "spawn")


@pytest.fixture
def mirror(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DataServer]:
    """A server on this computer with small data sets; what was downloaded and trained is gone afterwards.

    The data folder stays the same one, as another one's MNIST would have to be read and prepared anew.
    """
    small_data.declared(monkeypatch)
    runs = set((home / "runs").glob("*"))
    with small_data.server() as server:
        monkeypatch.setenv(MIRROR_VARIABLE, server.address)
        yield server
    _read.cache_clear()
    for folder in {home / source.kind for source in SOURCES.values()} | set((home / "runs").glob("*")) - runs:
        shutil.rmtree(folder, ignore_errors=True)
        folder.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def digits(every_digit: Splits) -> Splits:
    """A few real digits: 2,000 to learn from, 500 to validate and 500 to test with."""
    return small_data.parts(every_digit, 2000, 500)


@pytest.fixture
def glaring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Images so bright that no loss is finite after a few steps: with others that takes a high rate and luck."""

    def bright(_self: ImageSet, images: torch.Tensor, *_: object, part: slice = ALL) -> torch.Tensor:
        return 1e9 * normalised(images[part])

    monkeypatch.setattr(ImageSet, "_transformed", bright)


@pytest.fixture(scope="session")
def trained(every_digit: Splits, tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """A network that has seen 10,000 real digits four times: reads well, and takes seconds to make."""
    settings = TrainSettings(epochs=4, batch_size=128, threads=1, augmentation="none", outliers="none")
    return trained_once("trained", settings, small_data.parts(every_digit, 10_000, 500), tmp_path_factory)


@pytest.fixture(scope="session")
def doubting(every_digit: Splits, tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """One that has seen as many digits varied, and things that are none, and knows when to be sure."""
    settings = TrainSettings(epochs=2, batch_size=64, threads=1, augmentation="varied", outliers="mixed")
    return trained_once("doubting", settings, small_data.parts(every_digit, 10_000, 500), tmp_path_factory)
