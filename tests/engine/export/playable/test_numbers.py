"""Weights travel as narrow numbers, and the program knows what the page makes of them."""

import base64

import numpy as np
import pytest

from engine.export.playable.numbers import FORMS, TYPES, Floats, Form, encoded, packed, rounded

WEIGHT = np.array([[0.3, -1.27, 0.004], [0, 0, 0], [1e-7, 5e-8, -1e-7]], np.float32).reshape(3, 1, 3)
"""A usual unit, one that pruning has emptied, and one whose weights float16 hardly tells from zero."""


def unpacked(weight: dict[str, str], form: Form) -> Floats:
    values = np.frombuffer(base64.b64decode(weight["weight"]), TYPES[form]).astype(np.float32).reshape(WEIGHT.shape)
    scale = np.frombuffer(base64.b64decode(weight.get("scale", "")), np.float32)
    return values * scale.reshape(3, 1, 1) if form == "int8" else values


@pytest.mark.parametrize("form", FORMS)
def that_the_rounded_weights_are_those_in_the_page(form: Form) -> None:
    np.testing.assert_array_equal(unpacked(packed(WEIGHT, form), form), rounded(WEIGHT, form))


def that_int8_errs_by_half_a_step_of_each_unit_at_most() -> None:
    steps = np.abs(WEIGHT).max(2, keepdims=True) / 127
    assert (np.abs(rounded(WEIGHT, "int8") - WEIGHT) <= steps / 2 * 1.001).all()
    assert (rounded(WEIGHT, "int8")[1] == 0).all()


def that_a_weight_beyond_float16_becomes_infinite_and_warns_nobody(recwarn: pytest.WarningsRecorder) -> None:
    assert np.isinf(rounded(np.array([[1e6]], np.float32), "float16")).all() and not recwarn.list


def that_bytes_are_little_endian_on_every_computer() -> None:
    assert base64.b64decode(encoded(np.array([1], ">u2"))) == b"\x01\x00"
