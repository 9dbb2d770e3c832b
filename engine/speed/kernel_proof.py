"""Which kernels of MKL and oneDNN a training runs, as both libraries report them in their verbose modes.

The libraries read their environment once, at their first use, so this takes another process:
This module, run there with the settings as JSON, trains a few steps.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

from engine.errors import InklingError
from engine.formats import count
from engine.settings import TrainSettings
from engine.speed.kernel_lines import Kernel, kernels_of, told_lines
from engine.speed.peak_share import about
from engine.system import command

VERBOSE = {"ONEDNN_VERBOSE": "1", "MKL_VERBOSE": "1"}
"""Makes the libraries print a line for every call: https://uxlfoundation.github.io/oneDNN/dev_guide_verbose.html."""
LIBRARIES = ("oneDNN", "MKL")
STEPS = 3
"""The first step prepares kernels; the others run all of them again."""
PATIENCE_SECONDS = 120
"""Importing torch takes two seconds, and longer on a busy machine."""
POLL_SECONDS = 0.1


class KernelProof(NamedTuple):
    """What the libraries reported while a network was trained."""

    sentence: str
    kernels: list[Kernel]
    """The slowest in total first; empty when no library reported a call."""
    lines: list[str]
    """The first lines of each library, as they were printed."""


def prove_kernels(settings: TrainSettings, stopping: Callable[[], bool] = lambda: False) -> KernelProof:
    """Train a few steps with these settings and one thread in another process, and parse what it prints.

    This takes some seconds. Raises InklingError when the process fails or takes more than two minutes.
    """
    with subprocess.Popen(
        command("engine.speed.kernel_proof", settings.model_dump_json()),
        env=os.environ | VERBOSE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        printed = _wait(process, stopping)
    kernels = kernels_of(printed.splitlines())
    return KernelProof(_sentence(settings, kernels), kernels, told_lines(printed.splitlines()))


def _wait(process: "subprocess.Popen[str]", stopping: Callable[[], bool]) -> str:
    """The output of the process, which is killed when `stopping()` turns true."""
    polls = round(PATIENCE_SECONDS / POLL_SECONDS)
    for _ in range(polls):
        try:
            printed, complaint = process.communicate(timeout=POLL_SECONDS)
            break
        except subprocess.TimeoutExpired:
            if stopping():
                process.kill()
    else:
        process.kill()
        raise InklingError(f"The proof took more than {PATIENCE_SECONDS} s: try again when the computer is less busy.")
    if process.returncode != 0 and not stopping():
        why = complaint.strip().splitlines()[-1:] or ["it printed no reason"]
        raise InklingError(f"The training that should prove which kernels run failed: {why[0]}")
    return printed


def _sentence(settings: TrainSettings, kernels: list[Kernel]) -> str:
    what = f"{count(STEPS, 'step')} ({about(settings.model, settings.batch_size)})"
    if not kernels:
        return (
            f"Neither oneDNN nor MKL said that a kernel of theirs ran in {what}: torch used its own or another library."
        )
    calls: dict[str, int] = {}
    for kernel in kernels:
        calls[kernel.library] = calls.get(kernel.library, 0) + kernel.calls
    ran = " and ".join(f"{library}'s kernels ran {count(number, 'time')}" for library, number in calls.items())
    return f"In {what} {ran}" + "".join(f"; {name}'s did not" for name in LIBRARIES if name not in calls) + "."


def _train(settings: TrainSettings) -> None:
    """Train a few steps on real images with one thread in this process."""
    import torch

    from engine.data import mnist
    from engine.hardware import use_one_thread
    from engine.training import Learner

    use_one_thread()
    images = mnist().train
    # Larger steps could make the weights diverge.
    learner = Learner(settings.model_copy(update={"learning_rate": 1e-6}), steps=STEPS)
    for step in range(STEPS):
        learner.learn(images.__getitems__(torch.arange(settings.batch_size) + step * settings.batch_size))


if __name__ == "__main__":
    _train(TrainSettings.model_validate_json(sys.argv[1]))
