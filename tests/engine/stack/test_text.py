"""The text form of a network: what a person may write, and what comes back."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.networks.random_stacks import random_stack
from engine.errors import InklingError
from engine.stack import KINDS, NAMED, canonical, fields_of, layer_text, parse, stack_of, stack_text, with_number


@given(st.randoms(use_true_random=False))
def that_the_text_of_a_network_is_read_back_as_that_network(rng: Random) -> None:
    stack = random_stack(rng)
    assert parse(stack_text(stack)) == stack
    assert stack_of(canonical(stack_text(stack))) == stack


def that_a_number_with_an_exponent_is_read_as_it_is_written() -> None:
    tiny = with_number(parse("leaky relu 0.5").layers[0], "slope", 1e-7)
    assert layer_text(tiny) == "leaky relu 1e-07"
    assert parse("leaky relu 1e-07").layers == (tiny,)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def that_the_bounds_of_each_number_are_read_and_what_lies_beyond_is_refused(kind: type) -> None:
    for name, bounds in fields_of(kind).items():
        for value in (bounds.low, bounds.high):
            layer = with_number(kind(), name, value)
            assert parse(layer_text(layer)).layers == (layer,)
        assert getattr(with_number(kind(), name, bounds.high + 1), name) == bounds.high
        beyond = layer_text(with_number(kind(), name, bounds.high)).replace(f"{bounds.high:g}", f"{bounds.high + 1:g}")
        with pytest.raises(InklingError, match=f"must be .* to {bounds.high:g}, not {bounds.high + 1:g}"):
            parse(beyond)


@pytest.mark.parametrize(
    "text",
    [
        "flatten, linear 128, relu, output",
        "  Flatten ,\n FC 128;RELU, output,",
        "flatten -> dense 128 -> relu -> fc 10",
        "flatten \N{RIGHTWARDS ARROW} fully connected 128 \N{RIGHTWARDS ARROW} ReLU \N{RIGHTWARDS ARROW} linear 10",
    ],
)
def that_usual_ways_to_write_a_network_mean_the_same_and_get_its_name(text: str) -> None:
    assert canonical(text) == "simple"


def that_options_stand_in_any_order_after_the_numbers() -> None:
    assert parse("conv 8 5x5 padding 2 stride 3") == parse("conv2d 8 5\N{MULTIPLICATION SIGN}5 stride 3 padding 2")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", 'Write the layers of a network, as in "flatten, linear 128, relu, output".'),
        ("flatten, softmax 3, output", 'Layer 2, "softmax 3", is no layer: the layers are conv, linear, '),
        ("conv 8 5x3", 'Layer 1, "conv 8 5x3": 5x3 is no square; write for example 5x5.'),
        ("conv 8 5x5 groups 2", '"groups 2" says nothing about this layer'),
        ("conv -8 5x5", '"-8 5x5" says nothing about this layer'),
        ("dropout 1.5", "share must be a number from 0 to 0.9, not 1.5."),
        ("linear 12.5", "units must be a whole number from 1 to 4096, not 12.5."),
        (", ".join(["relu"] * 41), "This network has 41 layers: at most 40 are possible."),
        ("relu" * 2000, "This network has a text of 8,000 characters: at most 4,000 are read."),
    ],
)
def that_what_is_no_network_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InklingError) as refusal:
        parse(text)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("name", NAMED)
def that_a_network_of_the_program_has_one_text_and_one_name(name: str) -> None:
    known = NAMED[name]
    assert stack_text(known.stack) == known.text and canonical(known.text) == name == canonical(name)
