"""The locks in `locks`: pip refuses every file whose SHA-256 is not in them."""

import re
from pathlib import Path

import pytest

from tests.support.project import ROOT

LOCKS = ROOT / "locks"
MADE_FROM = {
    "run": "requirements.txt",
    "dev": "requirements-dev.txt",
    "bundle": "distribution/bundle.txt",
    "tools": "distribution/tools.txt",
}


def pinned(file: Path) -> set[str]:
    """Every `name==version` in the file, as pip compares names."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {f"{re.sub('[-_.]+', '-', name).lower()}=={version}" for name, version in found}


@pytest.mark.parametrize("name", MADE_FROM)
def that_a_lock_pins_what_the_requirements_ask_for(name: str) -> None:
    missing = pinned(ROOT / MADE_FROM[name]) - pinned(LOCKS / f"{name}.txt")
    assert not missing, "make lock"


@pytest.mark.parametrize("lock", sorted(LOCKS.glob("*.txt")), ids=lambda lock: lock.name)
def that_every_package_in_a_lock_has_hashes(lock: Path) -> None:
    entries = re.findall(r"^[a-zA-Z0-9].*(?:\n +.*)*", lock.read_text(encoding="utf-8"), re.MULTILINE)
    assert entries and all(re.search("--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)


def that_torch_without_cuda_is_of_the_same_version() -> None:
    [torch] = pinned(LOCKS / "cpu.txt")
    assert torch.removesuffix("+cpu") in pinned(LOCKS / "run.txt"), "make lock"


def that_what_lies_in_one_environment_is_pinned_alike() -> None:
    def versions(name: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for pin in pinned(LOCKS / f"{name}.txt"):
            found.setdefault(pin.partition("==")[0], set()).add(pin)
        return found

    run = versions("run")
    for name in ("dev", "bundle"):
        differing = {package for package, pins in versions(name).items() if package in run and not pins <= run[package]}
        assert not differing, "make lock"
