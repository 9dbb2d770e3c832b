"""The energy that the CPU's packages have used, where the machine tells it."""

import re
from pathlib import Path

POWERCAP = Path("/sys/class/powercap")
PACKAGE = re.compile(r"intel-rapl:\d+")
"""A domain of Linux's RAPL driver, on AMD too; "intel-rapl:0:0" is a part of one."""
MICROJOULES = 1e-6


class EnergyMeter:
    """Adds up the counters of all packages. They run over after some 20 minutes at full power: read them more often.

    The counters are of the whole machine, other programs included. Most systems let only root read them.
    """

    def __init__(self, folder: Path = POWERCAP) -> None:
        self._counters: list[tuple[Path, int]] = []
        self._last: list[int] = []
        self._used = 0.0
        try:
            packages = [path for path in sorted(folder.iterdir()) if _is_package(path)]
            self._counters = [(path / "energy_uj", _number(path / "max_energy_range_uj")) for path in packages]
            self._last = [_number(counter) for counter, _ in self._counters]
        except (OSError, ValueError):
            self._counters = []

    def joules(self) -> float | None:
        """Joules since the meter was made; None where the machine does not tell."""
        if not self._counters:
            return None
        now = [_number(counter) for counter, _ in self._counters]
        for before, after, (_, full) in zip(self._last, now, self._counters, strict=True):
            self._used += (after - before) % (full + 1) * MICROJOULES
        self._last = now
        return self._used


def _is_package(path: Path) -> bool:
    # "psys" is a domain beside the packages that contains them.
    return bool(PACKAGE.fullmatch(path.name)) and (path / "name").read_text().startswith("package")


def _number(file: Path) -> int:
    return int(file.read_text())
