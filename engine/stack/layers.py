"""The kinds of layer that a network may be built of, declared once: their numbers with bounds, and their arithmetic.

The text form, the editor and the error texts are made from these declarations.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Literal, NamedTuple

from engine.stack.shapes import Shape, size_of, slid

Form = Literal["plain", "square", "word"]


class Bounds(NamedTuple):
    """What a form and a text need to know about one number of a layer."""

    title: str
    low: float
    high: float
    form: Form = "plain"
    """In the text: as it is (16), as the size of a square (5x5), or after its name (stride 2)."""
    whole: bool = True

    @property
    def allowed(self) -> str:
        """As the end of a sentence."""
        return f"{'a whole number' if self.whole else 'a number'} from {self.low:g} to {self.high:g}"


def _number(default: float, *bounds: Any, **more: Any) -> Any:
    return field(default=default, metadata={"bounds": Bounds(*bounds, **more)})


class MisfitError(Exception):
    """A layer cannot take values of a shape. Says why, and what would fit in its place: layers, or none."""

    def __init__(self, sentence: str, change: str, instead: "tuple[StackLayer, ...]") -> None:
        super().__init__(sentence)
        self.sentence, self.change, self.instead = sentence, change, instead


@dataclass(frozen=True)
class StackLayer:
    """One layer. A kind is a subclass with its numbers as fields."""

    word: ClassVar[str]
    """Its name in the text form."""
    title: ClassVar[str]
    help: ClassVar[str]
    also: ClassVar[tuple[str, ...]] = ()
    """Other names that people paste."""

    def result(self, before: Shape) -> Shape:
        """The shape that comes out. Raises MisfitError."""
        return before

    def parameters(self, _before: Shape, _bias: bool) -> int:
        """How many numbers it learns. `_bias` says whether a layer that may have an offset has one."""
        return 0

    def multiply_adds(self, _before: Shape) -> int:
        """For one image; products with weights count, as in `engine.models.cost`."""
        return 0


@dataclass(frozen=True)
class Conv(StackLayer):
    word = "conv"
    title = "Convolution"
    help = "Small filters slide over the picture; each makes a new picture of where it finds what it looks for."
    also = ("convolution", "conv2d")

    channels: int = _number(16, "Filters", 1, 1024)
    size: int = _number(3, "Size", 1, 28, "square")
    stride: int = _number(1, "Stride", 1, 8, "word")
    padding: int = _number(0, "Padding", 0, 13, "word")

    def result(self, before: Shape) -> Shape:
        _, rows, columns = _picture(self, before)
        fits = min(rows, columns) + 2 * self.padding
        if self.size > fits:
            smaller = replace(self, size=fits)
            raise MisfitError(
                f"a {self.size}x{self.size} filter does not fit a {rows}x{columns} image",
                f"take filters of {fits}x{fits}",
                (smaller,),
            )
        sides = (slid(side, self.size, self.stride, self.padding) for side in (rows, columns))
        return (self.channels, *sides)

    def parameters(self, before: Shape, bias: bool) -> int:
        return self.channels * (before[0] * self.size**2 + bias)

    def multiply_adds(self, before: Shape) -> int:
        return size_of(self.result(before)) * before[0] * self.size**2


@dataclass(frozen=True)
class _Pool(StackLayer):
    size: int = _number(2, "Size", 2, 28)

    def result(self, before: Shape) -> Shape:
        channels, rows, columns = _picture(self, before)
        fits = min(rows, columns)
        if self.size > fits:
            instead = (replace(self, size=fits),) if fits > 1 else ()
            change = f"take windows of {fits}x{fits}" if instead else "remove this layer"
            raise MisfitError(
                f"a {self.size}x{self.size} window does not fit a {rows}x{columns} image", change, instead
            )
        return channels, rows // self.size, columns // self.size


@dataclass(frozen=True)
class MaxPool(_Pool):
    word = "max pool"
    title = "Max pooling"
    help = "Of each small window only the largest number goes on; the picture shrinks."
    also = ("maxpool", "max pooling", "maxpool2d")


@dataclass(frozen=True)
class AveragePool(_Pool):
    word = "average pool"
    title = "Average pooling"
    help = "Of each small window its mean goes on; the picture shrinks."
    also = ("avg pool", "avgpool", "average pooling", "avgpool2d")


@dataclass(frozen=True)
class BatchNorm(StackLayer):
    word = "batch norm"
    title = "Batch norm"
    help = "Gives each channel the same mean and spread in every batch, so that larger steps stay safe."
    also = ("batchnorm", "bn", "batch normalisation", "batch normalization", "batchnorm2d", "batchnorm1d")

    def parameters(self, before: Shape, _bias: bool) -> int:
        return 2 * before[0]


@dataclass(frozen=True)
class ReLU(StackLayer):
    word = "relu"
    title = "ReLU"
    help = "What is negative becomes zero."


@dataclass(frozen=True)
class LeakyReLU(StackLayer):
    word = "leaky relu"
    title = "Leaky ReLU"
    help = "What is negative becomes small instead of zero, so that no unit stops learning."
    also = ("leakyrelu",)

    slope: float = _number(0.01, "Slope", 0, 1, whole=False)


@dataclass(frozen=True)
class Tanh(StackLayer):
    word = "tanh"
    title = "Tanh"
    help = "Bends every number into -1 to 1, as the first networks that read digits did."


@dataclass(frozen=True)
class Sigmoid(StackLayer):
    word = "sigmoid"
    title = "Sigmoid"
    help = "Bends every number into 0 to 1. Deep networks learn slowly with it."


@dataclass(frozen=True)
class GELU(StackLayer):
    word = "gelu"
    title = "GELU"
    help = "A smooth ReLU, as language models have it."


@dataclass(frozen=True)
class Dropout(StackLayer):
    word = "dropout"
    title = "Dropout"
    help = "While it learns, this share of the numbers becomes zero at random, so that no unit relies on another."

    rate: float = _number(0.5, "Share", 0, 0.9, whole=False)


@dataclass(frozen=True)
class Flatten(StackLayer):
    word = "flatten"
    title = "Flatten"
    help = "Puts the numbers of all pictures in one row, for fully connected layers."

    def result(self, before: Shape) -> Shape:
        if len(before) == 1:
            raise MisfitError("there is nothing to flatten, the numbers lie in a row already", "remove this layer", ())
        return (size_of(before),)


@dataclass(frozen=True)
class Linear(StackLayer):
    word = "linear"
    title = "Fully connected"
    help = "Every unit looks at all numbers that come in, each with a weight of its own."
    also = ("fully connected", "dense", "fc")

    units: int = _number(128, "Units", 1, 4096)

    def result(self, before: Shape) -> Shape:
        _in_a_row(self, before)
        return (self.units,)

    def parameters(self, before: Shape, bias: bool) -> int:
        return self.units * (before[0] + bias)

    def multiply_adds(self, before: Shape) -> int:
        return self.units * before[0]


@dataclass(frozen=True)
class Add(StackLayer):
    """A residual connection: K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning", 2015."""

    word = "add"
    title = "Skip connection"
    help = (
        "Adds what came into the layers before it, as many as it says, to what comes out of them: they learn only what "
        "to change. Also called a residual connection."
    )
    also = ("residual",)

    layers: int = _number(3, "Layers back", 1, 20)


@dataclass(frozen=True)
class Output(StackLayer):
    word = "output"
    title = "Output"
    help = "One unit for each class, fully connected: the logits, from which the probabilities come."

    def result(self, before: Shape) -> Shape:
        _in_a_row(self, before)
        return before


KINDS: tuple[type[StackLayer], ...] = (
    Conv,
    Linear,
    BatchNorm,
    ReLU,
    LeakyReLU,
    Tanh,
    Sigmoid,
    GELU,
    MaxPool,
    AveragePool,
    Dropout,
    Flatten,
    Add,
    Output,
)
"""In the order in which an editor offers them."""
WITH_WIDTH = {Conv: "channels", Linear: "units"}
"""The kinds that have units of their own, and which of their numbers says how many."""


def fields_of(kind: type[StackLayer]) -> dict[str, Bounds]:
    """The numbers of a kind of layer by name."""
    return {one.name: one.metadata["bounds"] for one in fields(kind)}


def with_number(layer: StackLayer, name: str, value: float) -> StackLayer:
    """The layer with another number, brought within its bounds."""
    bounds = fields_of(type(layer))[name]
    inside = min(max(value, bounds.low), bounds.high)
    changed: dict[str, Any] = {name: round(inside) if bounds.whole else float(inside)}
    return replace(layer, **changed)


def _picture(layer: StackLayer, before: Shape) -> Shape:
    if len(before) == 1:
        raise MisfitError(
            f"{layer.title.lower()} needs pictures, and after flatten there are none", "remove this layer", ()
        )
    return before


def _in_a_row(layer: StackLayer, before: Shape) -> None:
    if len(before) > 1:
        raise MisfitError("its inputs must lie in a row", "put flatten before it", (Flatten(), layer))
