"""Tries what an installed Inkling or the bundle can do, in an environment in which no other Python can be found.

`python distribution/trials.py FOLDER` tries the programs in this folder, by default those of the bundle in `dist`;
names of trials after it choose some. Prints a line for each: whether it worked, the seconds, and what is missing.
"""

import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

DIST = Path(__file__).parent.parent / "dist"
BUNDLE = DIST / "Inkling.app" / "Contents" / "MacOS" if sys.platform == "darwin" else DIST / "Inkling"
ENDING = ".exe" if sys.platform == "win32" else ""
KEPT = ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA", "DISPLAY")
"""What Windows, or a window, cannot do without. There is no PATH."""
PATIENCE_SECONDS = 2400
"""What takes longer ends the trials: the tour takes 4 minutes, and a quarter of an hour on a busy computer."""
SHORT = ["--model", "simple", "--epochs", "1", "--my-digits", "none"]
SUFFIXES = ("html", "play.html", "onnx", "safetensors", "py", "png", "svg", "csv", "inkling", "inkling-run")


class Trial(NamedTuple):
    """Something that the bundle should do."""

    name: str
    words: Sequence[str]
    says: str = ""
    """What it prints if it worked."""
    makes: Sequence[str] = ()
    """Files that are there then, below the folder in which it runs."""
    program: str = "inkling-engine"


TRIALS = [
    Trial("help", ["--help"], "usage: inkling-engine"),
    Trial("data", ["data"], "MNIST"),
    Trial("train without workers", ["train", *SHORT, "--num-workers", "0"], "accuracy"),
    Trial(
        "train with 2 workers", ["train", *SHORT, "--num-workers", "2", "--tensorboard", "written"], "2 loader workers"
    ),
    Trial("runs", ["runs"], "SimpleNN"),
    Trial("runs show", ["runs", "show", "latest"], "made with"),
    Trial(
        "runs export",
        ["runs", "export", "latest", *(f"exported.{suffix}" for suffix in SUFFIXES)],
        makes=[f"exported.{suffix}" for suffix in SUFFIXES],
    ),
    Trial("runs open", ["runs", "open", "exported.inkling-run"], "it is among the runs"),
    Trial("predict", ["predict", "one.png"], "1"),
    Trial("explain", ["explain", "one.png"], "one.png"),
    Trial("sweep", ["sweep", "--vary", "learning_rate=0.01,0.02", *SHORT], "0.02"),
    Trial("compress", ["compress", "latest"], "int8"),
    Trial("measure this computer", ["bench", "--models", "simple", "--seconds", "0.5", "--no-training"], "worker"),
    Trial(
        "measure this computer, as the window starts it",
        ["--module", "engine", "bench", "--json", "--models", "simple", "--seconds", "0.2", "--no-training"],
        '"Advice"',
        program="inkling",
    ),
    Trial("the proof of kernels", ["cpu", "--proof"], "kernels ran"),
    Trial("the tour", ["--tour", "--pictures", "tour"], "not sure", ["tour/trained.png"], program="inkling"),
]


def failures_of(programs: Path, chosen: Sequence[str] = ()) -> int:
    """Try everything, or the trials whose names begin with one of these words. Returns the number of failures."""
    trials = [trial for trial in TRIALS if not chosen or trial.name.startswith(tuple(chosen))]
    with tempfile.TemporaryDirectory() as folder:
        _draw_one(Path(folder) / "one.png")
        failures = sum(not _works(trial, programs, Path(folder)) for trial in trials)
    print(f"{len(trials) - failures} passed, {failures} failed")
    return failures


def _works(trial: Trial, programs: Path, folder: Path) -> bool:
    home = {"INKLING_HOME": str(folder / "home"), "HOME": str(folder)}
    screen = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    begin = time.monotonic()
    done = subprocess.run(
        [programs / f"{trial.program}{ENDING}", *trial.words],
        cwd=folder,
        env=kept | home | screen,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    seconds = time.monotonic() - begin
    wrong = _what_is_wrong(trial, done, folder)
    print(f"{'FAILED' if wrong else 'ok':7s}{seconds:7.1f} s  {trial.name}{wrong}", flush=True)
    return not wrong


def _what_is_wrong(trial: Trial, done: "subprocess.CompletedProcess[str]", folder: Path) -> str:
    """A line for each thing that is not as it should be; "" if all is well."""
    printed = done.stdout + done.stderr
    wrong = [f"there is no {name}" for name in trial.makes if not (folder / name).is_file()]
    if done.returncode != 0:
        wrong.append(f"exit status {done.returncode}")
    # A program of Windows that has a window prints nothing.
    if trial.says not in printed and not (trial.program == "inkling" and sys.platform == "win32"):
        wrong.append(f"it did not say {trial.says!r}")
    wrong += [f"it said: {line}" for line in printed.splitlines()[-20:]] if wrong else []
    return "".join(f"\n        {line}" for line in wrong)


def _draw_one(place: Path) -> None:
    """Write a picture of a 1: a black line on white paper."""
    size, line = 200, range(92, 108)
    rows = [bytes(0 if x in line and 30 <= y < 170 else 255 for x in range(size)) for y in range(size)]
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0),
        b"IDAT": zlib.compress(b"".join(b"\0" + row for row in rows)),
        b"IEND": b"",
    }
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts.items())
    place.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


if __name__ == "__main__":
    sys.exit(failures_of(Path(sys.argv[1]).resolve() if sys.argv[1:] else BUNDLE, sys.argv[2:]))
