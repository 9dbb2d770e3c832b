"""Broken and hostile files of every kind, opened as the program opens them.

python -m benchmarks.mutations --trials 5000 --seed 0

Each must be opened, or refused by one sentence. Anything else is a fault: another exception, executed code, an endless
wait, another run that is not listed any more, a lost drawing.
"""

import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType

import numpy as np

from benchmarks.mutations.hostile_values import Instead, remove
from benchmarks.mutations.judges import JUDGES, BrokenPromiseError, place_of
from benchmarks.mutations.mutants import KINDS, Kind, Mutant, mutants
from benchmarks.mutations.whole_files import GOOD, NAME, make_run, samples
from benchmarks.shared.command import parser_for
from engine import InklingError
from engine.system import HOME_VARIABLE

LONGEST_SECONDS = 20
"""Seconds after which a reader counts as hanging; the slowest refusal takes a second."""


class HangError(BaseException):
    """A reader hangs. No `except Exception` catches this."""


@cache
def _home() -> tuple[tempfile.TemporaryDirectory[str], dict[str, bytes]]:
    """A data folder of its own for all trials of this process, and whole files."""
    holder = tempfile.TemporaryDirectory(prefix="inkling-mutations-")
    runs = Path(holder.name, "runs")
    make_run(runs / GOOD)
    make_run(runs / NAME)
    return holder, samples(runs / GOOD)


def whole(kind: Kind) -> bytes:
    """The content of a good file of this kind."""
    return _home()[1][kind]


def judged(kind: Kind, mutant: Mutant) -> str:
    """What the program does with the file: "opened", "refused: " and the sentence, or "FAULT " and what went wrong."""
    home = Path(_home()[0].name)
    path = place_of(kind, home)
    with _data_folder(home):
        remove(path)
        try:
            _put(mutant, path)
            with _no_longer_than(LONGEST_SECONDS):
                told = JUDGES[kind](home, path, mutant)
            return _checked(told)
        except InklingError as error:
            return _checked(f"refused: {error}")
        except BrokenPromiseError as error:
            return f"FAULT {error}"
        except HangError:
            return f"FAULT still waiting after {LONGEST_SECONDS} seconds{_where()}"
        except Exception as error:  # noqa: BLE001 - any exception is a finding
            return f"FAULT {type(error).__name__}: {str(error)[:100]!r}{_where()}"
        finally:
            remove(path)
            path.write_bytes(whole("network" if kind == "int8 network" else kind))


def _checked(told: str) -> str:
    if os.environ.pop("INKLING_EXECUTED", ""):
        return "FAULT something was executed"
    sentence = told.removeprefix("refused: ")
    if sentence != told and (len(sentence.splitlines()) != 1 or not sentence.endswith(".")):
        return f"FAULT this is no sentence: {sentence[:200]!r}"
    return told


def _put(mutant: Mutant, path: Path) -> None:
    if isinstance(mutant, Instead):
        mutant.put(path)
    else:
        path.write_bytes(mutant)


def _where() -> str:
    trace = traceback.extract_tb(sys.exc_info()[2])
    ours = [
        frame
        for frame in trace
        if f"{os.sep}engine{os.sep}" in frame.filename or f"{os.sep}gui{os.sep}" in frame.filename
    ]
    return f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""


@contextmanager
def _data_folder(home: Path) -> Iterator[None]:
    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(home)
    try:
        yield
    finally:
        os.environ.pop(HOME_VARIABLE)
        if before is not None:
            os.environ[HOME_VARIABLE] = before


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    """Raise HangError by a signal after this time, where the system has one and this is the main thread."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise HangError

    try:
        before = signal.signal(signal.SIGALRM, end)
    except (AttributeError, ValueError):
        yield
        return
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def trials(count: int, seed: int, kinds: tuple[Kind, ...] = KINDS) -> Iterator[tuple[Kind, str]]:
    """This many trials, one kind after the other; each kind of file with the result."""
    rng = np.random.default_rng(seed)
    sources = {kind: mutants(kind, whole(kind), rng) for kind in kinds}
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield kind, judged(kind, next(sources[kind]))


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--trials", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=KINDS, help="only files of this kind")
    chosen = parser.parse_args()
    counts, faults = Counter[tuple[str, str]](), Counter[str]()
    begin = time.perf_counter()
    for kind, told in trials(chosen.trials, chosen.seed, (chosen.kind,) if chosen.kind else KINDS):
        counts[kind, told.split()[0].rstrip(":")] += 1
        if told.startswith("FAULT"):
            faults[f"{kind}: {told}"] += 1
    print(f"{'file':>16}  trials  opened  refused  faults")
    for kind in KINDS:
        opened, refused, wrong = (counts[kind, what] for what in ("opened", "refused", "FAULT"))
        print(f"{kind:>16}  {opened + refused + wrong:6}  {opened:6}  {refused:7}  {wrong:6}")
    for fault, times in faults.most_common(40):
        print(f"{times:5} x {fault}")
    print(f"{counts.total()} trials, {faults.total()} faults, {time.perf_counter() - begin:.0f} seconds")
    raise SystemExit(bool(faults))
