"""How large the CPU's caches are, as far as torch or the system tells."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
