"""Training by two processes: `python -m benchmarks.computers [--rounds 3] [--delay 5 ...] [--set model=simple ...]`.

In alternating rounds: one process with one thread and with two, two processes with one thread each, and, where Linux
and the superuser permit, two processes in network namespaces of their own, between which every packet is delayed.
Prints images/s, and how far the losses are from those of one thread; a second thread rounds differently too.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.shared.command import add_rounds, add_settings, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating
from benchmarks.shared.summary import spread
from benchmarks.shared.two_computers import FIRST, two_computers, why_not
from engine.data import mnist
from engine.settings import checked
from engine.system import data_folder

EARLY = 10
"""Steps in which rounding has not grown yet."""
PORT = "29517"


class Training(NamedTuple):
    images_per_second: float
    losses: list[float]
    epoch_loss: float
    """Of the last epoch's training images."""


def trained(flags: list[str], prefixes: list[list[str]], address: str = "127.0.0.1") -> Training:
    """Train once, with a process for each prefix of a command; a single one trains alone."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "MNIST").symlink_to(data_folder() / "MNIST")
        home = {"INKLING_HOME": name}
        shared = {"WORLD_SIZE": str(len(prefixes)), "MASTER_ADDR": address, "MASTER_PORT": PORT}
        command = [sys.executable, "-m", "engine", "train", "--json", "--my-digits", "none", *flags]
        processes = [
            subprocess.Popen(
                [*prefix, *command], env={**os.environ, **home, **shared, "RANK": str(rank)}, stdout=subprocess.PIPE
            )
            for rank, prefix in enumerate(prefixes)
        ]
        printed, *_ = [process.communicate()[0] for process in processes]
        for process in processes:
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command)
    return _training([json.loads(line) for line in printed.splitlines()])


def _training(events: list[dict[str, Any]]) -> Training:
    started = next(event for event in events if event["event"] == "Started")
    *_, epoch = (event for event in events if event["event"] == "EpochDone")
    images = sum(started[kind] for kind in ("train_images", "own_images", "written_images", "outliers"))
    losses = [event["loss"] for event in events if event["event"] == "BatchDone"]
    return Training(images * epoch["epoch"] / epoch["seconds"], losses, epoch["train_loss"])


def in_namespaces(flags: list[str], milliseconds: float, _round: int) -> Training:
    with two_computers(milliseconds / 1000) as prefixes:
        return trained(flags, prefixes, FIRST)


def main() -> None:
    parser = parser_for(__doc__)
    add_rounds(parser, 3)
    parser.add_argument("--delay", nargs="*", type=float, default=[0, 5], help="milliseconds each way; default 0 5")
    add_settings(parser, ["epochs=1"])
    arguments = parser.parse_args()
    values = named_values(arguments.set)
    checked(values)
    flags = [word for name, value in values.items() for word in (f"--{name.replace('_', '-')}", value)]
    mnist()
    sides = {
        f"{count} {'process' if count == 1 else 'processes'}, {threads} thread{'s' * (threads > 1)} each": partial(
            _here, [*flags, "--threads", str(threads)], count
        )
        for count, threads in ((1, 1), (1, 2), (2, 1))
    }
    if reason := why_not():
        print(f"No delays here: {reason}.")
    else:
        one_thread = [*flags, "--threads", "1"]
        sides |= {
            f"2 processes, {delay:g} ms apart": partial(in_namespaces, one_thread, delay) for delay in arguments.delay
        }
    print_figures(alternating({name: partial(_told, name, side) for name, side in sides.items()}, arguments.rounds))


def _told(name: str, side: Callable[[int], Training], number: int) -> Training:
    found = side(number)
    print(f"  {name}: {found.images_per_second:,.0f} images/s", flush=True)
    return found


def _here(flags: list[str], count: int, _round: int) -> Training:
    return trained(flags, [[]] * count)


def print_figures(found: dict[str, list[Training]]) -> None:
    alone = next(iter(found.values()))[0]
    for side, trainings in found.items():
        figure(f"{side}, images/s", spread([one.images_per_second for one in trainings], 0))
        losses = trainings[0].losses
        early = max(abs(loss / wanted - 1) for loss, wanted in zip(losses[:EARLY], alone.losses, strict=False))
        typical = statistics.median(abs(loss / wanted - 1) for loss, wanted in zip(losses, alone.losses, strict=True))
        last = abs(trainings[0].epoch_loss / alone.epoch_loss - 1)
        figure(
            f"{side}, difference of losses from one thread",
            f"{early:.1e} in the first {EARLY} steps at most, {typical:.1e} in all as the median, {last:.1e} of the "
            "last epoch",
        )


if __name__ == "__main__":
    run_command(main)
