"""What a run's snapshots cost in training and on the disk, how fast the slider jumps, and what float16 loses."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.shared.figures import Figure
from benchmarks.shared.rounds import alternating
from benchmarks.shared.summary import ratios, spread
from engine import Classifier, Finished, TrainSettings, train
from engine.data import splits
from engine.models import build, logits_of
from engine.runs import MODEL_FILE, TIMELINE, open_run, open_timeline, packed
from engine.settings import checked

KEPT, NONE = "kept", "none"
ROUNDS = 5
PLAIN = {"threads": 1, "epochs": 1, "augmentation": "none", "outliers": "none", "my_digits": "none"}
"""The cheapest steps that there are: beside all others snapshots cost less."""


NETWORKS = ("cnn", "simple")


def timeline(_classifier: Classifier, _images: int) -> Iterator[Figure]:
    """Trains each kind of network with and without snapshots, in turns."""
    for model in NETWORKS:
        settings = checked({**PLAIN, "model": model})
        splits(settings.data)
        with tempfile.TemporaryDirectory() as folder:
            runs = Path(folder)
            every = {side: settings.model_copy(update={"timeline": side}) for side in (NONE, KEPT)}
            found = alternating({side: partial(_seconds, one, runs) for side, one in every.items()}, ROUNDS, warm_up=1)
            kept, none = ([seconds for seconds, _ in found[side]] for side in (KEPT, NONE))
            yield Figure(f"{model}: training with snapshots", f"{spread(ratios(kept, none), 4)} times as long")
            copying = _copying(model)
            share = copying * len(open_timeline(found[KEPT][-1][1]).snapshots) / statistics.median(none)
            yield Figure(
                f"{model}: copying its weights", f"{1000 * copying:.2f} ms, all snapshots {share:.2%} of a run"
            )
            yield from _of_file(model, found[KEPT][-1][1])


def _seconds(settings: TrainSettings, runs: Path, _round: int) -> tuple[float, Path]:
    """Of all threads on the processor, which depend less on other programs than those on the clock; and the folder."""
    begin = time.process_time()
    *_, last = train(settings, runs=runs)
    assert isinstance(last, Finished)
    return time.process_time() - begin, Path(last.folder)


def _copying(model: str) -> float:
    """Seconds for one snapshot."""
    network, seconds = build(model), []
    for _ in range(50):
        begin = time.perf_counter()
        packed(network)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def _of_file(name: str, folder: Path) -> Iterator[Figure]:
    size = (folder / TIMELINE).stat().st_size
    begin = time.perf_counter()
    every = open_timeline(folder)
    opened = 1000 * (time.perf_counter() - begin)
    yield Figure(
        f"{name}: snapshots of a run", f"{len(every.snapshots)} in {size / 1e6:.2f} MB, read in {opened:.0f} ms"
    )
    jumps = []
    for place in range(len(every.snapshots)):
        begin = time.perf_counter()
        every.classifier(place)
        jumps.append(1000 * (time.perf_counter() - begin))
    yield Figure(f"{name}: a jump of the slider", spread(jumps, 1, "ms"))
    run = open_run(folder / MODEL_FILE)
    validation = splits(run.settings.data).validation
    exact = logits_of(run.network(), validation)
    rounded = logits_of(every.classifier(-1).network, validation)
    assert exact is not None and rounded is not None
    other = int((exact.argmax(1) != rounded.argmax(1)).sum())
    change = float((exact.softmax(1) - rounded.softmax(1)).abs().max())
    yield Figure(
        f"{name}: as float16",
        f"{other} of {len(exact):,} validation images answered otherwise; a probability moves by up to {change:.4f}",
    )
