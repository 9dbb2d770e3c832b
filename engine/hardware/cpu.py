"""Facts about this CPU and what torch uses of it."""

import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import torch

from engine.settings import CORES


def use_one_thread() -> None:
    """Limit the calling thread to one core. For a thread that classifies single images a second core gains nothing, and
    a busy one costs up to 80 ms each time.

    torch keeps this number for each thread, so the thread itself has to call this.
    """
    use_threads(1)


def use_threads(count: int) -> None:
    """Let torch use this many threads for what the calling thread computes.

    A thread's first operation, or its first question, takes over the number that any thread has set last. So it asks
    before it sets its own: otherwise another thread could choose the number of this one.
    """
    torch.get_num_threads()
    torch.set_num_threads(count)


@contextmanager
def using_threads(count: int) -> Iterator[None]:
    """Let torch use this many threads for what the calling thread computes within this context."""
    before = torch.get_num_threads()
    use_threads(count)
    try:
        yield
    finally:
        use_threads(before)


def cpu_name() -> str:
    """Return the maker's name for this CPU, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else str(torch.cpu.get_capabilities().get("cpu_name", ""))
    return name or platform.processor() or platform.machine()


# Cache sizes, as far as torch or the system tells them.


LINUX = Path("/sys/devices/system/cpu/cpu0/cache")
KILOBYTE = 1024


def cache_sizes(has: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return L1 data, L2 and L3 as "512 KB a core" or "unknown"; `has` are torch's capabilities of this CPU."""
    first, second = (_words(int(has.get(name) or 0), " a core") for name in ("l1d_cache_size", "l2_cache_size"))
    return first, second, _words(_linux() or _macos(), "")


def _words(size: int, whose: str) -> str:
    if size <= 0:
        return "unknown"
    kilobytes = size // KILOBYTE
    return (f"{kilobytes / KILOBYTE:g} MB" if kilobytes >= KILOBYTE else f"{kilobytes} KB") + whose


def _linux() -> int:
    """Return the bytes of the L3 cache; 0 if the system has no such files or no such cache."""
    for cache in LINUX.glob("index*"):
        try:
            level, size = ((cache / name).read_text().strip() for name in ("level", "size"))
        except OSError:
            continue
        if level == "3" and size.endswith("K"):
            return int(size[:-1]) * KILOBYTE
    return 0


def _macos() -> int:
    """Return the bytes of the L3 cache; 0 on Apple's own CPUs, which have none."""
    if sys.platform != "darwin":
        return 0
    output = subprocess.run(
        ["sysctl", "-n", "hw.l3cachesize"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return int(output) if output.isdigit() else 0


# Facts with explanations. What neither torch, psutil nor the system tells is "unknown", never a guess.


UNKNOWN = "unknown"
BFLOAT16 = {
    "amx_bf16": "AMX-BF16",
    "avx512_bf16": "AVX512-BF16",
    "sme": "SME",
    "sve_bf16": "SVE-BF16",
    "bf16": "NEON-BF16",
}
"""Instructions that multiply bfloat16, by torch's names."""
INT8 = {
    "amx_int8": "AMX-INT8",
    "avx512_vnni": "AVX512-VNNI",
    "avx_vnni": "AVX-VNNI",
    "avx_vnni_int8": "AVX-VNNI-INT8",
    "i8mm": "I8MM",
    "dot": "SDOT",
}
"""Instructions that multiply and add 8-bit integers."""
GIGABYTE = 1024**3


class Fact(NamedTuple):
    """One fact about the CPU."""

    name: str
    value: str
    meaning: str
    """An explanation for somebody who does not know the word."""


def cpu_facts() -> dict[str, str]:
    """Return the facts by name, for a run's record."""
    return {fact.name: fact.value for fact in facts()}


def facts() -> list[Fact]:
    """Return everything a person may want to know about this CPU, in the words of torch's documentation."""
    has = torch.cpu.get_capabilities()
    built = torch.__config__.show()
    first, second, third = cache_sizes(has)
    return [
        Fact("CPU", cpu_name(), "The maker's name for it."),
        Fact(
            "Cores",
            _cores(),
            "Physical cores do the arithmetic. Two logical cores may share a physical one and then do hardly more than "
            "one. The program may use the usable ones.",
        ),
        Fact(
            "Instruction set in use",
            instruction_set(has),
            "How many numbers one instruction of torch's kernels processes: 8 float32 with AVX2, 16 with AVX512, "
            "4 with NEON.",
        ),
        Fact("L1 data cache", first, "The memory next to each core: a few cycles away, and small."),
        Fact("L2 cache", second, "Each core's second memory. The data of a step should fit into it."),
        Fact("L3 cache", third, "The last memory on the chip, shared by the cores. Main memory behind it is slow."),
        Fact(
            "MKL",
            _library(torch.backends.mkl.is_available(), built, r"Math Kernel Library Version ([\d.]+)"),
            "Intel's library that multiplies torch's float32 matrices.",
        ),
        Fact(
            "oneDNN",
            _library(torch.backends.mkldnn.is_available(), built, r"MKL-DNN v([\d.]+)"),
            "The library of convolutions. It generates its kernels for this CPU while the program runs. "
            "torch also calls it MKL-DNN.",
        ),
        Fact(
            "bfloat16 instructions",
            _instructions(has, BFLOAT16),
            "bfloat16 is a float32 without the last 16 bits. Mixed precision is faster only with such instructions.",
        ),
        Fact(
            "int8 instructions",
            _instructions(has, INT8),
            "VNNI and similar instructions multiply and add four 8-bit integers at once, for quantised networks.",
        ),
        Fact("Memory", f"{psutil.virtual_memory().total / GIGABYTE:.1f} GB", "The whole computer's."),
        Fact("PyTorch", torch.__version__, "The version of torch; +cpu is the build without CUDA."),
    ]


def instruction_set(has: Mapping[str, Any]) -> str:
    """Return the instruction set of torch's own kernels; `has` are torch's capabilities of this CPU."""
    chosen = torch.backends.cpu.get_cpu_capability()
    # On ARM torch has only one set of kernels and calls it DEFAULT.
    return "NEON" if chosen == "DEFAULT" and has.get("neon") else chosen


def _cores() -> str:
    physical, logical = psutil.cpu_count(logical=False) or UNKNOWN, psutil.cpu_count() or UNKNOWN
    return f"{physical} physical, {logical} logical, {CORES} usable"


def _instructions(has: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return those of `names` that the CPU has, "none", or UNKNOWN where torch checks none of them."""
    if not names.keys() & has.keys():
        return UNKNOWN
    return ", ".join(name for key, name in names.items() if has.get(key)) or "none"


def _library(there: bool, built: str, version: str) -> str:
    if not there:
        return "no"
    found = re.search(version, built)
    return f"yes, {found[1]}" if found else "yes"
