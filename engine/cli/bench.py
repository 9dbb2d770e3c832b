"""`python -m engine bench`: how fast each training configuration is on this computer."""

import argparse
import math
from contextlib import closing
from typing import Any

from engine.cli.output import say, say_record
from engine.events import as_record
from engine.settings import FIELDS
from engine.speed import AUGMENTATION, BATCH_SIZES, SECONDS, training_of
from engine.system import SIGNALS


def add_bench_command(commands: Any) -> None:
    """Add `bench` to the parsers of the terminal."""
    bench = commands.add_parser("bench", help="measure how fast this computer trains, by loader workers and threads")
    sizes = ", ".join(f"{size} for {model}" for model, size in BATCH_SIZES.items())
    networks = f"names or layers of networks; default {' '.join(BATCH_SIZES)}"
    bench.add_argument("--models", nargs="+", metavar="NETWORK", default=list(BATCH_SIZES), help=networks)
    bench.add_argument("--batch-size", type=int, help=f"of all configurations; default {sizes}")
    bench.add_argument("--seconds", type=_positive, default=SECONDS, help=f"for each configuration; default {SECONDS}")
    kinds = FIELDS["augmentation"].labels
    bench.add_argument("--augmentation", choices=kinds, default=AUGMENTATION, help="augmentation of the images")
    bench.add_argument("--variation", dest="augmentation", choices=kinds, default=AUGMENTATION, help=argparse.SUPPRESS)
    bench.add_argument(
        "--spare-cores", type=int, default=0, help="cores that the advised number of threads leaves free"
    )
    bench.add_argument("--no-textbook", action="store_true", help="skip the tutorials' loop")
    bench.add_argument("--no-training", action="store_true", help="skip the training with the default settings")
    bench.add_argument("--json", action="store_true", help="Print each finding as one line of JSON.")
    bench.set_defaults(command=_bench)


def _positive(text: str) -> float:
    """Parse a positive number. argparse turns the ValueError for anything else into a sentence."""
    number = float(text)
    if not 0 < number < math.inf:
        raise ValueError
    return number


_positive.__name__ = "positive number"


def _bench(chosen: argparse.Namespace) -> int:
    every = [training_of(model, chosen.batch_size) for model in chosen.models]
    from engine.speed import lines, measure

    findings = measure(
        {settings.model: settings.batch_size for settings in every},
        chosen.seconds,
        chosen.spare_cores,
        augmentation=chosen.augmentation,
        textbook=not chosen.no_textbook,
        training=not chosen.no_training,
    )
    with SIGNALS.interrupting(), closing(findings):
        for finding in findings:
            if SIGNALS.number:
                # The code that ran when the signal came swallowed the exception.
                break
            if chosen.json:
                say_record(as_record(finding))
            else:
                say(*lines(finding))
    return 0
