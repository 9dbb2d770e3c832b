"""How training grows with cores, batches, networks, epochs and images: `python -m benchmarks.scale [--only cores ...]`.

cores: images/s of the default training on one core and on all, and Amdahl's law for numbers of cores that this machine
lacks. batches, networks: images/s of steps with one thread, images as they are. epochs, images: seconds of SimpleNN's
training, which should be in proportion, and its peak memory. Each measurement is a process of its own, in turns;
medians. CPU seconds stand beside where other programs would disturb the seconds.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks.report.measuring import busy_cores
from benchmarks.report.page import QUIET_CORES
from benchmarks.shared.command import add_rounds, parser_for, run_command
from benchmarks.shared.cores import pinned, thread_variables, usable_cores
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import Row, alternating, row_of
from benchmarks.shared.summary import medians
from benchmarks.speed.pipelines import measured
from benchmarks.speed.simple_epoch import TUTORIALS
from engine import BatchDone, EpochDone, Started, TrainSettings, train
from engine.data import ImageSet, Splits, is_here, joined, mnist, splits
from engine.models import build, step_operations
from engine.settings import DataName
from engine.speed.peak_share import GIGA
from engine.system import peak_megabytes

MORE_CORES = (4, 8, 16)
"""For which the model is printed."""
WIDTHS: dict[str, tuple[tuple[int, ...], ...]] = {
    "simple": ((32,), (128,), (512,)),
    "cnn": ((8, 24, 48), (16, 48, 96), (32, 96, 192)),
}
"""A quarter, once and four times SimpleNN's units; half, once and twice the channels of the default network."""
TITLES = {"simple": "SimpleNN", "cnn": "SmallCNN"}
NETWORKS = {
    f"{model} {'-'.join(map(str, widths))}": (model, widths) for model, every in WIDTHS.items() for widths in every
}
WARM_UP_SECONDS = 1.0
PLAIN = TrainSettings(augmentation="none", outliers="none", my_digits="none")
MORE_IMAGES: DataName = "emnist-digits"
"""A data set of 240,000 training images; without it MNIST is repeated."""


def on_cores(_cores: str, seconds: float) -> Row:
    """Images a second, and images a CPU second, of the default training in this process."""
    settings = TrainSettings(my_digits="none", epochs=200)
    with tempfile.TemporaryDirectory() as runs, closing(train(settings, runs=Path(runs))) as events:
        steps = (event for event in events if isinstance(event, BatchDone))
        _go_on(steps, WARM_UP_SECONDS)
        cpu = time.process_time()
        taken, passed = _go_on(steps, seconds)
        images = taken * settings.batch_size
        return [images / passed, images / (time.process_time() - cpu)]


def _go_on(steps: Iterator[BatchDone], seconds: float) -> tuple[int, float]:
    """The number of steps and their seconds, after at least `seconds`."""
    begin, taken = time.perf_counter(), 0
    while (passed := time.perf_counter() - begin) < seconds or not taken:
        next(steps)
        taken += 1
    return taken, passed


def with_batch(size: str, seconds: float) -> Row:
    return measured(PLAIN.model_copy(update={"batch_size": int(size)}), seconds)[:1]


def with_network(name: str, seconds: float) -> Row:
    model, widths = NETWORKS[name]
    return measured(PLAIN.model_copy(update={"model": model}), seconds, build(model, widths=widths))[:1]


def for_epochs(epochs: str, _seconds: float) -> Row:
    return _whole(TUTORIALS.model_copy(update={"epochs": int(epochs), "threads": 1}), mnist())


def on_images(number: str, _seconds: float) -> Row:
    settings = PLAIN.model_copy(update={"model": "simple", "epochs": 1, "threads": 1})
    return _whole(settings, more_images(int(number)))


def _whole(settings: TrainSettings, images: Splits) -> Row:
    """Seconds from the first step until the last validation's end, CPU seconds of the same, peak memory in MB."""
    begin = cpu = 0.0
    with tempfile.TemporaryDirectory() as runs, closing(train(settings, splits=images, runs=Path(runs))) as events:
        for event in events:
            if isinstance(event, Started):
                begin, cpu = time.perf_counter(), time.process_time()
            if isinstance(event, EpochDone) and event.epoch == settings.epochs:
                return [time.perf_counter() - begin, time.process_time() - cpu, peak_megabytes()]
    raise AssertionError("a run validates after its last epoch")


def more_images(number: int) -> Splits:
    """So many training images: MNIST's, or the first of EMNIST's digits if these are here, or MNIST's repeated."""
    few = mnist()
    train = few.train
    if number > len(train) and is_here(MORE_IMAGES):
        train = splits(MORE_IMAGES).train
    whole, rest = divmod(number, len(train))
    parts: list[ImageSet] = [train] * whole + [train.part(slice(rest))] * (rest > 0)
    return Splits(parts[0] if len(parts) == 1 else joined(*parts), few.validation, few.test)


def serial_share(one: float, many: float, cores: int) -> float:
    """The share of the work that more cores do not shorten, 0 to 1, from images/s on one core and on `cores`.

    G. Amdahl, "Validity of the single processor approach to achieving large scale computing capabilities", 1967.
    """
    return min(1.0, max(0.0, (cores * one / many - 1) / (cores - 1)))


def modelled(one: float, serial: float, cores: int) -> float:
    """Images/s on so many cores by the same law."""
    return one / (serial + (1 - serial) / cores)


def tell_cores(rows: Mapping[str, Row]) -> None:
    speeds = {int(cores): row[0] for cores, row in rows.items()}
    for cores, row in rows.items():
        figure(f"cores {cores}", f"{row[0]:,.0f} images/s, {row[1]:,.0f} images a CPU second")
    most = max(speeds)
    if most == 1:
        print("There is one core: nothing to model.")
        return
    serial = serial_share(speeds[1], speeds[most], most)
    figure("the model's serial share", f"{serial:.0%}, from 1 and {most} cores")
    for more in (number for number in MORE_CORES if number > most):
        speed = modelled(speeds[1], serial, more)
        figure(f"cores {more}, by the model", f"{speed:,.0f} images/s, {speed / speeds[1]:.1f} times one core's")


def tell_batches(rows: Mapping[str, Row]) -> None:
    for size, (speed,) in rows.items():
        figure(f"batches of {size}", f"{speed:,.0f} images/s")


def tell_networks(rows: Mapping[str, Row]) -> None:
    for name, (speed,) in rows.items():
        model, widths = NETWORKS[name]
        network = build(model, widths=widths)
        rate = step_operations(network, PLAIN.batch_size) / PLAIN.batch_size * speed / GIGA
        title = f"{TITLES[model]} of {'-'.join(map(str, widths))}, {network.weights:,} weights"
        figure(title, f"{speed:,.0f} images/s, {rate:.0f} GFLOP/s")


def tell_epochs(rows: Mapping[str, Row]) -> None:
    for epochs, (seconds, cpu, _) in rows.items():
        each = f"{seconds / int(epochs):.2f} s each, {cpu / int(epochs):.2f} CPU s each"
        figure(f"epochs {epochs}", f"{seconds:.2f} s, {each}")


def tell_images(rows: Mapping[str, Row]) -> None:
    what = "EMNIST's digits" if is_here(MORE_IMAGES) else "MNIST repeated, as EMNIST's digits are not on this computer"
    print(f"More than MNIST's images are {what}.")
    for number, (seconds, cpu, megabytes) in rows.items():
        speed = f"{seconds:.2f} s, {cpu / int(number) * 1e6:.1f} CPU s a million images"
        figure(f"images {int(number):,}", f"{speed}, peak memory {megabytes:.0f} MB")
    few, *_, many = rows
    growth = (rows[many][2] - rows[few][2]) * 2**20 / (int(many) - int(few))
    figure("memory that an additional image takes", f"{growth:,.0f} bytes; its pixels are 784")


class Kind(NamedTuple):
    """One thing that grows."""

    sides: tuple[str, ...]
    measured: Callable[[str, float], Row]
    """Takes a side and the least seconds of steps; runs in a process of its own."""
    tell: Callable[[Mapping[str, Row]], None]
    """Prints the medians of each side."""


KINDS = {
    "cores": Kind(tuple(map(str, sorted({1, len(usable_cores())}))), on_cores, tell_cores),
    "batches": Kind(("16", "64", "256", "1024"), with_batch, tell_batches),
    "networks": Kind(tuple(NETWORKS), with_network, tell_networks),
    "epochs": Kind(("1", "2", "4", "8"), for_epochs, tell_epochs),
    "images": Kind(("55000", "110000", "240000"), on_images, tell_images),
}


def measure(kind: str, rounds: int, seconds: float) -> dict[str, Row]:
    """The medians of each side of a kind."""

    def one(side: str) -> Row:
        cores = int(side) if kind == "cores" else len(usable_cores())
        options = ["--only", kind, "--seconds", str(seconds)]
        with pinned(cores):
            return row_of("benchmarks.scale", side, options, thread_variables(cores))

    rows = alternating({side: lambda _round, side=side: one(side) for side in KINDS[kind].sides}, rounds)  # type: ignore[misc]
    return {side: list(medians(every)) for side, every in rows.items()}


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--only", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND", help=", ".join(KINDS))
    add_rounds(parser, 3)
    parser.add_argument("--seconds", type=float, default=4.0, help="of steps, where steps are measured")
    parser.add_argument("--side", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.side:
        print(json.dumps(KINDS[chosen.only[0]].measured(chosen.side, chosen.seconds)))
        return
    if (busy := busy_cores()) > QUIET_CORES:
        print(f"Other programs use {busy:.1f} cores: of these figures only CPU seconds and memory mean something.")
    for kind in chosen.only:
        KINDS[kind].tell(measure(kind, chosen.rounds, chosen.seconds))


if __name__ == "__main__":
    run_command(main)
