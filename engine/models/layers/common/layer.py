"""What the program may know of a kind of layer, and what holds for a kind that says nothing."""

from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.autograd import ByAutograd
from engine.models.layers.common.constructor_call import constructor_call
from engine.models.layers.common.terms import Place, Terms
from engine.stack import Shape, StackLayer

Module = TypeVar("Module", bound=nn.Module)


class Rule(Protocol):
    """How values and gradients pass one layer of a network in training."""

    def forward(self, values: Tensor) -> Tensor:
        """The layer's result in training mode; remembers what `backward` needs."""

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        """The loss's gradients for the input (None when nothing before it learns) and for each of the weights.

        `grad_output` is the gradient for the result and may be overwritten. A layer with weights before which no other
        has any must return None, and then no layer before it is asked.
        """


class OnnxWriter(Protocol):
    """The graph to which a layer adds its nodes. Values have names."""

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add a node with one result, and return the result's name."""

    def tensor(self, name: str, values: Tensor) -> str:
        """Add a constant, and return its name."""


class Units(NamedTuple):
    """Which of the channels or units between two layers pruning keeps."""

    kept: Tensor
    """Their numbers, int64 in ascending order."""
    of: int
    """How many there were."""

    def columns(self, each: int) -> Tensor:
        """Numbers of the kept units' values. There are `each` to a unit: after flattening a channel has several."""
        return (self.kept[:, None] * each + torch.arange(each)).flatten()


class Layer(ByAutograd, Generic[Module]):
    """One layer of a network. A kind of layer is a subclass in a file of its own, which `registry.py` finds.

    A kind with a gradient of its own overrides `prepare`, `forward` and `backward`, which keep the contract of `Rule`;
    otherwise they are autograd's. `forward` must leave its input as it is, and must not need its result unchanged where
    that is negative: a ReLU that follows sets it to zero in place, and the gradient there is zero too.
    """

    modules: ClassVar[tuple[type[nn.Module], ...]] = ()
    """The classes of torch modules that are of this kind, torch's own first. Subclasses of them are not."""
    declared: ClassVar[type[StackLayer] | None] = None
    """How a person writes a layer of this kind in a network of their own, if they can."""
    begins_line: ClassVar[bool] = False
    """Whether it begins a new line where an exported script does not fit on one."""
    of_each_number: ClassVar[bool] = False
    """Whether each number of its result comes from one input: looking inside shows it with the layer before."""
    onnx_operator: ClassVar[str] = ""
    """Its operator in ONNX; an empty name means there is none."""
    onnx_beside: ClassVar[tuple[str, ...]] = ()
    """Other operators that `write_onnx` uses, so that a saved graph may have them."""
    onnx_tensors: ClassVar[tuple[str, ...]] = ()
    """Names of the module's tensors in the operator's order; one that is None is left out."""

    module: Module

    def covers(self) -> bool:
        """Whether `forward` and `backward` hold for the options of this module; where not, autograd takes over."""
        return True

    @classmethod
    def built(cls, _declared: Any, _before: Shape, _bias: bool) -> nn.Module:
        """The module of a layer that a person declared, for values of this shape. By default torch's, without options.

        `_bias` says whether a layer that may have an offset of its own has one.
        """
        return cls.modules[0]()

    def initialise(self, rng: torch.Generator) -> None:
        """Draw the module's first weights. By default they stay those that its constructor gave."""

    def multiply_adds(self, values: Tensor, _result: Tensor) -> int:
        """How often it multiplies and adds to make this result of these values; products with weights count.

        For a kind of layer that has no file torch counts.
        """
        return 0 if self.modules else _counted_by_torch(self.module, values)

    def terms(self, values: Tensor, place: Place) -> Terms:
        """How the number at `place` of its result comes from the values of one image, when it evaluates.

        By default those inputs count that have a gradient there; what is done with them stays the layer's secret.
        """
        with torch.inference_mode(False), torch.enable_grad():
            inputs = values.clone().requires_grad_()
            (slope,) = torch.autograd.grad(self.module(inputs[None])[0][place], inputs)
        places = slope.nonzero()
        known = values[tuple(places.T)].double()
        return Terms("function", known, places, torch.ones_like(known))

    def onnx_attributes(self) -> dict[str, Any]:
        """Of the operator. Raises InklingError for options that ONNX does not have."""
        return {}

    def line(self) -> str:
        """The expression in plain PyTorch that builds the module. Raises InklingError when there is none."""
        return constructor_call(self.modules[0] if self.modules else type(self.module), self.module)

    def cut(self, _before: Units, _own: Units) -> dict[str, Tensor]:
        """Its tensors by name, as in `state_dict`, with what pruning keeps of the input and of its own units.

        By default there are none: a kind without weights works on each channel by itself and makes zero of zero.
        Raises InklingError for a kind that must say more and does not.
        """
        if not self.modules or self.module.state_dict():
            raise InklingError(f"Pruning cannot cut the layer {self.name}.")
        return {}

    def folded_into(self, _before: nn.Module) -> nn.Module | None:
        """A module that does the work of both when reading; None if there is none."""
        return None

    def write_onnx(self, graph: "OnnxWriter", name: str, values: str) -> str:
        """Add its nodes to a graph, by default one; returns the name of the result.

        Raises InklingError for a layer that has no operator in ONNX.
        """
        if not self.onnx_operator:
            raise InklingError(f"The layer {self.name} cannot be written as ONNX.")
        tensors = {key: getattr(self.module, key) for key in self.onnx_tensors}
        weights = [graph.tensor(f"{name}.{key}", it) for key, it in tensors.items() if it is not None]
        return graph.node(self.onnx_operator, [values, *weights], f"{name}.output", **self.onnx_attributes())

    @property
    def name(self) -> str:
        """As torch calls it."""
        return type(self.module).__name__


def both_axes(size: int | tuple[int, ...]) -> tuple[int, ...]:
    """A size for rows and columns, which torch lets stand as one number."""
    return (size, size) if isinstance(size, int) else size


def sliding(stride: int | tuple[int, ...], padding: int | tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """How a window moves over an image, in ONNX: the padding at the beginning of both axes, then at their end."""
    return {"strides": both_axes(stride), "pads": 2 * both_axes(padding)}


def _counted_by_torch(module: nn.Module, values: Tensor) -> int:
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        module(values)
    # It counts the product and the sum.
    return counter.get_total_flops() // 2
