"""The weights of a page: as float16, float32, or as int8 with a scale for each unit."""

import base64
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Form = Literal["float16", "float32", "int8"]
Floats = NDArray[np.float32]
FORMS: tuple[Form, ...] = ("float16", "float32", "int8")
"""The first that changes no answer is best; int8 is for networks that have no room otherwise."""
TYPES: dict[Form, type[np.number]] = {"float16": np.float16, "float32": np.float32, "int8": np.int8}
LARGEST = 127


def packed(weight: Floats, form: Form) -> dict[str, str]:
    """The weights of one layer, (units, ...), as base64; of int8 a `scale` for each unit too."""
    if form != "int8":
        with np.errstate(over="ignore"):
            return {"weight": encoded(weight.astype(TYPES[form]))}
    scale = scales(weight)
    return {"weight": encoded(quantised(weight, scale)), "scale": encoded(scale)}


def rounded(weight: Floats, form: Form) -> Floats:
    """What the page computes with instead of these weights."""
    if form == "int8":
        scale = scales(weight)
        return quantised(weight, scale).astype(np.float32) * _by_unit(scale, weight)
    # What is too large for float16 becomes infinite, which changes answers and so is not chosen.
    with np.errstate(over="ignore"):
        return weight.astype(TYPES[form]).astype(np.float32)


def encoded(values: NDArray[np.number]) -> str:
    """Little-endian bytes, as every browser has them."""
    return base64.b64encode(values.astype(values.dtype.newbyteorder("<")).tobytes()).decode()


def scales(weight: Floats) -> Floats:
    """How much a step of int8 is in each unit, (units,)."""
    largest = np.abs(weight.reshape(len(weight), -1)).max(1)
    return np.where(largest > 0, largest / LARGEST, 1).astype(np.float32)


def quantised(weight: Floats, scale: Floats) -> NDArray[np.int8]:
    return np.rint(weight / _by_unit(scale, weight)).clip(-LARGEST, LARGEST).astype(np.int8)


def _by_unit(scale: Floats, weight: Floats) -> Floats:
    return scale.reshape(-1, *[1] * (weight.ndim - 1))
