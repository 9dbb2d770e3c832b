"""A run as a short script in plain PyTorch, for the learner who asks what the program did.

It reads MNIST's files by itself: torchvision does not load beside every build of torch, and the program's data folder
has the files already, where torchvision would put them.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from string import Template

from torch import nn

from engine.atomic_file import write_atomically
from engine.augmentation import NARROW, SHIFT, SLANT, TURN, WIDE
from engine.data_folder import data_folder
from engine.datasets import SPLIT_SEED, VALIDATION_IMAGES
from engine.ink import SIZE
from engine.models import Network
from engine.normalisation import MEAN, STANDARD_DEVIATION
from engine.optimizers import BETAS, MOMENTUM, WEIGHT_DECAY
from engine.runs import SavedRun
from engine.settings import NO_TEACHER, OptimizerName

RateChanges = Sequence[tuple[int, float]]
"""After which step the learning rate was set anew, and to what."""

WIDTH = 120
"""Characters a line at the most."""

SCRIPT = Template("""\
# Trains a network to read digits as Inkling did. Usage: python THIS_FILE [FOLDER with MNIST/raw]
# $told

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

folder = Path(sys.argv[1] if len(sys.argv) > 1 else $folder).expanduser()


def load(part):  # each file is a short header, then one byte for each pixel or label
    pixels = np.fromfile(folder / f"MNIST/raw/{part}-images-idx3-ubyte", np.uint8, offset=16)
    labels = np.fromfile(folder / f"MNIST/raw/{part}-labels-idx1-ubyte", np.uint8, offset=8)
    images = torch.from_numpy(pixels).view(-1, 1, $size, $size) / 255  # 0 is paper, 1 is ink
    return (images - $mean) / $deviation, torch.from_numpy(labels).long()
[varied]
[varied]
[varied] def vary(images):  # turned, slanted, resized and moved, each image in its own way
[varied]     least, most = torch.tensor([$bounds])[..., None]
[varied]     turn, slant, wide, high, right, down = least.lerp(most, torch.rand(6, len(images)))
[varied]     rows = [turn.cos() / wide, (slant - turn.sin()) / high, right, turn.sin() / wide, turn.cos() / high, down]
[varied]     grid = nn.functional.affine_grid(torch.stack(rows, 1).view(-1, 2, 3), images.shape, align_corners=False)
[varied]     return nn.functional.grid_sample(images, grid, padding_mode="border", align_corners=False)


images, labels = load("train")
learning = torch.randperm(len(images), generator=torch.Generator().manual_seed($split))[$validation:]  # others validate
torch.manual_seed($seed)
$network
optimizer = torch.optim.$optimizer
[one-cycle] steps = $epochs * -(-len(learning) // $batch)
[one-cycle] schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, $rate, total_steps=steps, cycle_momentum=False)

for epoch in range(1, $epochs + 1):
    total = 0.0
[same]     torch.manual_seed(int(np.random.SeedSequence([$seed, epoch]).generate_state(1)[0]))  # for Inkling's order
    for chosen in learning[torch.randperm(len(learning))].split($batch):
        loss = nn.functional.cross_entropy(network($seen), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
[one-cycle]         schedule.step()
        total += loss.item() * len(chosen)
    print(f"epoch {epoch}: loss {total / len(learning):.4f}")

network.eval().requires_grad_(False)
images, labels = load("t10k")
print(f"test accuracy {(network(images).argmax(1) == labels).float().mean():.2%}")
""")
"""A line that begins with a word in brackets is there only if the settings need it."""

OPTIMIZERS: dict[OptimizerName, str] = {
    "sgd": "SGD(network.parameters(), lr={rate})",
    "momentum": f"SGD(network.parameters(), lr={{rate}}, momentum={MOMENTUM})",
    "adamw": f"AdamW(network.parameters(), lr={{rate}}, betas={BETAS}, weight_decay={WEIGHT_DECAY})",
}


def write_script(run: SavedRun, path: Path, changes: RateChanges = ()) -> None:
    """Write what `script` gives. Raises InklingError when the file cannot be written, or the network is int8."""
    content = script(run, changes).encode()
    write_atomically(path, lambda file: file.write(content))


def script(run: SavedRun, changes: RateChanges = ()) -> str:
    """Python that trains such a network once more, and prints the loss of each epoch and at last the test accuracy.

    Where nothing is varied or mixed in, first weights, images and order are the run's, and so are the losses. The
    script's one argument is the folder that holds MNIST/raw; without it that is the present data folder. `changes` of
    the learning rate during the run are told and not repeated.
    """
    settings = run.settings
    shift = round(2 * SHIFT / SIZE, 2)
    most = [TURN, SLANT, WIDE, WIDE, shift, shift]
    return _only(_needed(run), SCRIPT.template).substitute(
        told=_told(run, changes),
        folder=json.dumps(_shown(data_folder()), ensure_ascii=False),
        size=SIZE,
        mean=MEAN,
        deviation=STANDARD_DEVIATION,
        bounds=f"{[-TURN, -SLANT, NARROW, NARROW, -shift, -shift]}, {most}",
        split=SPLIT_SEED,
        validation=VALIDATION_IMAGES,
        seed=settings.seed,
        network=_network(run.network()),
        optimizer=OPTIMIZERS[settings.optimizer].format(rate=settings.learning_rate),
        rate=settings.learning_rate,
        epochs=settings.epochs,
        batch=settings.batch_size,
        seen="vary(images[chosen])" if settings.variation == "varied" else "images[chosen]",
    )


def _only(words: set[str], template: str) -> Template:
    """Without the lines that none of these words asks for."""
    lines = [re.fullmatch(r"(?:\[([\w-]+)\] ?)?(.*)", line) for line in template.splitlines()]
    return Template("".join(f"{line[2]}\n" for line in lines if line and (line[1] is None or line[1] in words)))


def _needed(run: SavedRun) -> set[str]:
    return {run.settings.schedule, run.settings.variation, "mixed" if _left_out(run) else "same"}


def _told(run: SavedRun, changes: RateChanges) -> str:
    """What came of the run, and how the script differs from it."""
    accuracy, left_out = run.result.test_accuracy, _left_out(run)
    lines = [
        *(
            [f"Its network read {accuracy:.2%} of the test images, by the mean of five looks at each."]
            if accuracy
            else []
        ),
        f"Left out here: {', '.join(left_out)}." if left_out else "First weights, images and order are the same here.",
        *_told_of(changes),
    ]
    return "\n# ".join(lines)


def _told_of(changes: RateChanges) -> list[str]:
    if not changes:
        return []
    told = ", ".join(f"{rate:g} after step {step}" for step, rate in changes)
    return [f"Not the same: while it ran, somebody set the learning rate to {told}."]


def _left_out(run: SavedRun) -> list[str]:
    settings = run.settings
    words = {
        "pictures of what is no digit": settings.non_digits == "mixed",
        "other pens, waves and added strokes": settings.variation == "varied",
        # Settings say "mixed" even where nobody has drawn any.
        "the digits that a person drew and named": bool(run.result.learnt),
        "the larger network that this one was made of": bool(run.widths),
        "a teacher": settings.teacher != NO_TEACHER,
    }
    return [word for word, there in words.items() if there]


def _shown(folder: Path) -> str:
    """A path as the script has it: whoever gets the script need not learn the name of who made it."""
    home = Path.home()
    return f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else folder.as_posix()


def _network(network: Network) -> str:
    """A chain on one line if it fits, else a line for each convolution and for what comes after them."""
    layers = [layer for layer in network.modules() if not isinstance(layer, nn.Sequential)]
    line = f"network = {_chain(layers)}"
    if len(line) <= WIDTH:
        return line
    blocks: list[list[nn.Module]] = []
    for layer in layers:
        if isinstance(layer, nn.Conv2d | nn.Flatten):
            blocks.append([])
        blocks[-1].append(layer)
    return "\n".join(["network = nn.Sequential(", *(f"    {_chain(block)}," for block in blocks), ")"])


def _chain(layers: list[nn.Module]) -> str:
    return f"nn.Sequential({', '.join(map(_layer, layers))})"


def _layer(layer: nn.Module) -> str:
    """As a person would write it. Raises TypeError for a layer that has no line here."""
    match layer:
        case nn.Linear():
            return f"nn.Linear({layer.in_features}, {layer.out_features})"
        case nn.Conv2d():
            sizes = f"{layer.in_channels}, {layer.out_channels}, {layer.kernel_size[0]}, stride={layer.stride[0]}"
            padding = f", padding={layer.padding[0]}" if layer.padding[0] else ""
            return f"nn.Conv2d({sizes}{padding}{'' if layer.bias is not None else ', bias=False'})"
        case nn.BatchNorm2d():
            return f"nn.BatchNorm2d({layer.num_features})"
        case nn.Flatten() | nn.ReLU():
            return f"nn.{type(layer).__name__}()"
    raise TypeError(f"There is no way to write {type(layer).__name__} down: add one.")
