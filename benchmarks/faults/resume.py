"""What `kill -9` costs a run: `python -m benchmarks.resume [--kills 20] [--set model=simple epochs=6 ...]`.

Trains once without a break, in a process of its own. Then trains the same again and again, kills the process at a
random moment between its start and its end, and resumes in a new one. Prints for each kill where it came, what was
lost, and whether all losses and accuracies of the resumed run are the same numbers; then the medians.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.shared.command import add_settings, count, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.summary import spread
from engine import BatchDone, EpochDone, Event, InklingError, Started
from engine.runs import list_runs, read_history
from engine.settings import FIELDS

DEFAULT = ["model=simple", "epochs=8", "augmentation=none", "outliers=none"]


class Told(NamedTuple):
    """A line that a run printed, and the time at which it came."""

    seconds: float
    record: dict[str, object]


class Killed(NamedTuple):
    """What one kill cost: seconds of training, and whether all losses and accuracies are those of an unbroken run."""

    lost: float
    same: bool


class Training:
    """`python -m engine train` in a process of its own."""

    def __init__(self, options: list[str]) -> None:
        command = [sys.executable, "-m", "engine", "train", "--json", *options]
        self.told: list[Told] = []
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            # A line that the kill cut off does not count.
            if line.endswith("\n"):
                self.told.append(Told(time.perf_counter(), json.loads(line)))

    @property
    def step(self) -> int:
        """The last step that the run printed; -1 before it has started."""
        last = self.told[-1].record if self.told else {"step": -1}
        return int(str(last.get("step", 0)))

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> float:
        """Send `kill -9`; the second at which it was sent."""
        self._process.kill()
        moment = time.perf_counter()
        self.wait()
        return moment

    def wait(self) -> int:
        self._reader.join()
        return self._process.wait()


def numbers(events: list[Event]) -> list[tuple[float, ...]]:
    """All numbers that must be equal to the last bit, without the durations."""
    losses = [(event.step, event.loss, event.learning_rate) for event in events if isinstance(event, BatchDone)]
    epochs = [event._replace(seconds=0.0) for event in events if isinstance(event, EpochDone)]
    return [*losses, *(tuple(epoch) for epoch in epochs)]


def one_kill(options: list[str], at: int, later: float, whole: list[tuple[float, ...]]) -> Killed:
    """Kill a run this many seconds after a step, and resume it."""
    before = {row.folder for row in list_runs()}
    training = Training(options)
    while training.step < at:
        if training.ended:
            raise InklingError(f"The run ended by itself, before it could be killed at step {at}.")
        time.sleep(0.001)
    time.sleep(later)
    moment = training.kill()
    new = [row for row in list_runs() if row.folder not in before]
    if not new:
        assert not training.told, "a run that has said something must be listed"
        print("killed before there was a run; nothing is lost")
        return Killed(0.0, same=True)
    (row,) = new
    files = sorted(path.name for path in row.folder.iterdir() if "partial" not in path.name)
    again = Training(["--resume", row.folder.name])
    assert again.wait() == 0
    started = again.told[0].record
    first = int(str(started.get("first_step", 0)))
    lost = moment - when(training.told, first)
    same = numbers(read_history(row.folder)) == whole
    print(
        f"killed at step {training.step:5}: {row.state}, resumed after step {first:5}, "
        f"{lost:.2f} s lost, "
        f"losses {'the same' if same else 'DIFFER'}; had {', '.join(files)}",
        flush=True,
    )
    assert row.state == "interrupted"
    return Killed(lost, same)


def when(told: list[Told], step: int) -> float:
    """The second at which that step was printed; for step 0 that of the run's start."""
    steps = [one.seconds for one in told if one.record["event"] == "BatchDone" and one.record["step"] == step]
    starts = [one.seconds for one in told if one.record["event"] == Started.__name__]
    return [*steps, *starts, time.perf_counter()][0]


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--kills", type=count, default=20)
    add_settings(parser, DEFAULT)
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    arguments = parser.parse_args()
    # Losses are bit-equal only with the same number of threads.
    settings = {"threads": "1", **named_values(arguments.set)}
    assert settings.keys() <= FIELDS.keys()
    options = [part for name, value in settings.items() for part in (f"--{name.replace('_', '-')}", value)]
    with tempfile.TemporaryDirectory() as home:
        os.environ["INKLING_HOME"] = home
        begin = time.perf_counter()
        training = Training(options)
        training.wait()
        seconds = time.perf_counter() - begin
        whole = numbers(read_history(Path(str(training.told[0].record["folder"]))))
        began = training.told[0].seconds - begin
        print(f"without a break: {len(whole)} figures in {seconds:.1f} s, {began:.1f} s of it to start")
        rng = random.Random(arguments.seed)
        steps = int(str(training.told[0].record["steps"]))
        # About a twentieth come while the run is still starting, and none so late that it could be over.
        moments = [(rng.randrange(-steps // 20, steps - 5), rng.uniform(0, 0.02)) for _ in range(arguments.kills)]
        killed = [one_kill(options, max(-1, at), later, whole) for at, later in moments]
        listed = list_runs()
    figure("kills after which all losses are the same", f"{sum(one.same for one in killed)} of {arguments.kills}")
    figure("training that a kill lost", spread([one.lost for one in killed], unit="s"))
    figure("runs listed", f"{len(listed)}, {sum(row.state == 'completed' for row in listed)} of them completed")


if __name__ == "__main__":
    run_command(main)
