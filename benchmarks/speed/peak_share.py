"""What share of this machine's peak rate training reaches: `python -m benchmarks.peak_share [--rounds 5]`.

For SimpleNN with batches of 64 and 512 and for the small CNN, with one thread and with as many as training would take:
the steps alone, and the whole training with loading, events and record. Medians of several rounds, in turns; and the
best round, as the peak is the best of many products too: on an idle machine both are the same.
"""

import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from benchmarks.shared.command import add_rounds, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.speed.simple_epoch import TUTORIALS
from engine import BatchDone, TrainSettings, train
from engine.data import mnist
from engine.formats import count
from engine.models import build, step_operations
from engine.speed import Peak, Reached, about, busy_words, measure_peak, peak_words, reached, share, training_reaches
from engine.training import ThreadChoice

SECONDS = 2.0
"""Of training in each round, in which an epoch is not always done."""
TRAININGS = (TUTORIALS, TUTORIALS.model_copy(update={"batch_size": 512}), TrainSettings())


def whole_training(settings: TrainSettings, threads: int) -> Reached:
    """As the window shows it: by images learnt a second, whatever else the training did meanwhile."""
    told = settings.model_copy(update={"threads": threads, "epochs": 200})
    speeds: list[float] = []
    with tempfile.TemporaryDirectory() as runs, closing(train(told, runs=Path(runs))) as events:
        end = time.perf_counter() + SECONDS
        for event in events:
            if isinstance(event, BatchDone):
                speeds.append(event.images_per_second)
            if speeds and time.perf_counter() > end:
                break
    seconds = settings.batch_size / median(speeds)
    operations = step_operations(build(settings.model), settings.batch_size)
    return reached(about(settings.model, settings.batch_size), threads, operations, seconds)


def main() -> None:
    parser = parser_for(__doc__)
    add_rounds(parser, 5)
    rounds = parser.parse_args().rounds
    images = mnist().train
    counts = sorted({1, ThreadChoice(TrainSettings(), images).threads.count})
    peaks: dict[int, list[Peak]] = {threads: [] for threads in counts}
    found: dict[tuple[TrainSettings, int], list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for threads in counts:
            peak = measure_peak(threads)
            peaks[threads].append(peak)
            for settings in TRAININGS:
                steps = training_reaches(settings, images, threads)
                pair = share(steps, peak), share(whole_training(settings, threads), peak)
                found.setdefault((settings, threads), []).append(pair)
    middle = {n: sorted(every, key=lambda peak: peak.gigaflops)[len(every) // 2] for n, every in peaks.items()}
    figure("peak", "; ".join(map(peak_words, middle.values())) + busy_words(middle))
    for (settings, threads), pairs in found.items():
        alone, whole = (f"{median(column):4.0%} (best {max(column):4.0%})" for column in zip(*pairs, strict=True))
        what = f"{about(settings.model, settings.batch_size)}, {count(threads, 'thread')}"
        figure(what, f"steps alone {alone}, whole training {whole}")


if __name__ == "__main__":
    run_command(main)
