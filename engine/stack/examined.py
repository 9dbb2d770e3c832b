"""What comes out of each layer of a stack and what it costs, and the first layer that cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from engine.errors import InklingError
from engine.formats import count
from engine.stack.layers import WITH_WIDTH, Add, Flatten, Linear, MisfitError, Output, StackLayer, with_number
from engine.stack.limits import MOST_LAYERS, MOST_MULTIPLY_ADDS, MOST_NUMBERS, MOST_PARAMETERS
from engine.stack.shapes import IMAGE, Shape, shape_text, size_of
from engine.stack.stack import Stack
from engine.stack.text import layer_text

CLASSES = 10


class Row(NamedTuple):
    """One layer in its place."""

    layer: StackLayer
    before: Shape
    after: Shape
    parameters: int
    multiply_adds: int
    """For one image."""


class Problem(NamedTuple):
    """Why a stack cannot be."""

    place: int
    """The layer's number, from 0; the number of layers where one is missing at the end."""
    sentence: str
    """What is wrong and what would fit, without the layer's name."""
    nearest: Stack
    """With the nearest change that fits there. Something else may still be wrong with it."""


class Totals(NamedTuple):
    """What a whole network costs."""

    parameters: int
    multiply_adds: int
    """For one image."""
    numbers: int
    """Between the layers, for one image: what training must remember."""


@dataclass(frozen=True)
class Examined:
    """The rows up to the first problem, if there is any."""

    stack: Stack
    rows: tuple[Row, ...]
    problem: Problem | None

    @property
    def totals(self) -> Totals:
        return _totals(self.rows)

    @property
    def refusal(self) -> str:
        """The problem as one sentence that names the layer; "" without one."""
        if self.problem is None:
            return ""
        place, layers = self.problem.place, self.stack.layers
        if place >= len(layers):
            return f"After the last layer {self.problem.sentence}."
        return f'Layer {place + 1}, "{layer_text(layers[place])}": {self.problem.sentence}.'


class StackError(InklingError):
    """A stack cannot be; `problem` says which layer and why."""

    def __init__(self, examined: Examined) -> None:
        super().__init__(examined.refusal)
        self.problem = examined.problem


def checked_stack(stack: Stack, classes: int = CLASSES) -> Examined:
    """Return what `examined` finds. Raises StackError when there is a problem."""
    found = examined(stack, classes)
    if found.problem:
        raise StackError(found)
    return found


@lru_cache(256)
def examined(stack: Stack, classes: int = CLASSES) -> Examined:
    """Follow the shape of an image through the layers. The last one must be `output`, with a unit for each class."""
    rows: list[Row] = []
    for place, layer in enumerate(stack.layers):
        before = rows[-1].after if rows else IMAGE
        try:
            if isinstance(layer, Add):
                _check_addition(stack, rows, layer)
            rows.append(_row(stack, place, before, classes))
        except MisfitError as misfit:
            nearest = stack.replaced(place, misfit.instead)
            return Examined(stack, tuple(rows), _problem(place, misfit, nearest))
        if isinstance(layer, Output) and place + 1 < len(stack.layers):
            return Examined(stack, tuple(rows), _early_output(stack, place))
        if problem := _too_much(stack, rows, classes):
            return Examined(stack, tuple(rows), problem)
    return Examined(stack, tuple(rows), _without_output(stack, rows))


def _row(stack: Stack, place: int, before: Shape, classes: int) -> Row:
    layer, bias = stack.layers[place], stack.has_bias(place)
    after = layer.result(before)
    if isinstance(layer, Output):
        layer, after = Linear(classes), (classes,)
    return Row(stack.layers[place], before, after, layer.parameters(before, bias), layer.multiply_adds(before))


def _problem(place: int, misfit: MisfitError, nearest: Stack) -> Problem:
    return Problem(place, f"{misfit.sentence}; {misfit.change}", nearest)


def _early_output(stack: Stack, place: int) -> Problem:
    kept = [layer for layer in stack.layers if not isinstance(layer, Output)]
    return Problem(place, "nothing may follow the output; move it to the end", Stack((*kept, Output())))


def _without_output(stack: Stack, rows: Sequence[Row]) -> Problem | None:
    if stack.layers and isinstance(stack.layers[-1], Output):
        return None
    flat = bool(rows) and len(rows[-1].after) == 1
    missing = (Output(),) if flat else (Flatten(), Output())
    words = " and ".join(layer.word for layer in missing)
    return Problem(len(stack.layers), f"the output is missing; add {words}", Stack((*stack.layers, *missing)))


def _check_addition(stack: Stack, rows: Sequence[Row], layer: Add) -> None:
    """Raises MisfitError, with the nearest number of layers back where the shapes are the same."""
    now = rows[-1].after if rows else IMAGE
    fitting = [back for back in range(1, len(rows) + 1) if _can_add(stack, rows, back)]
    if layer.layers in fitting:
        return
    nearest = min(fitting, key=lambda back: (abs(back - layer.layers), back), default=None)
    instead = (replace(layer, layers=nearest),) if nearest else ()
    change = f"add what came in {count(nearest, 'layer')} back" if nearest else "remove this layer"
    if layer.layers > len(rows):
        verb = "is" if len(rows) == 1 else "are"
        raise MisfitError(f"there {verb} only {count(len(rows), 'layer')} before it", change, instead)
    there = rows[-layer.layers].before
    if there == now:
        raise MisfitError("it would begin in the middle of another addition", change, instead)
    raise MisfitError(f"{shape_text(there)} came in there, and here are {shape_text(now)}", change, instead)


def _can_add(stack: Stack, rows: Sequence[Row], back: int) -> bool:
    """Whether the shapes agree and no other addition begins before and ends within."""
    begin, end = len(rows) - back, len(rows)
    inner = ((place, stack.layers[place]) for place in range(begin, end))
    whole = all(place - one.layers >= begin for place, one in inner if isinstance(one, Add))
    return rows[begin].before == rows[-1].after and whole


def _too_much(stack: Stack, rows: Sequence[Row], classes: int) -> Problem | None:
    if len(stack.layers) > MOST_LAYERS:
        most = f"this network has {len(stack.layers)} layers, and {MOST_LAYERS} are possible; remove the others"
        return Problem(MOST_LAYERS, most, Stack((*stack.layers[: MOST_LAYERS - 1], Output())))
    if not (over := _over(rows)):
        return None
    place = len(rows) - 1
    change, thinner = _thinner(stack, place, classes)
    return Problem(place, f"up to here the network has {over}; {change}", thinner)


def _over(rows: Sequence[Row]) -> str:
    """Which limit the layers so far are over, and by how much; "" if none."""
    totals = _totals(rows)
    told = (
        (totals.parameters, MOST_PARAMETERS, "weights"),
        (totals.multiply_adds, MOST_MULTIPLY_ADDS, "multiply-adds an image"),
        (totals.numbers, MOST_NUMBERS, "numbers between its layers"),
    )
    over = (f"{number:,} {what}, and {limit:,} are possible" for number, limit, what in told if number > limit)
    return next(over, "")


def _thinner(stack: Stack, place: int, classes: int) -> tuple[str, Stack]:
    """With fewer units in one layer up to this place, and as few less as is enough."""
    found = [
        (width / before, number, width)
        for number, layer in enumerate(stack.layers[: place + 1])
        if type(layer) in WITH_WIDTH
        for before in (getattr(layer, WITH_WIDTH[type(layer)]),)
        if (width := _widest(stack, number, place, classes))
    ]
    if not found:
        return "remove this layer", stack.replaced(place, ())
    _, number, width = max(found)
    where = "here" if number == place else f"in layer {number + 1}"
    return f"take {width} {where}", _with_width(stack, number, width)


def _widest(stack: Stack, number: int, place: int, classes: int) -> int:
    """The largest width of that layer with which the layers up to `place` are within the limits; 0 if there is none."""
    fits, too_many = 0, getattr(stack.layers[number], WITH_WIDTH[type(stack.layers[number])])
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if _within(_with_width(stack, number, middle), place, classes):
            fits = middle
        else:
            too_many = middle
    return fits


def _with_width(stack: Stack, number: int, width: int) -> Stack:
    layer = stack.layers[number]
    return stack.replaced(number, (with_number(layer, WITH_WIDTH[type(layer)], width),))


def _within(stack: Stack, place: int, classes: int) -> bool:
    rows: list[Row] = []
    for number in range(place + 1):
        rows.append(_row(stack, number, rows[-1].after if rows else IMAGE, classes))
    return not _over(rows)


def _totals(rows: Sequence[Row]) -> Totals:
    return Totals(
        sum(row.parameters for row in rows),
        sum(row.multiply_adds for row in rows),
        sum(size_of(row.after) for row in rows if not isinstance(row.layer, Flatten)),
    )
