"""Which CPU this is, and how a thread that reads single images uses it."""

import platform
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import torch

from engine.settings import CORES


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


# The sizes of its caches, as far as torch or the system tells.


LINUX = Path("/sys/devices/system/cpu/cpu0/cache")
KILOBYTE = 1024


def cache_sizes(has: Mapping[str, Any]) -> tuple[str, str, str]:
    """L1 data, L2 and L3, as "512 KB a core" or "unknown"; `has` are torch's capabilities of this CPU."""
    first, second = (_words(int(has.get(name) or 0), " a core") for name in ("l1d_cache_size", "l2_cache_size"))
    return first, second, _words(_linux() or _macos(), "")


def _words(size: int, whose: str) -> str:
    if size <= 0:
        return "unknown"
    kilobytes = size // KILOBYTE
    return (f"{kilobytes / KILOBYTE:g} MB" if kilobytes >= KILOBYTE else f"{kilobytes} KB") + whose


def _linux() -> int:
    """Bytes of the L3 cache, 0 where the system has no such files, or no such cache."""
    for cache in LINUX.glob("index*"):
        try:
            level, size = ((cache / name).read_text().strip() for name in ("level", "size"))
        except OSError:
            continue
        if level == "3" and size.endswith("K"):
            return int(size[:-1]) * KILOBYTE
    return 0


def _macos() -> int:
    """Apple's own CPUs have no L3 cache, and the system then knows no such name."""
    if sys.platform != "darwin":
        return 0
    told = subprocess.run(
        ["sysctl", "-n", "hw.l3cachesize"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return int(told) if told.isdigit() else 0


# Each fact with what it means. What neither torch, psutil nor the system tells is unknown, never guessed.


UNKNOWN = "unknown"
BFLOAT16 = {
    "amx_bf16": "AMX-BF16",
    "avx512_bf16": "AVX512-BF16",
    "sme": "SME",
    "sve_bf16": "SVE-BF16",
    "bf16": "NEON-BF16",
}
"""Instructions that multiply bfloat16, by torch's name for them."""
INT8 = {
    "amx_int8": "AMX-INT8",
    "avx512_vnni": "AVX512-VNNI",
    "avx_vnni": "AVX-VNNI",
    "avx_vnni_int8": "AVX-VNNI-INT8",
    "i8mm": "I8MM",
    "dot": "SDOT",
}
"""Instructions that multiply and add whole numbers of 8 bits."""
GIGABYTE = 1024**3


class Fact(NamedTuple):
    """One line of what is known."""

    name: str
    value: str
    meaning: str
    """What it is, for somebody who has not met the word."""


def cpu_facts() -> dict[str, str]:
    """The facts by name, for a record."""
    return {fact.name: fact.value for fact in facts()}


def facts() -> list[Fact]:
    """All that a person may want to know of this CPU, in the words that torch's documentation uses."""
    has = torch.cpu.get_capabilities()
    built = torch.__config__.show()
    first, second, third = cache_sizes(has)
    return [
        Fact("CPU", cpu_name(), "The name that its maker gave it."),
        Fact(
            "Cores",
            _cores(),
            "Physical cores do the arithmetic. Two logical ones may share a physical one, and then do hardly more than "
            "one. Usable are those that this system lets the program have.",
        ),
        Fact(
            "Instruction set in use",
            instruction_set(has),
            "How many numbers one instruction of torch's kernels works on: 8 float32 with AVX2, 16 with AVX512, "
            "4 with NEON.",
        ),
        Fact("L1 data cache", first, "The memory next to each core: a few cycles away, and small."),
        Fact("L2 cache", second, "Each core's second memory. What a step works on should fit here."),
        Fact("L3 cache", third, "The last memory on the chip, which cores share; beyond it numbers take long to come."),
        Fact(
            "MKL",
            _library(torch.backends.mkl.is_available(), built, r"Math Kernel Library Version ([\d.]+)"),
            "Intel's library of matrix products, with which torch multiplies float32 matrices.",
        ),
        Fact(
            "oneDNN",
            _library(torch.backends.mkldnn.is_available(), built, r"MKL-DNN v([\d.]+)"),
            "The library of convolutions, which writes its kernels for this very CPU while the program runs. "
            "torch also calls it MKL-DNN.",
        ),
        Fact(
            "bfloat16 instructions",
            _instructions(has, BFLOAT16),
            "bfloat16 is a float32 without the last 16 bits. Only with such instructions is mixed precision faster.",
        ),
        Fact(
            "int8 instructions",
            _instructions(has, INT8),
            "VNNI and its like multiply and add four whole numbers of 8 bits at once, for quantised networks.",
        ),
        Fact("Memory", f"{psutil.virtual_memory().total / GIGABYTE:.1f} GB", "Of the whole computer."),
        Fact("PyTorch", torch.__version__, "The version of torch; +cpu is the build without CUDA."),
    ]


def instruction_set(has: Mapping[str, Any]) -> str:
    """What torch's own kernels were chosen for; `has` are torch's capabilities of this CPU."""
    chosen = torch.backends.cpu.get_cpu_capability()
    # On ARM torch has one set of kernels only, and calls it the default.
    return "NEON" if chosen == "DEFAULT" and has.get("neon") else chosen


def _cores() -> str:
    physical, logical = psutil.cpu_count(logical=False) or UNKNOWN, psutil.cpu_count() or UNKNOWN
    return f"{physical} physical, {logical} logical, {CORES} usable"


def _instructions(has: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Those of `names` that the CPU has, "none", or unknown where torch has not even looked for one of them."""
    if not names.keys() & has.keys():
        return UNKNOWN
    return ", ".join(name for key, name in names.items() if has.get(key)) or "none"


def _library(there: bool, built: str, version: str) -> str:
    if not there:
        return "no"
    found = re.search(version, built)
    return f"yes, {found[1]}" if found else "yes"
