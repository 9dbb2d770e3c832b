"""Which CPU this is, and how a thread that reads single images uses it."""

import platform
from pathlib import Path

import torch


def use_one_thread() -> None:
    """For a thread that reads single images: a second core gains nothing and, being busy, costs up to 80 ms a time.

    torch keeps this number for each thread, so the thread itself has to call this.
    """
    torch.set_num_threads(1)


def cpu_name() -> str:
    """The name that the maker gave it, as well as this system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    told = names[0] if names else str(torch.cpu.get_capabilities().get("cpu_name", ""))
    return told or platform.processor() or platform.machine()
