"""The wheel, which `pip install .` builds: what it puts among a Python's packages, and that it runs from there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.project import ROOT

MINE = ("engine", "gui", "resources")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    [file] = folder.glob("*.whl")
    return file


def kept_in_git() -> set[str]:
    listed = subprocess.run(["git", "ls-files", "main.py", *MINE], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.splitlines())


def that_the_wheel_has_every_file_of_the_program(wheel: Path) -> None:
    begin = "inkling/program/"
    packed = {name.removeprefix(begin) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(begin)}
    assert not packed ^ kept_in_git()


def that_it_takes_one_name_among_the_packages(wheel: Path) -> None:
    names = {Path(name).parts[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith((".data", ".dist-info"))} == {"inkling"}


def that_the_program_runs_from_the_wheel_and_names_its_own_commands(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "INKLING_HOME": str(tmp_path / "home")}
    code = "import sys, inkling; sys.argv[1:] = ['runs']; sys.exit(inkling.terminal())"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "There are no runs yet: `inkling-engine train` makes one.\n"


def that_its_dependencies_are_the_pins_of_the_requirements(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    lines = archive.read(name).decode().splitlines()
    needed = {line.removeprefix("Requires-Dist: ").lower() for line in lines if line.startswith("Requires-Dist: ")}
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert needed == {pin.partition("#")[0].strip().lower() for pin in pins} - {""}
