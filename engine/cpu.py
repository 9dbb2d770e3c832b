"""What this CPU can do."""

import platform
from pathlib import Path

import torch

from engine.settings import CORES


def use_one_thread() -> None:
    """For a thread that reads single images: a second core gains nothing and, being busy, costs up to 80 ms a time.

    torch keeps this number for each thread, so the thread itself has to call this.
    """
    torch.set_num_threads(1)


def cpu_facts() -> dict[str, str]:
    """What a person may want to know of this CPU, in the words that torch's documentation uses."""
    return {
        "CPU": cpu_name(),
        "Cores": f"{CORES} usable",
        "Instruction set in use": torch.backends.cpu.get_cpu_capability(),
        "MKL": _yes(torch.backends.mkl.is_available()),
        "oneDNN": _yes(torch.backends.mkldnn.is_available()),
        "bfloat16 instructions": _yes(_has_bfloat16()),
        "PyTorch": torch.__version__,
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
