"""The measured parts, kept in one JSON file so that an interrupted report goes on where it was."""

import importlib.metadata
import json
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.shared.figures import Figure
from engine import InklingError, __version__
from engine.hardware import cpu_facts
from engine.system import write_atomically

FILE = "figures.json"
PROJECT = Path(__file__).parents[2]
PACKAGES = ("torch", "numpy", "PySide6-Essentials", "pyqtgraph", "onnxruntime")


@dataclass
class Measured:
    """One part of the report."""

    commands: list[str]
    """As somebody types them."""
    when: str
    commit: str
    seconds: float
    busy_cores: float
    """How many cores other programs used just before."""
    figures: list[Figure]


@dataclass
class Results:
    """Everything that was measured on one machine with the same versions."""

    environment: dict[str, str]
    quick: bool
    parts: dict[str, Measured] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"
        write_atomically(folder / FILE, lambda file: file.write(text.encode()))


def present_environment() -> dict[str, str]:
    """This machine and the versions in use, in words."""
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    system = {"System": platform.platform(), "Python": platform.python_version(), "Inkling": __version__}
    return {**cpu_facts(), **system, **versions}


def present_commit() -> str:
    """The commit that is checked out, with "+" if files differ from it; "unknown" outside a checkout."""
    command = ["git", "-C", str(PROJECT), "describe", "--always", "--dirty=+", "--exclude=*"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def load_results(folder: Path, *, quick: bool) -> Results:
    """What was measured before in this environment; empty if there is no file.

    Raises InklingError when the file is of another machine, of other versions or of the other mode, or damaged.
    """
    fresh = Results(present_environment(), quick)
    path = folder / FILE
    if not path.exists():
        return fresh
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        found = Results(saved["environment"], saved["quick"])
        for name, part in saved["parts"].items():
            found.parts[name] = Measured(**{**part, "figures": [Figure(*pair) for pair in part["figures"]]})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InklingError(f"{path} is damaged: --again measures everything anew.") from error
    if found.parts and (found.environment, found.quick) != (fresh.environment, fresh.quick):
        raise InklingError(
            f"{path} was measured on another machine, with other versions or in another mode: "
            "--again measures everything anew."
        )
    return Results(fresh.environment, quick, found.parts)
