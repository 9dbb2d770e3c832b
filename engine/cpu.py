"""What this CPU can do, and how many threads training gets."""

import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch

from engine.settings import CORES


@dataclass(frozen=True)
class Threads:
    count: int
    reason: str


def choose_threads(setting: int | Literal["auto"]) -> Threads:
    """How many cores share the arithmetic of a training step, and why."""
    if setting != "auto":
        return Threads(setting, "as set")
    return Threads(1, "auto: threads that share a busy core spend their time waiting for each other")


def use_one_thread() -> None:
    """For a thread that reads single images: a second core gains nothing and, being busy, costs up to 80 ms a time.

    torch keeps this number for each thread, so the thread itself has to call this.
    """
    torch.set_num_threads(1)


def cpu_facts() -> dict[str, str]:
    """What a person may want to know of this CPU, in the words that torch's documentation uses."""
    threads = choose_threads("auto")
    return {
        "CPU": cpu_name(),
        "Cores": f"{CORES} usable",
        "Instruction set in use": torch.backends.cpu.get_cpu_capability(),
        "MKL": _yes(torch.backends.mkl.is_available()),
        "oneDNN": _yes(torch.backends.mkldnn.is_available()),
        "bfloat16 instructions": _yes(_has_bfloat16()),
        "PyTorch": torch.__version__,
        "Threads for training": f"{threads.count} ({threads.reason})",
    }


def cpu_name() -> str:
    """The name that the maker gave it, as well as this system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _has_bfloat16() -> bool:
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"
