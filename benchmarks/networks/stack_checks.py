"""What must hold for every network that can be built, each time compared with torch itself."""

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from pydantic import ValidationError
from torch import Tensor, nn

from engine.compression.int8 import bare_onnx
from engine.data import Batch, Splits
from engine.errors import InklingError
from engine.events import BatchDone, Event, Started
from engine.export.script.script_network import network_lines
from engine.models import Network, OnnxNetwork, build
from engine.models.layers.residual import Residual
from engine.runs import open_run
from engine.runs.folder import MODEL_FILE
from engine.settings import TrainSettings
from engine.stack import Stack, stack_text
from engine.training import Backpropagation, RunControl, resume, train
from engine.training.step.learner import Learner

STEPS = 3
SETTINGS = TrainSettings.model_validate(
    {
        "epochs": 1,
        "batch_size": 50,
        "threads": 1,
        "learning_rate": 0.003,
        "augmentation": "none",
        "outliers": "none",
        "my_digits": "none",
    }
)


class Compared(NamedTuple):
    """The largest differences, each relative to the largest number that torch gives there."""

    gradients: float
    rounding: float
    """Of autograd's own gradients from those that it computes in float64."""
    onnx: float
    script: float


def settings_of(stack: Stack) -> TrainSettings:
    """For a short training of this network."""
    return TrainSettings.model_validate(SETTINGS.model_dump() | {"model": stack_text(stack)})


def compared(stack: Stack, batch: Batch) -> Compared:
    """Take some steps, comparing each gradient with autograd's, then the ONNX graph and the script with torch."""
    learner = Learner(settings_of(stack), 1_000)
    worst = rounding = 0.0
    for _ in range(STEPS):
        apart, of_autograd = _gradients(learner.network, batch)
        worst, rounding = max(worst, apart), max(rounding, of_autograd)
        learner.learn(batch)
    network = learner.network.eval()
    with torch.inference_mode():
        wanted = network(batch[0])
        onnx = _apart(OnnxNetwork(bare_onnx(network))(batch[0]), wanted)
        script = _apart(_from_script(network)(batch[0]), wanted)
    return Compared(worst, rounding, onnx, script)


def _gradients(network: Network, batch: Batch) -> tuple[float, float]:
    """How far ours are from autograd's, and how far autograd's are from its own in float64.

    Without dropout, whose random numbers autograd draws elsewhere: in the copies its share is zero.
    """
    found = Backpropagation(_undropped(network).train())(*batch).of_weights
    wanted = _by_autograd(_undropped(network), batch)
    exact = _by_autograd(_undropped(network).double(), (batch[0].double(), batch[1]))
    # Of what hardly depends on a weight only rounding is left, so all are measured by the largest gradient.
    largest = max(float(gradient.abs().max()) for gradient in exact)
    return _largest_gap(found, wanted) / largest, _largest_gap(wanted, exact) / largest


def _by_autograd(network: Network, batch: Batch) -> Sequence[Tensor]:
    loss = nn.functional.cross_entropy(network.train()(batch[0]), batch[1])
    return torch.autograd.grad(loss, list(network.parameters()), allow_unused=True, materialize_grads=True)


def _largest_gap(some: Sequence[Tensor], others: Sequence[Tensor]) -> float:
    return max(float((one - other).abs().max()) for one, other in zip(some, others, strict=True))


def _undropped(network: Network) -> Network:
    made = copy.deepcopy(network)
    for module in made.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return made


def _apart(found: Tensor, wanted: Tensor) -> float:
    return float((found - wanted).abs().max() / wanted.abs().max().clamp(min=1e-6))


def _from_script(network: Network) -> nn.Module:
    """What the lines of an exported script build, with the network's weights in their order."""
    built: dict[str, nn.Module] = {}
    exec(network_lines(network), {"nn": nn, "Residual": Residual}, built)
    twin = built["network"].eval()
    names = twin.state_dict()
    twin.load_state_dict(dict(zip(names, network.state_dict().values(), strict=True)))
    return twin


def resumes_bit_equal(stack: Stack, splits: Splits, runs: Path) -> bool:
    """Whether a run that is stopped after a step and goes on ends with the weights of one that is not stopped.

    Both are opened from their files.
    """
    settings = settings_of(stack)
    whole = _folder(list(train(settings, splits=splits, runs=runs)))
    control, events = RunControl(), []
    for event in train(settings, control, splits, runs):
        events.append(event)
        if isinstance(event, BatchDone):
            control.stop()
    folder = _folder(events)
    list(resume(folder, splits=splits))
    one, other = (open_run(path / MODEL_FILE).network().state_dict() for path in (whole, folder))
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def _folder(events: list[Event]) -> Path:
    return next(Path(event.folder) for event in events if isinstance(event, Started))


def refusal(stack: Stack) -> str:
    """The sentence with which a network that cannot be is refused, or ""."""
    try:
        settings_of(stack)
    except ValidationError as error:
        return str(error.errors()[0]["msg"])
    try:
        build(stack_text(stack))
    except InklingError as error:
        return str(error)
    return ""
