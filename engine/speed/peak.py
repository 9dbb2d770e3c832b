"""The peak rate of this machine: how fast it multiplies matrices, by number of threads."""

import math
from collections.abc import Callable
from time import perf_counter

import torch
from torch import Tensor

from engine.data import ImageSet
from engine.hardware import using_threads
from engine.models import OPERATIONS, build, step_operations
from engine.settings import TrainSettings
from engine.speed.peak_share import GIGA, Peak, Reached, about, reached
from engine.training import try_out

SIZES = (256, 512)
"""Rows of the square matrices. Their 256 KB and 1 MB fit a second or third cache, so that memory is not timed."""
LARGER = (512, 1024, 2048)
"""Sizes for many threads, so that each gets enough work."""
MANY = 4
SECONDS = 0.06
"""The least time for each size and library. The fastest product counts, so a short disturbance does not matter."""
LEAST = 2

Product = Callable[[Tensor, Tensor], Tensor]


def measure_peak(threads: int, stopping: Callable[[], bool] = lambda: False) -> Peak:
    """The best of several square products with both of torch's libraries. One thread takes under half a second.

    Other busy programs lower the result. When `stopping()` turns true it returns the best so far.
    """
    best = Peak(threads, 0.0, "")
    with using_threads(threads):
        for size in SIZES if threads < MANY else LARGER:
            for library, product in products().items():
                if not (stopping() and best.gigaflops):
                    best = max(best, Peak(threads, _rate(product, size, torch.float32), library), key=_gigaflops)
    return best


def products() -> dict[str, Product]:
    """Each library's function to multiply float32 matrices. Linear layers use the faster one."""
    usual = "MKL" if torch.backends.mkl.is_available() else "BLAS"
    every: dict[str, Product] = {usual: torch.mm}
    if torch.backends.mkldnn.is_available():
        every["oneDNN"] = lambda left, right: torch.ops.mkldnn._linear_pointwise(left, right, None, "none", [], "")
    return every


def bfloat16_rate() -> float:
    """GFLOP/s of one thread with bfloat16 matrices: lower than float32's if the CPU has no instructions for bfloat16.

    The right matrix is transposed, as weights are: emulated products are ten times as slow otherwise.
    """
    with using_threads(1):
        return _rate(torch.nn.functional.linear, SIZES[-1], torch.bfloat16)


def training_reaches(settings: TrainSettings, images: ImageSet, threads: int) -> Reached:
    """The rate of training steps without loading and callbacks, on a temporary network. Takes a tenth of a second."""
    with using_threads(threads):
        seconds = try_out(settings, images, {threads})[threads]
    operations = step_operations(build(settings.model), settings.batch_size)
    return reached(about(settings.model, settings.batch_size), threads, operations, seconds)


@torch.inference_mode()
def _rate(product: Product, size: int, kind: torch.dtype) -> float:
    rng = torch.Generator().manual_seed(0)
    left, right = (torch.rand(size, size, generator=rng).to(kind) for _ in range(2))
    # The first product starts threads and compiles kernels.
    product(left, right)
    fastest, begin, made = math.inf, perf_counter(), 0
    while made < LEAST or perf_counter() - begin < SECONDS:
        since = perf_counter()
        product(left, right)
        fastest = min(fastest, perf_counter() - since)
        made += 1
    return OPERATIONS * size**3 / fastest / GIGA


def _gigaflops(peak: Peak) -> float:
    return peak.gigaflops
