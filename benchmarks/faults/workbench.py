"""A data folder with runs and drawings, made anew for each trial, and the losses of an undisturbed run."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from torch import Tensor
from tqdm import tqdm

from benchmarks.shared.data_server import DataServer
from engine import BatchDone, Event, Finished, RunControl, TrainSettings, open_run, train
from engine.compression import timing
from engine.data import MIRROR_VARIABLE, Splits, datasets
from engine.export import FORMATS, export
from engine.ink import FILE, MyDigit, MyDigits, Strokes
from engine.runs import SavedRun, annotate, delete_run, read_history
from engine.sharing import SUFFIX
from engine.system import HOME_VARIABLE
from engine.training.run import keeper as run_keeper
from tests.support import small_data

TINY = TrainSettings.model_validate(
    {"model": "simple", "epochs": 2, "batch_size": 100, "threads": 1, "augmentation": "none", "outliers": "none"}
)
"""Six steps."""
STEPS = 6
COMPLETED, STOPPED, DELETED = (f"2026-01-0{day} 10.00.00 simple" for day in (1, 2, 3))
EXPORTS = "exports"
LOCAL = "local"
"""The folder with the files of Fashion-MNIST that a person brought along."""
OLD = b"what was there before"
RESOURCES = Path(__file__).parents[2] / "resources"


def tiny(whole: Splits) -> Splits:
    return Splits(whole.train.part(slice(300)), whole.validation.part(slice(100)), whole.test.part(slice(100)))


def strokes() -> list[tuple[int, Strokes]]:
    """Real drawings with their labels."""
    records = json.loads((RESOURCES / "digits.json").read_text(encoding="utf-8"))
    return [
        (one["digit"], tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in one["strokes"]))
        for one in records
    ]


def losses(events: list[Event]) -> list[tuple[int, float]]:
    return [(event.step, event.loss) for event in events if isinstance(event, BatchDone)]


def driven(events: Iterator[Event], control: RunControl, until: int = 0, *, discard: bool = False) -> list[Event]:
    """All events of a run; it is stopped after step `until` unless that is 0."""
    told = []
    for event in events:
        told.append(event)
        if isinstance(event, BatchDone) and event.step == until:
            control.stop(discard=discard)
    return told


class Trained(NamedTuple):
    """The events of a training, and its control."""

    events: list[Event]
    control: RunControl


class Workbench:
    """Owns `base`, where `template` is copied to `home` for each trial; while entered, $INKLING_HOME is `home`."""

    def __init__(self, base: Path, splits: Splits) -> None:
        self.base, self.splits = base, splits
        self.home, self._template = base / "home", base / "template"
        self._patch = pytest.MonkeyPatch()
        self.drawn = strokes()
        self.losses: list[tuple[int, float]] = []
        """The losses of an undisturbed run."""
        self.weights: dict[str, Tensor] = {}
        self.mine: list[MyDigit] = []
        self.place = base
        """The folder in which the deleted run waits."""
        self._exported: dict[str, bytes] = {}

    @property
    def runs(self) -> Path:
        return self.home / "runs"

    @property
    def packed(self) -> Path:
        """The completed run as one file, which no trial changes."""
        return self.base / f"packed{SUFFIX}"

    @property
    def saved(self) -> SavedRun:
        return open_run(self.runs / COMPLETED / "model.inkling")

    def __enter__(self) -> "Workbench":
        settled = {"CHECKPOINT_SECONDS": 0.0, "FLUSH_SECONDS": 0.0}
        for name, seconds in settled.items():
            self._patch.setattr(run_keeper, name, seconds)
        self._patch.setattr(timing, "SECONDS", 0.002)
        # Its thread would outlive every progress bar.
        self._patch.setattr(tqdm, "monitor_interval", 0)
        self._patch.setattr(datasets, "mnist", lambda: self.splits)
        self._patch.setenv(HOME_VARIABLE, str(self._template))
        self._make()
        self._patch.setenv(HOME_VARIABLE, str(self.home))
        self._export()
        return self

    def __exit__(self, *_error: object) -> None:
        self._patch.undo()

    def _make(self) -> None:
        """Make the template: a completed, a stopped and a deleted run, and drawings."""
        shutil.rmtree(self._template, ignore_errors=True)
        mine, runs = MyDigits(self._template / FILE), self._template / "runs"
        for label, points in self.drawn[:4]:
            mine.add(label, points)
        self.mine = mine.all
        for name, until in ((COMPLETED, 0), (STOPPED, 4), (DELETED, 4)):
            control = RunControl()
            told = driven(train(TINY, control, self.splits, runs), control, until)
            (folder,) = (path for path in runs.iterdir() if not path.name.startswith(("2026-01", ".")))
            folder.rename(runs / name)
            if name == COMPLETED:
                self.losses = losses(told)
                self.weights = open_run(runs / name / "model.inkling").weights
        annotate(runs / COMPLETED, name="old", note="an old note")
        delete_run(runs / DELETED)
        mine.export(self._template / EXPORTS / "digits.jsonl")
        others = MyDigits(self._template / EXPORTS / "others.jsonl")
        for label, points in self.drawn[4:7]:
            others.add(label, points)
        for suffix in FORMATS:
            (self._template / EXPORTS / f"run{suffix}").write_bytes(OLD)

    def _export(self) -> None:
        """Export to every format, to compare with later."""
        self.fresh()
        for suffix in FORMATS:
            path = self.home / EXPORTS / f"run{suffix}"
            export(self.runs / COMPLETED, path)
            self._exported[suffix] = path.read_bytes()
        self.packed.write_bytes(self._exported[SUFFIX])

    def exported(self, suffix: str) -> bytes:
        return self._exported[suffix]

    def fresh(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self._template, self.home)
        (self.place,) = (path for path in (self.runs / ".deleted").iterdir() if path.name.endswith(DELETED))

    def content(self, *parts: str) -> dict[str, bytes]:
        """The bytes of every file below a place in the home, by its path there."""
        return _content(self.home.joinpath(*parts))

    def first_content(self, *parts: str) -> dict[str, bytes]:
        """The same as `content`, before the trial."""
        return _content(self._template.joinpath(*parts))

    @contextmanager
    def server(self) -> Iterator[DataServer]:
        """A mirror on this computer with a small Fashion-MNIST."""
        whole = self.base / "whole"
        with (
            patch.object(small_data, "data_folder", lambda: whole),
            patch.multiple(small_data, TRAINING=600, TESTING=100),
        ):
            small_data.declared(self._patch)
            server = small_data.server()
        for path, content in server.files.items():
            place = self.base / LOCAL / Path(path).name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
        with server:
            self._patch.setenv(MIRROR_VARIABLE, server.address)
            yield server


def _content(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def ended(events: list[Event]) -> Finished | None:
    return next((event for event in events if isinstance(event, Finished)), None)


def history_of(folder: Path) -> list[tuple[int, float]]:
    return losses(read_history(folder))
