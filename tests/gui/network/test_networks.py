"""Which network reads the drawing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from engine.models.networks import build
from engine.runs.saved_network import Result, SavedRun
from engine.settings.train_settings import TrainSettings
from gui.network.present import Networks


def a_run() -> SavedRun:
    settings = TrainSettings(model="simple", augmentation="none", outliers="none")
    return SavedRun(settings, Result("completed", 100, 1.0, 0.97, 0.97), build("simple").state_dict())


@pytest.fixture
def networks() -> Iterator[Networks]:
    parent = QObject()
    yield Networks(parent)
    # Until here: its children go with it.
    parent.deleteLater()


def that_a_network_in_training_reads_until_the_kept_one_is_taken_back(networks: Networks) -> None:
    run, in_training = a_run(), a_run().classifier()
    kept = run.classifier()
    networks.keep(run, kept)
    assert networks.reader is None, "keeping a network does not change what reads"
    networks.lend(in_training)
    assert networks.reader is in_training and networks.kept_reader is kept
    networks.take_back()
    assert networks.reader is kept


def that_going_back_twice_changes_nothing(networks: Networks) -> None:
    first, second = a_run(), a_run()
    networks.keep(first, first.classifier(), "first")
    networks.go_back()
    assert networks.run is first, "there is none before the first one"
    networks.keep(second, second.classifier())
    assert networks.name.startswith("SimpleNN")
    networks.go_back()
    assert networks.run is first and networks.name == "first" and networks.reader is networks.kept_reader
    networks.go_back()
    assert networks.run is second and networks.name.startswith("SimpleNN")


def that_a_trained_run_is_kept_with_the_network_that_reads_at_its_end(networks: Networks) -> None:
    last = a_run().classifier()
    networks.lend(last)
    run, kept = a_run(), list[SavedRun]()
    networks.kept.connect(kept.append)
    networks.keep_trained(run)
    assert kept == [run] and networks.kept_reader is last
