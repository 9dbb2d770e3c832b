"""Shapes and sizes without torch are torch's, and what cannot be is refused at its layer."""

from random import Random

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.networks.random_stacks import broken_stack, random_stack
from engine.models.cost import multiply_adds
from engine.models.layers.common.registry import layers_of
from engine.models.layers.residual import Residual
from engine.models.networks import Network, build
from engine.stack import (
    MOST_MULTIPLY_ADDS,
    MOST_NUMBERS,
    MOST_PARAMETERS,
    NAMED,
    StackError,
    checked_stack,
    examined,
    parse,
    stack_text,
)
from engine.stack.layers import Flatten

SEVERAL = settings(max_examples=25, deadline=None)
rngs = st.randoms(use_true_random=False)


@pytest.mark.arithmetic
@pytest.mark.parametrize("classes", [10, 26])
@SEVERAL
@given(rngs)
def that_shapes_weights_and_multiply_adds_are_torchs(classes: int, rng: Random) -> None:
    stack = random_stack(rng)
    network = Network(stack, classes).eval()
    found = checked_stack(stack, classes)
    values, made = torch.zeros(1, 1, 28, 28), []
    for _, layer in layers_of(network):
        values = layer.module(values)
        made.append(tuple(values.shape[1:]))
    assert made == stack.joined([row.after for row in found.rows], lambda _, own: own)
    assert found.totals.parameters == network.weights
    assert found.totals.multiply_adds == multiply_adds(network)


@SEVERAL
@given(rngs)
def that_a_network_that_cannot_be_is_refused_at_its_layer_and_the_nearest_change_fits_there(rng: Random) -> None:
    stack = broken_stack(rng)
    with pytest.raises(StackError) as refusal:
        build(stack_text(stack))
    assert str(refusal.value).startswith(("Layer ", "After the last layer")) and str(refusal.value).endswith(".")
    for _ in range(10):
        problem = examined(stack).problem
        if problem is None:
            break
        stack = problem.nearest
    assert examined(stack).problem is None


@pytest.mark.parametrize(
    ("text", "sentence", "nearest"),
    [
        (
            "conv 8 9x9 stride 8, conv 8 5x5, flatten, output",
            'Layer 2, "conv 8 5x5": a 5x5 filter does not fit a 3x3 image; take filters of 3x3.',
            "conv 8 9x9 stride 8, conv 8 3x3, flatten, output",
        ),
        (
            "max pool 14, max pool 3, flatten, output",
            'Layer 2, "max pool 3": a 3x3 window does not fit a 2x2 image; take windows of 2x2.',
            "max pool 14, max pool 2, flatten, output",
        ),
        (
            "conv 8 3x3, linear 9, output",
            'Layer 2, "linear 9": its inputs must lie in a row; put flatten before it.',
            "conv 8 3x3, flatten, linear 9, output",
        ),
        (
            "flatten, conv 8 3x3, output",
            'Layer 2, "conv 8 3x3": convolution needs pictures, and after flatten there are none; remove this layer.',
            "flatten, output",
        ),
        (
            "flatten, flatten, output",
            'Layer 2, "flatten": there is nothing to flatten, the numbers lie in a row already; remove this layer.',
            "flatten, output",
        ),
        (
            "conv 8 3x3, relu",
            "After the last layer the output is missing; add flatten and output.",
            "conv 8 3x3, relu, flatten, output",
        ),
        (
            "flatten, output, relu",
            'Layer 2, "output": nothing may follow the output; move it to the end.',
            "flatten, relu, output",
        ),
        (
            "conv 8 3x3 padding 1, conv 9 3x3 padding 1, relu, add 2, flatten, output",
            'Layer 4, "add 2": 8 \N{MULTIPLICATION SIGN} 28\N{MULTIPLICATION SIGN}28 came in there, and here are '
            "9 \N{MULTIPLICATION SIGN} 28\N{MULTIPLICATION SIGN}28; add what came in 1 layer back.",
            "conv 8 3x3 padding 1, conv 9 3x3 padding 1, relu, add 1, flatten, output",
        ),
        (
            "flatten, add 7, output",
            'Layer 2, "add 7": there is only 1 layer before it; remove this layer.',
            "flatten, output",
        ),
        (
            "flatten, linear 4096, linear 4096, output",
            'Layer 3, "linear 4096": up to here the network has 19,996,672 weights, and 5,000,000 are possible; '
            "take 1023 in layer 2.",
            "flatten, linear 1023, linear 4096, output",
        ),
    ],
)
def that_each_problem_has_its_sentence_and_its_nearest_change(text: str, sentence: str, nearest: str) -> None:
    found = examined(parse(text))
    assert found.refusal == sentence
    assert found.problem and stack_text(found.problem.nearest) == nearest


def that_an_addition_does_not_begin_in_the_middle_of_another() -> None:
    found = examined(parse("conv 4 3x3 padding 1, relu, tanh, add 2, gelu, add 3, flatten, output"))
    assert "it would begin in the middle of another addition" in found.refusal
    whole = checked_stack(parse("conv 4 3x3 padding 1, relu, tanh, add 2, gelu, add 4, flatten, output"))
    (outer,) = [module for _, module in Network(whole.stack).named_modules() if isinstance(module, Residual)][:1]
    assert any(isinstance(module, Residual) for module in outer)


@pytest.mark.parametrize("name", NAMED)
def that_the_programs_networks_are_within_the_limits(name: str) -> None:
    totals = checked_stack(NAMED[name].stack).totals
    assert totals.parameters <= MOST_PARAMETERS
    assert totals.multiply_adds <= MOST_MULTIPLY_ADDS and totals.numbers <= MOST_NUMBERS


def that_an_edit_before_an_addition_keeps_where_that_begins() -> None:
    stack = parse("flatten, linear 8, relu, add 1, output")
    grown = stack.replaced(2, (*parse("relu, tanh").layers,))
    assert stack_text(grown) == "flatten, linear 8, relu, tanh, add 2, output"
    assert stack_text(stack.replaced(0, (Flatten(),))) == stack_text(stack)
