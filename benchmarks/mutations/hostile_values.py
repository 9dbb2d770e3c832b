"""Values that a program does not expect in a file, and paths that are not regular files."""

import enum
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

DEPTH = 100_000
"""Nested brackets; Python refuses a thousand nested calls."""
DEEP = "\x00deep\x00"
"""Stands for these brackets in a structure, because json.dumps could not write them."""
ENDLESS = 1 << 40
"""The size of a sparse file, in bytes."""

NUMBERS: list[Any] = [0, -1, -(2**63), 2**31, 2**63, 10**30, 10**400, 10**5_000, 0.5, -0.5, 1e308, 1e-320]
NO_NUMBERS: list[Any] = [float("nan"), float("inf"), float("-inf"), True, None, "7", "\N{SUPERSCRIPT TWO}"]
TEXTS: list[Any] = [
    "",
    "x" * 100_000,
    "\ud800",
    "\x00\x1b[31m\r\n",
    "<script>alert(1)</script>",
    "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}\x85\x0b\x0c",
    "../../etc/passwd",
    "=cmd|'/C calc'!A1",
    "1\nopen(EXECUTED, 'w')",
    "1\ropen(EXECUTED, 'w')",
    '"""\nopen(EXECUTED, \'w\')\n"""',
    "$folder ${seed} {0} %s \\",
]
"""Some of these open a file if a script evaluates them."""
STRUCTURES: list[Any] = [[], {}, [[]], [0, 0, 0], {"a": {"b": 1}}, [[1e9] * 3] * 3, DEEP]
PLAIN: list[Any] = [*NUMBERS, *NO_NUMBERS, *TEXTS, *STRUCTURES]


def hostile_tensors() -> list[Tensor]:
    """Tensors of types, shapes and sizes that no network has; some need almost no memory."""
    return [
        torch.tensor(1.0),
        torch.zeros(0),
        torch.zeros(3, 3),
        torch.full((128, 784), float("nan")),
        torch.full((128,), float("inf")),
        torch.zeros(128, 784, dtype=torch.complex64),
        torch.zeros(128, 784, dtype=torch.int64),
        torch.zeros(10, dtype=torch.float16),
        torch.zeros(10, dtype=torch.bool),
        torch.zeros(1).expand(1 << 40),
        torch.zeros(1).expand(128, 784),
        torch.zeros(1, dtype=torch.uint8).expand(1 << 40),
        torch.zeros(4, 4).to_sparse(),
        torch.zeros(2, device="meta"),
        torch.zeros(3, requires_grad=True),
    ]


def hostile_arrays(rng: Generator) -> list[Any]:
    """Arrays that an .npz file may hold instead of strokes."""
    return [
        np.array(3.0),
        np.array([1 + 2j, 3]),
        np.array([[np.nan, 1.0], [2.0, np.inf]]),
        np.array([[1e300, -1e300], [0, 0]]),
        np.zeros((0, 2), np.float32),
        np.zeros((3, 3), np.float32),
        np.zeros(10_000_001, np.float32).reshape(-1, 1).repeat(2, 1),
        np.array([5, 3, -7, 10**12]),
        np.array([2**63], np.uint64),
        np.array(["a", "\x00\n"]),
        np.array([True, False]),
        np.array([("x", 1)], dtype=[("a", "U1"), ("b", "i4")]),
        np.array(["2020-01-01"], dtype="datetime64[D]"),
        rng.integers(-5, 50, 30),
        rng.normal(size=(40, 2)),
    ]


class Instead(enum.Enum):
    """What may be found instead of a file; a reader must not wait for it or read it as one."""

    FIFO = "a pipe that nobody writes to"
    FOLDER = "a folder"
    LOOP = "a link to itself"
    NOTHING = "nothing"
    VAST = "a file of a terabyte"
    FORBIDDEN = "a file that nobody may read"

    def put(self, path: Path) -> None:
        """Put it at a path where nothing is."""
        match self:
            case Instead.FIFO:
                os.mkfifo(path)
            case Instead.FOLDER:
                path.mkdir()
            case Instead.LOOP:
                path.symlink_to(path.name)
            case Instead.VAST:
                path.touch()
                os.truncate(path, ENDLESS)
            case Instead.FORBIDDEN:
                path.touch(mode=0)


def remove(path: Path) -> None:
    """Remove whatever is at the path."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
