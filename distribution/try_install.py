"""Installs the wheel with uv, pipx and pip, each in a new environment, and tries it. `make try-install` runs this.

Words after it choose some of the three. Where PyTorch's index of CPU wheels does not answer, the installers take the
wheels with CUDA from PyPI, or what PIP_FIND_LINKS and UV_FIND_LINKS name.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from trials import failures_of

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".venv-tools" / "bin"
TRIALS = ("help", "train with 2", "the proof", "the tour")


def _uv(wheel: Path, folder: Path) -> Path:
    places = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    _run([str(TOOLS / "uv"), "tool", "install", "--quiet", "--python", sys.executable, str(wheel)], folder, places)
    return folder / "bin"


def _pipx(wheel: Path, folder: Path) -> Path:
    places = {"PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "bin"), "PIPX_MAN_DIR": str(folder)}
    _run(
        [str(TOOLS / "pipx"), "install", "--quiet", "--backend", "pip", "--python", sys.executable, str(wheel)],
        folder,
        places,
    )
    return folder / "bin"


def _pip(wheel: Path, folder: Path) -> Path:
    _run([sys.executable, "-m", "venv", "venv"], folder, {})
    _run([str(folder / "venv" / "bin" / "pip"), "install", "--quiet", str(wheel)], folder, {})
    return folder / "venv" / "bin"


WAYS: dict[str, Callable[[Path, Path], Path]] = {"uv": _uv, "pipx": _pipx, "pip": _pip}


def main(chosen: list[str]) -> int:
    """Install and try in each way. Returns the number of things that failed."""
    [wheel] = (ROOT / "dist").glob("inkling-*.whl")
    return sum(_failures(way, wheel) for way in chosen or WAYS)


def _failures(way: str, wheel: Path) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begin = time.monotonic()
        programs = WAYS[way](wheel, folder)
        seconds = time.monotonic() - begin
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
        print(f"{way} install {wheel.name}: {seconds:.0f} s, {size / 1e6:.0f} MB", flush=True)
        return failures_of(programs, TRIALS)


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=folder, env=os.environ | environment, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
