"""Makes a data folder with good files of every kind that Inkling keeps, without training."""

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from engine import BatchDone, EpochDone, Event, Finished, LearningRateChanged, Started, ThreadsChanged, TrainSettings
from engine.compression import bare_onnx
from engine.data import mnist
from engine.ink import MyDigits
from engine.runs import (
    HISTORY,
    MODEL_FILE,
    MY_DIGITS,
    NOTES,
    RECORD,
    TEACHER_FILE,
    TIMELINE,
    Checkpoint,
    Ending,
    EpochMetricsState,
    HistoryWriter,
    Moment,
    Result,
    RunRecord,
    SavedRun,
    Snapshot,
    Timeline,
    annotate,
    checkpoint_path,
    int8_run,
    packed,
    save,
    save_checkpoint,
    save_timeline,
    write_record,
)
from engine.sharing import SUFFIX, pack
from engine.training import Learner

ROOT = Path(__file__).parents[2]
SETTINGS = TrainSettings(model="simple", epochs=2, teacher="2026-01-01 10.00.00 good", threads=1)
STEPS = 20
NAME = "2026-01-02 10.00.00 hostile"
GOOD = "2026-01-01 10.00.00 good"
RESULT = Result("completed", STEPS, 1.5, 0.97, 0.98, 0.01, 1.2, 0.6, {"one": True, "two": None})
ENDING = Ending(
    reason="stopped",
    message="",
    steps=STEPS,
    seconds=1.5,
    test_accuracy=0.97,
    epochs_done=2,
    validation_accuracy=0.97,
    best_validation_loss=0.1,
    best_epoch=2,
    rate_changes=[[5, 0.02]],
)
EVENTS: list[Event] = [
    Started("simple", "a network", 101_770, "cpu", 1, "as set", 0, 2, 100, STEPS, 1_000, 0, 0, 500, 500),
    *(BatchDone(step, 1 + step // 11, 2.0 / step, 0.01, 1000.0, 0.1) for step in range(1, 11)),
    LearningRateChanged(5, 0.02),
    ThreadsChanged(1, "a core is busy"),
    EpochDone(1, 10, 0.5, 0.9, 0.4, 0.91, 0.7),
    EpochDone(2, STEPS, 0.3, 0.95, 0.2, 0.96, 1.4),
    Finished("stopped", "", 1.5, None, None),
]


def make_run(folder: Path) -> None:
    """Make a stopped run of SimpleNN with all files that a run may have."""
    folder.mkdir(parents=True)
    record = RunRecord(SETTINGS.model_dump(), "2026-01-01T10:00:00", {"CPU": "one"}, {"torch": "2"}, ENDING)
    write_record(record, folder)
    annotate(folder, name=folder.name.split()[-1], note="a note", pen_accuracy=0.9)
    history = HistoryWriter(folder)
    for event in EVENTS:
        history.add(event)
    history.close()
    learner = Learner(SETTINGS, STEPS)
    run = SavedRun(SETTINGS, RESULT, learner.network.state_dict())
    save(run, folder / MODEL_FILE)
    save(replace(run, settings=SETTINGS.model_copy(update={"teacher": "none"})), folder / TEACHER_FILE)
    epoch_metrics = EpochMetricsState(10, 2.5, 10, 9)
    moment = Checkpoint(
        learner=learner.state(),
        epoch_metrics=epoch_metrics,
        seconds=1.0,
        threads=1,
        train_images=55_000,
        **ENDING.progress(),
    )
    save_checkpoint(moment, folder)
    snapshots = tuple(Snapshot(Moment(step, 0), packed(learner.network)) for step in range(3))
    save_timeline(Timeline("simple", "mnist", snapshots), folder)
    draw(folder / MY_DIGITS)


def draw(path: Path) -> None:
    """Add ten of the tour's digits."""
    mine = MyDigits(path)
    for one in json.loads((ROOT / "resources" / "digits.json").read_text(encoding="utf-8"))[:10]:
        mine.add(one["digit"], one["strokes"], 3)


def samples(run: Path) -> dict[str, bytes]:
    """The content of one whole file of every kind; `run` is a folder that `make_run` has filled."""
    return {
        "run.json": (run / RECORD).read_bytes(),
        "notes.json": (run / NOTES).read_bytes(),
        "metrics.jsonl": (run / HISTORY).read_bytes(),
        "my-digits.jsonl": (run / MY_DIGITS).read_bytes(),
        "threads.json": json.dumps({"simple 100, 4 threads": 2, "cnn 256, 4 threads": 1}).encode(),
        "checksums.json": json.dumps({"train-images-idx3-ubyte": {"md5": "0" * 32, "bytes": 5}}).encode(),
        "window.ini": b'[General]\npage=2\nscheme="\\"dark\\""\nsize="[1, 2]"\n',
        "network": (run / MODEL_FILE).read_bytes(),
        "int8 network": _graph_network(run),
        "teacher": (run / TEACHER_FILE).read_bytes(),
        "checkpoint": checkpoint_path(run, 0).read_bytes(),
        "timeline": (run / TIMELINE).read_bytes(),
        "idx": _idx(),
        "strokes.npz": _strokes(),
        "png": _picture("PNG"),
        "jpeg": _picture("JPEG"),
        "packed run": _packed_run(run),
    }


def _graph_network(run: Path) -> bytes:
    """A network that is an ONNX graph; its numbers stay float32, because quantising takes seconds."""
    plain = SavedRun(SETTINGS, RESULT, {})
    path = run / "graph.inkling"
    save(int8_run(plain, bare_onnx(Learner(SETTINGS, 1).network)), path)
    content = path.read_bytes()
    path.unlink()
    return content


def _packed_run(run: Path) -> bytes:
    path = run.parent.parent / f"good{SUFFIX}"
    pack(run, path)
    content = path.read_bytes()
    path.unlink()
    return content


def _idx() -> bytes:
    images = mnist().test.images[:60, 0].numpy()
    return b"\x00\x00\x08\x03" + b"".join(size.to_bytes(4, "big") for size in images.shape) + images.tobytes()


def _strokes() -> bytes:
    file = io.BytesIO()
    points = np.random.default_rng(0).random((40, 2), np.float32)
    np.savez_compressed(
        file,
        points=points,
        stroke_end=np.array([10, 20, 40]),
        digit_end=np.array([1, 3]),
        labels=np.array([3, 7], np.uint8),
        source=np.array(["a", "b"]),
    )
    return file.getvalue()


def _picture(kind: str) -> bytes:
    file = io.BytesIO()
    page = np.full((60, 90), 255, np.uint8)
    for place, image in enumerate(mnist().test.images[:2, 0]):
        page[16:44, 10 + 40 * place : 38 + 40 * place] -= image.numpy()
    Pillow.fromarray(page).save(file, kind)
    return file.getvalue()
