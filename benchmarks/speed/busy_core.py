"""Training beside a program that keeps a core busy: `python -m benchmarks.busy_core [--rounds 5] [--threads auto]`.

The default settings on free cores and with another process spinning on one, in turns; medians of the ratio.
"""

import argparse
import multiprocessing
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from engine.events import Event, Finished, Started, ThreadsChanged
from engine.settings import TrainSettings, checked
from engine.training import train


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
    """Seconds of the run, and the threads it went through."""
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
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", default="auto")
    parser.add_argument("--spare-cores", type=int, default=0, help="1 as with the window open")
    arguments = parser.parse_args()
    settings = checked({"threads": arguments.threads})
    ratios = []
    for number in range(arguments.rounds):
        times = []
        for name, surroundings in (("free cores", nullcontext()), ("one core busy", busy_core())):
            with surroundings:
                seconds, threads = timed(settings, arguments.spare_cores)
            times.append(seconds)
            print(f"round {number + 1}, {name:14s}{seconds:6.1f} s, threads: {threads}", flush=True)
        ratios.append(times[1] / times[0])
    print(
        f"beside a busy core training takes {statistics.median(ratios):.2f} times as long "
        f"({min(ratios):.2f} to {max(ratios):.2f})"
    )


if __name__ == "__main__":
    main()
