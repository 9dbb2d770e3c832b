"""What many tests need and takes seconds is made once."""

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pytest
from filelock import FileLock

from engine.data import datasets
from engine.data.datasets import Splits, _read_mnist
from engine.data.image_sets import ImageSet
from engine.errors import unchecked
from engine.models.classifier import Classifier
from engine.runs.saved_network import open_run, save
from engine.settings.train_settings import TrainSettings
from engine.training.run.control import RunControl
from engine.training.start import train


@contextmanager
def mnist_read_once(folder: Path) -> Iterator[None]:
    """MNIST is read once from this data folder, also for tests whose own data folder has a link to its files.

    What training adds is kept for the images that were read last: a second reading would cost that too.
    """
    shared, read = folder / "MNIST", lru_cache(maxsize=1)(_read_mnist.__wrapped__)

    def recall(root: Path) -> Splits:
        own = root / "MNIST"
        return (
            _read_mnist(folder)
            if root == folder or (own.is_symlink() and own.resolve() == shared.resolve())
            else read(root)
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets, "_read_mnist", recall)
        yield


def shared(folders: pytest.TempPathFactory) -> Path:
    """The folder of all processes that share the tests."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    return folders.getbasetemp() if alone else folders.getbasetemp().parent


def remembering(write: Callable[..., ImageSet], folders: pytest.TempPathFactory) -> Callable[..., ImageSet]:
    """The same function, but what it returns for the same number and seed is written once in a test run."""
    known: dict[tuple[int, int], ImageSet] = {}

    def recall(count: int, seed: int = 0, *, check: Callable[[], object] = unchecked) -> ImageSet:
        check()
        if (count, seed) not in known:
            file = shared(folders) / f"{write.__name__}-{count}-{seed}.pickle"
            with FileLock(file.with_suffix(".lock")):
                if not file.exists():
                    file.write_bytes(pickle.dumps(write(count, seed, check=check)))
            known[count, seed] = pickle.loads(file.read_bytes())
        return known[count, seed]

    return recall


def trained_once(name: str, settings: TrainSettings, some: Splits, folders: pytest.TempPathFactory) -> Classifier:
    """Trained by the process that wants it first, where several share the tests; the others read its file."""
    file = shared(folders) / f"{name}.inkling"
    with FileLock(file.with_suffix(".lock")):
        if not file.exists():
            control = RunControl()
            for _ in train(settings, control, some, folders.mktemp("runs")):
                pass
            assert control.trained
            save(control.trained, file)
    return open_run(file).classifier()
