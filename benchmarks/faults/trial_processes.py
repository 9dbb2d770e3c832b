"""Trials in processes of their own: a trial that hangs or crashes is reported like any other failure."""

import argparse
import faulthandler
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from benchmarks.faults.injection import Fault
from engine.system import HOME_VARIABLE

HANGS = 60.0
"""Seconds after which a trial counts as hanging; most take a tenth of a second."""


class Task(NamedTuple):
    """All faults of one kind during one job."""

    job: str
    code: int
    lasting: bool
    half: bool
    most: int
    seed: int
    first: int = 1


class Told(NamedTuple):
    """The result of a trial, as a line of JSON holds it."""

    job: str
    kind: str
    number: int
    failed: str
    problems: list[str]


def worked(tasks: list[Task], count: int, details: TextIO) -> Iterator[Told]:
    """Do all tasks in this many processes, whose standard error goes into `details`."""
    waiting: queue.Queue[Task] = queue.Queue()
    found: queue.Queue[Told | None] = queue.Queue()
    for task in tasks:
        waiting.put(task)
    threads = [threading.Thread(target=_work, args=(waiting, found.put, details)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for _ in threads:
        while (told := found.get()) is not None:
            yield told


def _work(waiting: "queue.Queue[Task]", tell: Callable[[Told | None], None], details: TextIO) -> None:
    try:
        with tempfile.TemporaryDirectory() as base:
            process = None
            while not waiting.empty():
                process = process or _started(base, details)
                task = waiting.get()
                if (number := _done(process, task, tell)) is not None:
                    tell(Told(task.job, _kind(task), number, "?", ["the process hangs or crashed: see the details"]))
                    waiting.put(task._replace(first=number + 1))
                    _ended(process)
                    process = None
            _ended(process)
    finally:
        tell(None)


def _kind(task: Task) -> str:
    return Fault(task.code, 0, task.lasting).kind


def _started(base: str, details: TextIO) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.faults", "--worker", base]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=details, text=True)


def _ended(process: "subprocess.Popen[str] | None") -> None:
    if process:
        assert process.stdin and process.stdout
        process.stdin.close()
        process.stdout.read()
        process.wait()


def _done(process: "subprocess.Popen[str]", task: Task, tell: Callable[[Told], None]) -> int | None:
    """Report every trial; the number of the trial that the process did not survive, None when all are done."""
    assert process.stdin and process.stdout
    number = task.first
    try:
        print(json.dumps(task), file=process.stdin, flush=True)
    except OSError:
        return number
    for line in process.stdout:
        match json.loads(line):
            case int(begun):
                number = begun
            case None:
                return None
            case told:
                tell(Told(*told))
    return number


# In the other process.


def serve(arguments: argparse.Namespace) -> None:
    """Do the tasks that come on standard input, one after the other."""
    base = Path(arguments.worker)
    os.environ[HOME_VARIABLE] = str(base / "whole")
    from benchmarks.faults.workbench import Workbench, tiny
    from engine.data import mnist

    out = os.fdopen(os.dup(1), "w")
    with Workbench(base, tiny(mnist())) as bench, bench.server():
        for line in sys.stdin:
            task = Task(*json.loads(line))
            _serve(task, bench, lambda value: print(json.dumps(value), file=out, flush=True))
    faulthandler.cancel_dump_traceback_later()


def _serve(task: Task, bench: "Workbench", tell: Callable[[object], None]) -> None:  # type: ignore[name-defined] # noqa: F821
    from benchmarks.faults.jobs import JOBS
    from benchmarks.faults.trials import numbers, trial

    kind = Fault(task.code, 1, task.lasting, task.half)
    for number in numbers(task.job, kind, bench, task.most, task.seed):
        if number < task.first:
            continue
        tell(number)
        faulthandler.dump_traceback_later(HANGS, exit=True)
        found = trial(task.job, JOBS[task.job], kind._replace(number=number), bench)
        if found.failed or found.problems:
            tell([task.job, kind.kind, number, found.failed, found.problems])
        else:
            break
    tell(None)
