"""Parses and sums what oneDNN and MKL print about the kernels that they run."""

import re
from collections.abc import Iterable
from typing import NamedTuple

MKL_CALL = re.compile(r"^MKL_VERBOSE (\w+)\(.*\) ([\d.]+)(ns|us|ms|s) ")
MILLISECONDS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}
DIRECTIONS = {
    "forward_training": " forwards",
    "forward_inference": " forwards",
    "forward": " forwards",
    "backward_data": ", gradient for inputs",
    "backward_weights": ", gradient for weights",
    "backward": " backwards",
}
"""Descriptions of oneDNN's directions; reorders and products have none."""
KINDS = {"reorder": "reordering of numbers", "matmul": "matrix product", "inner_product": "matrix product"}
MATRIX_PRODUCT = "GEMM"
LINES_OF_EACH = 10
"""How many lines of each library to show; three steps print about a hundred."""


class Kernel(NamedTuple):
    """A kind of kernel and how often it ran."""

    library: str
    """oneDNN or MKL."""
    work: str
    """A description: "convolution forwards"."""
    implementation: str
    """The library's name for it: "jit:avx2", "SGEMM"."""
    calls: int
    milliseconds: float
    """The total time of all calls."""


def kernels_of(lines: Iterable[str]) -> list[Kernel]:
    """The kernels that ran, the slowest in total first."""
    sums: dict[tuple[str, str, str], tuple[int, float]] = {}
    for line in lines:
        if call := _call(line):
            *kind, milliseconds = call
            calls, before = sums.get((kind[0], kind[1], kind[2]), (0, 0.0))
            sums[kind[0], kind[1], kind[2]] = calls + 1, before + milliseconds
    every = [Kernel(*kind, *figures) for kind, figures in sums.items()]
    return sorted(every, key=lambda kernel: -kernel.milliseconds)


def told_lines(lines: Iterable[str]) -> list[str]:
    """The first lines of each library, unchanged."""
    told = list(lines)
    return [
        line
        for begin in ("onednn_verbose", "MKL_VERBOSE")
        for line in [line for line in told if line.startswith(begin)][:LINES_OF_EACH]
    ]


def _call(line: str) -> tuple[str, str, str, float] | None:
    """Library, work, implementation and milliseconds; None for a line without a call."""
    return _of_onednn(line) if line.startswith("onednn_verbose") else _of_mkl(line)


def _of_onednn(line: str) -> tuple[str, str, str, float] | None:
    """Its fields after "exec" are engine, primitive, implementation, direction, ..., milliseconds, in all versions."""
    fields = line.split(",")
    try:
        _, kind, implementation, direction, *_, milliseconds = fields[fields.index("exec") + 1 :]
        return "oneDNN", KINDS.get(kind, kind) + DIRECTIONS.get(direction, ""), implementation, float(milliseconds)
    except ValueError:
        # The line has no call, or was cut off.
        return None


def _of_mkl(line: str) -> tuple[str, str, str, float] | None:
    found = MKL_CALL.match(line)
    if not found:
        return None
    name, number, unit = found.groups()
    work = "matrix product" if MATRIX_PRODUCT in name else "other arithmetic"
    return "MKL", work, name, float(number) * MILLISECONDS[unit]
