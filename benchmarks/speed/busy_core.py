"""Training beside a program that keeps a core busy: `python -m benchmarks.busy_core [--rounds 5] [--threads auto]`.

Runs the default training on free cores and beside a process that spins on one, in alternating rounds, and prints the
median ratio of the seconds.
"""

import multiprocessing
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.shared.command import add_rounds, add_settings, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating
from benchmarks.shared.summary import ratios, spread
from engine import Event, Finished, Started, ThreadsChanged, TrainSettings, train
from engine.settings import checked


def spin() -> None:
    while True:
        pass


@contextmanager
def busy_core() -> Iterator[None]:
    process = multiprocessing.get_context("spawn").Process(target=spin, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def timed(settings: TrainSettings, spare_cores: int) -> tuple[float, str]:
    """Seconds of the run, and the numbers of threads that it used, one after the other."""
    seconds, threads = 0.0, []
    with tempfile.TemporaryDirectory() as runs:
        events: Iterator[Event] = train(settings, runs=Path(runs), spare_cores=spare_cores)
        for event in events:
            match event:
                case Started() | ThreadsChanged():
                    threads.append(str(event.threads))
                case Finished():
                    seconds = event.seconds
    return seconds, ", then ".join(threads)


def main() -> None:
    parser = parser_for(__doc__)
    add_rounds(parser, 5)
    parser.add_argument("--threads", default="auto")
    parser.add_argument("--spare-cores", type=int, default=0, help="1 as with the window open")
    add_settings(parser)
    arguments = parser.parse_args()
    settings = checked({**named_values(arguments.set), "threads": arguments.threads})

    def on_free_cores(_round: int) -> float:
        seconds, threads = timed(settings, arguments.spare_cores)
        print(f"  {seconds:6.1f} s, threads: {threads}", flush=True)
        return seconds

    def beside_a_busy_core(number: int) -> float:
        with busy_core():
            print("  one core busy:", end="")
            return on_free_cores(number)

    sides = {"free": on_free_cores, "busy": beside_a_busy_core}
    seconds = alternating(sides, arguments.rounds)
    slowdown = spread(ratios(seconds["busy"], seconds["free"]))
    figure(f"beside a busy core, threads {arguments.threads}", f"{slowdown} times as long")


if __name__ == "__main__":
    run_command(main)
