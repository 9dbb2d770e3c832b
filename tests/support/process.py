"""Processes of their own that need not import torch, which takes two seconds: they fork from one that has.

Where the import, or how a process begins, is part of the rule, a test starts Python itself.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self, TextIO, cast

from tests.support.project import ROOT
from tests.support.waiting import PATIENCE


class Program:
    """A process with pipes for what it prints. Its methods are those of `subprocess.Popen`."""

    def __init__(self, environment: Mapping[str, str], module: str, code: str, words: tuple[str, ...]) -> None:
        (self.stdout, out), (self.stderr, err) = _pipe(), _pipe()
        start = multiprocessing.get_context("forkserver").Process
        self._process = start(target=_run, args=(out, err, dict(environment), module, code, words))
        self._process.start()
        out.close()
        err.close()
        assert self._process.pid
        self.pid: int = self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float = PATIENCE) -> int:
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired("python", timeout)
        return self.returncode

    def communicate(self, timeout: float = PATIENCE) -> tuple[str, str]:
        """Everything that it still prints, to standard output and to standard error."""
        with ThreadPoolExecutor(2) as readers:
            out, err = readers.submit(self.stdout.read), readers.submit(self.stderr.read)
            self.wait(timeout)
            return out.result(), err.result()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self.stdout.close()
        self.stderr.close()
        self.wait()


def python(*words: str, module: str = "", code: str = "", environment: Mapping[str, str] = os.environ) -> Program:
    """Begin `python -m MODULE WORDS`, or `python -c CODE WORDS`, in the project's folder."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        return Program(environment, module, code, words)
    command = [sys.executable, *(("-m", module) if module else ("-c", code)), *words]
    pipe = subprocess.PIPE
    return cast("Program", subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True))


def _pipe() -> tuple[TextIO, Connection]:
    """An end to read from, and the other one, which can be given to a process."""
    ours, its = os.pipe()
    return open(ours, encoding="utf-8"), Connection(its, readable=False)  # noqa: PTH123 - a pipe's end


def _run(
    out: Connection, err: Connection, environment: Mapping[str, str], module: str, code: str, words: tuple[str, ...]
) -> None:
    for number, end in enumerate((out, err), 1):
        os.dup2(end.fileno(), number)
        end.close()
    # The folder for the sockets of its workers is its own, as it may delete that.
    multiprocessing.current_process()._config.pop("tempdir", None)  # type: ignore[attr-defined]
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = [module or "-c", *words]
    if module:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
