"""Writes the locks: every package that is installed, with the SHA-256 of each of its files, for all three systems.

`make lock` runs this. Versions stay as they are in the locks unless requirements ask for others; delete a lock to get
the newest. pip refuses a file whose hash is not listed.
"""

import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = ROOT / "locks"
ABOUT = "# Written by `make lock`: do not edit.\n"
OLDEST_PYTHON = "3.11"
PYTHONS = "cp31[123]"
CPU_WHEELS = "https://download.pytorch.org/whl/cpu"
"""Linux takes torch from PyTorch's own index, where it has no CUDA; PyPI does not know the hashes of these wheels."""
CUDA = re.compile(r"(cuda-|nvidia-|triton)")
SECONDS = 20
OTHERS: tuple[tuple[str, str, list[str]], ...] = (
    ("dev", "requirements-dev.txt", ["locks/run.txt"]),
    ("bundle", "distribution/bundle.txt", ["locks/run.txt"]),
    ("tools", "distribution/tools.txt", []),
)
"""The other locks, what they are made from, and the locks whose packages lie beside theirs."""


def main() -> None:
    """Resolve the requirements, and write a lock for each of them."""
    LOCKS.mkdir(exist_ok=True)
    run, cuda = LOCKS / "run.txt", LOCKS / "cuda.txt"
    resolved = _entries(_resolved(_text(run) + _text(cuda), "requirements.txt", "requirements-dev.txt"))
    _write(run, [entry for entry in resolved if not CUDA.match(entry)])
    _write(cuda, [entry for entry in resolved if CUDA.match(entry)])
    _lock_cpu_wheels(next(entry.split()[0] for entry in resolved if entry.startswith("torch==")))
    for name, requirements, beside in OTHERS:
        lock = LOCKS / f"{name}.txt"
        _write(lock, _entries(_resolved(_text(lock), requirements, *beside)))


def _resolved(before: str, requirements: str, *constraints: str) -> str:
    """What uv finds for these requirements, near to the lock as it was, and in versions that the constraints allow."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "lock.txt"
        lock.write_text(before, encoding="utf-8")
        options = ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-header", "--quiet"]
        beside = [word for file in constraints for word in ("--constraints", file)]
        what = [requirements, *beside, "--no-annotate", "--output-file", str(lock)]
        command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", *options, *what]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return _text(lock)


def _entries(lock: str) -> list[str]:
    """The lines of each package."""
    return re.findall(r"^[a-zA-Z0-9].*(?:\n +.*)*", lock, re.MULTILINE)


def _lock_cpu_wheels(pin: str) -> None:
    """Write the lock of torch without CUDA. It stays as it is where PyTorch's index does not answer."""
    name, _, version = pin.partition("==")
    try:
        with urllib.request.urlopen(f"{CPU_WHEELS}/{name}/", timeout=SECONDS) as answer:
            page = answer.read().decode()
    except OSError:
        print(f"{CPU_WHEELS} does not answer: locks/cpu.txt stays as it is.")
        return
    pattern = rf"/{name}-{re.escape(version)}(?:%2B|\+)cpu-{PYTHONS}-[^\"#]*linux[^\"#]*#sha256=([0-9a-f]{{64}})"
    hashes = (f"--hash=sha256:{digest}" for digest in sorted(set(re.findall(pattern, page))))
    _write(LOCKS / "cpu.txt", [" \\\n    ".join([f"{pin}+cpu", *hashes])])


def _write(lock: Path, entries: list[str]) -> None:
    lock.write_text(ABOUT + "".join(f"{entry}\n" for entry in entries), encoding="utf-8")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    main()
