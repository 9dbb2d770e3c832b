"""Networks that the program has by name, and how any other one is called."""

from functools import lru_cache
from typing import NamedTuple

from engine.errors import InklingError
from engine.stack.examined import checked_stack
from engine.stack.layers import Linear, Output
from engine.stack.stack import Stack
from engine.stack.text import parse, stack_text

CNN, SIMPLE = "cnn", "simple"


class NamedStack(NamedTuple):
    """A network that one can choose by name."""

    name: str
    title: str
    sentence: str
    """What it does, without a full stop."""
    text: str

    @property
    def stack(self) -> Stack:
        return parse(self.text)


NAMED = {
    one.name: one
    for one in (
        NamedStack(
            CNN,
            "Small CNN",
            "Three layers of small filters that slide over the picture, and from what they find to ten digits",
            # Strides instead of pooling, which is slow on a CPU. The first two have no padding: only background
            # surrounds the digit, and a third of the arithmetic is saved.
            "conv 16 5x5 stride 2, batch norm, relu, conv 48 5x5 stride 2, batch norm, relu, "
            "conv 96 3x3 stride 2 padding 1, batch norm, relu, flatten, output",
        ),
        NamedStack(
            SIMPLE,
            "SimpleNN 784-128-10",
            "Every pixel to each of 128 hidden units, and those to ten digits; it cannot tell which pixels are "
            "neighbours",
            "flatten, linear 128, relu, output",
        ),
        NamedStack(
            "softmax",
            "Softmax regression",
            "Every pixel votes for or against each digit, and nothing lies between: the simplest network there is",
            "flatten, output",
        ),
        NamedStack(
            "deep-mlp",
            "Deep MLP",
            "Three hidden layers of fully connected units, each half as wide as the one before",
            "flatten, linear 256, batch norm, relu, linear 128, batch norm, relu, linear 64, batch norm, relu, output",
        ),
        NamedStack(
            "lenet-5",
            "LeNet-5",
            "The network that read cheques in 1998: two layers of filters with pooling, then three of units",
            # Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document
            # recognition", 1998, with all connections between the two layers of filters and plain logits.
            "conv 6 5x5 padding 2, tanh, average pool 2, conv 16 5x5, tanh, average pool 2, flatten, linear 120, tanh, "
            "linear 84, tanh, output",
        ),
        NamedStack(
            "tiny-cnn",
            "Tiny CNN",
            "Under 10,000 weights: means over the last pictures take the place of many connections; it wants 20 epochs",
            "conv 12 5x5 stride 2, batch norm, relu, conv 24 3x3, batch norm, relu, max pool 2, "
            "conv 28 3x3, batch norm, relu, average pool 3, flatten, output",
        ),
        NamedStack(
            "pytorch-example",
            "PyTorch example",
            "The network of PyTorch's own MNIST example: much arithmetic in its second layer of filters",
            "conv 32 3x3, relu, conv 64 3x3, relu, max pool 2, dropout 0.25, flatten, linear 128, relu, dropout 0.5, "
            "output",
        ),
    )
}
"""In the order in which a form offers them."""


@lru_cache(256)
def canonical(words: str) -> str:
    """The name of a network of the program's own if the words describe one, otherwise the text form of its layers.

    A fully connected layer at the end becomes the output, whose number of units is that of the classes. Raises
    InklingError for words that describe no network, or one that cannot be.
    """
    if words in NAMED:
        return words
    if len(words.split()) == 1 and words.strip().lower() not in ("output", "flatten"):
        raise InklingError(f'There is no network called "{words}": {_choices()}.')
    stack = _with_output(parse(words))
    checked_stack(stack)
    return next((name for name, one in NAMED.items() if one.stack == stack), stack_text(stack))


def stack_of(model: str) -> Stack:
    """The layers of a network by its name or its text. Raises InklingError when there is no such network."""
    found = canonical(model)
    return NAMED[found].stack if found in NAMED else parse(found)


def network_title(model: str) -> str:
    """What a network is called: its name, or "Own 8-16-32" by the units of its hidden layers."""
    if model in NAMED:
        return NAMED[model].title
    return f"Own {'-'.join(map(str, stack_of(model).widths)) or 'network'}"


def description(model: str) -> str:
    """What a network does, in one sentence without a full stop."""
    return NAMED[model].sentence if model in NAMED else f"Own layers: {canonical(model)}"


def told(model: str) -> str:
    """What a network does and how many weights it has, in one sentence."""
    return f"{description(model)}: {checked_stack(stack_of(model)).totals.parameters:,} weights."


def folder_word(model: str) -> str:
    """A word for the names of files and folders."""
    return model if model in NAMED else "own"


def _with_output(stack: Stack) -> Stack:
    last = stack.layers[-1]
    return Stack((*stack.layers[:-1], Output())) if isinstance(last, Linear) and last.units == 10 else stack


def _choices() -> str:
    return f'choose {", ".join(NAMED)}, one of My networks, or write its layers, as in "{NAMED[SIMPLE].text}"'
