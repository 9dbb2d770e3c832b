"""A run as a short script in plain PyTorch, for learners who want to see what the program did.

The script reads the images' files itself: torchvision does not load beside every build of torch, and the program's
data folder already has the files where torchvision would put them.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from string import Template

from engine.data import CLOTHES, HANDWRITING, MEAN, SOURCES, SPLIT_SEED, STANDARD_DEVIATION, VALIDATION_IMAGES
from engine.export.script.script_knobs import knob_values, knob_words, optimizer_call, told_of_knobs
from engine.export.script.script_network import has_residuals, network_lines
from engine.export.script.script_text import commented, literal
from engine.formats import percent
from engine.ink import SIZE
from engine.models import logits_for, plain_logits
from engine.runs import SavedRun
from engine.settings import FIELDS, NAMES, NO_TEACHER, DataName, has_digits
from engine.system import data_folder, write_atomically

RateChanges = Sequence[tuple[int, float]]
"""Pairs of a step and the learning rate that a person set after it."""

SCRIPT = Template("""\
# Trains a network $aim as Inkling did. Usage: python THIS_FILE [FOLDER with $kind/raw]
# $told

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

folder = Path(sys.argv[1] if len(sys.argv) > 1 else $folder).expanduser()


def load(part):  # each file is a short header, then one byte for each pixel or label
    pixels = np.fromfile(folder / f"$kind/raw/{part}-images-idx3-ubyte", np.uint8, offset=16)
    labels = np.fromfile(folder / f"$kind/raw/{part}-labels-idx1-ubyte", np.uint8, offset=8)
    images = torch.from_numpy(pixels).view(-1, 1, $size, $size) / 255  # 0 is paper, 1 is ink
[transposed]     images, labels = images.mT, labels - $first  # EMNIST has rows and columns exchanged
    return (images - $mean) / $deviation, torch.from_numpy(labels).long()
[varied]
[varied]
[varied] def vary(images):  # turned, slanted, resized and moved, each image in its own way
[varied]     least, most = torch.tensor([$bounds])[..., None]
[varied]     turn, slant, wide, high, right, down = least.lerp(most, torch.rand(6, len(images)))
[varied]     rows = [turn.cos() / wide, (slant - turn.sin()) / high, right, turn.sin() / wide, turn.cos() / high, down]
[varied]     grid = nn.functional.affine_grid(torch.stack(rows, 1).view(-1, 2, 3), images.shape, align_corners=False)
[varied]     return nn.functional.grid_sample(images, grid, padding_mode="border", align_corners=False)
[residual]
[residual]
[residual] class Residual(nn.Sequential):  # adds what came in to what its layers make of it
[residual]     def forward(self, values):
[residual]         return values + super().forward(values)


images, labels = load("$train")
learning = torch.randperm(len(images), generator=torch.Generator().manual_seed($split))[$validation:]  # others validate
torch.manual_seed($seed)
$network
[scaled] for weight in network.parameters():  # biases and batch norms, which have one axis, begin as always
[scaled]     weight.data *= $scale if weight.dim() > 1 else 1
[averaged] averaged = torch.optim.swa_utils.AveragedModel(
[averaged]     network, avg_fn=lambda mean, new, steps: mean.lerp(new, (1 - $decay) / (1 - $decay ** (steps + 1)))
[averaged] )
optimizer = torch.optim.$optimizer
[one-cycle] steps = $epochs * -(-len(learning) // $batch)
[one-cycle] schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, $rate, total_steps=steps, cycle_momentum=False)

for epoch in range(1, $epochs + 1):
    total = 0.0
[same]     torch.manual_seed(int(np.random.SeedSequence([$seed, epoch]).generate_state(1)[0]))  # for Inkling's order
    for chosen in learning[torch.randperm(len(learning))].split($batch):
        loss = nn.functional.cross_entropy(network($seen), labels[chosen]$smoothing)
[l1]         penalty = $l1 * sum(weight.abs().sum() for weight in network.parameters() if weight.dim() > 1)
        optimizer.zero_grad()
        $objective.backward()
[clipped]         nn.utils.clip_grad_norm_(network.parameters(), $longest)
        optimizer.step()
[averaged]         averaged.update_parameters(network)
[one-cycle]         schedule.step()
        total += loss.item() * len(chosen)
    print(f"epoch {epoch}: loss {total / len(learning):.4f}")

[averaged] network = averaged.module  # whose batch norms have seen nothing with these weights yet
[averaged] some = learning[torch.randperm(len(learning))][:$update_images].split($batch)
[averaged] torch.optim.swa_utils.update_bn(($seen for chosen in some), network)
network.eval().requires_grad_(False)
images, labels = load("$test")
print(f"test accuracy {(network(images).argmax(1) == labels).float().mean():.2%}")
[named] names = "$names".split(", ")
[named] print(f"the first test images look like {', '.join(names[n] for n in network(images[:5]).argmax(1))}")
""")
"""A line that begins with a word in brackets is used only if the settings need it."""


def write_script(run: SavedRun, path: Path, changes: RateChanges = ()) -> None:
    """Write what `script` gives. Raises InklingError when the file cannot be written, or the network is int8."""
    content = script(run, changes).encode()
    write_atomically(path, lambda file: file.write(content))


def script(run: SavedRun, changes: RateChanges = ()) -> str:
    """Python code that trains the network again and prints the loss of each epoch and then the test accuracy.

    Without augmentation and outliers its first weights, images, order and losses are those of the run. The script takes
    the folder that holds MNIST/raw, or another data set's, as its argument; the default is the present data folder. The
    script mentions the `changes` of the learning rate and does not repeat them.
    """
    settings = run.settings
    deform = CLOTHES if settings.data == "fashion" else HANDWRITING
    shift = round(2 * deform.shift / SIZE, 2)
    least = [-deform.turn, 0 - deform.slant, deform.narrow, deform.narrow, -shift, -shift]
    most = [deform.turn, deform.slant, deform.wide, deform.wide, shift, shift]
    return _only(_needed(run), SCRIPT.template).substitute(
        told=_told(run, changes),
        folder=literal(_shown(data_folder())),
        size=SIZE,
        mean=MEAN,
        deviation=STANDARD_DEVIATION,
        bounds=f"{least}, {most}",
        split=SPLIT_SEED,
        validation=VALIDATION_IMAGES,
        seed=settings.seed,
        network=network_lines(run.network()),
        **_images(settings.data),
        **knob_values(settings),
        optimizer=optimizer_call(settings),
        rate=settings.learning_rate,
        epochs=settings.epochs,
        batch=settings.batch_size,
        seen="vary(images[chosen])" if settings.augmentation != "none" else "images[chosen]",
    )


def _only(words: set[str], template: str) -> Template:
    """Remove the lines whose word in brackets is not in `words`, and the brackets of the others."""
    lines = [re.fullmatch(r"(?:\[([\w-]+)\] ?)?(.*)", line) for line in template.splitlines()]
    return Template("".join(f"{line[2]}\n" for line in lines if line and (line[1] is None or line[1] in words)))


def _needed(run: SavedRun) -> set[str]:
    data = run.settings.data
    varied = "none" if run.settings.augmentation == "none" else "varied"
    words = knob_words(run.settings) | {run.settings.schedule, varied, "mixed" if _left_out(run) else "same"}
    words |= {"residual"} if has_residuals(run.network()) else set()
    return words | ({"named"} if not has_digits(data) else set()) | ({"transposed"} if _transposed(data) else set())


def _transposed(data: DataName) -> bool:
    return data in SOURCES and SOURCES[data].transposed


def _images(data: DataName) -> dict[str, object]:
    """Where the images are and what they show."""
    source = SOURCES.get(data)
    return {
        "kind": source.kind if source else "MNIST",
        "train": source.training if source else "train",
        "test": source.testing if source else "t10k",
        "first": source.first_label if source else 0,
        "aim": "to read digits" if has_digits(data) else f"on {FIELDS['data'].labels[data]}",
        "names": ", ".join(NAMES[data]),
    }


def _told(run: SavedRun, changes: RateChanges) -> str:
    """The result of the run, and how the script differs from it."""
    accuracy, left_out = run.result.test_accuracy, _left_out(run)
    bfloat16 = run.settings.precision == "bfloat16"
    once = logits_for(run.settings.data) is plain_logits
    how = "without" if once else "with"
    lines = [
        *(
            [f"Its network read {percent(accuracy)} of the test images, {how} test-time augmentation."]
            if accuracy
            else []
        ),
        f"Left out here: {', '.join(left_out)}." if left_out else "First weights, images and order are the same here.",
        *(["Its products were computed in bfloat16; here they are in float32."] if bfloat16 else []),
        *told_of_knobs(run.settings),
        *_told_of(changes),
    ]
    return "\n# ".join(map(commented, lines))


def _told_of(changes: RateChanges) -> list[str]:
    if not changes:
        return []
    told = ", ".join(f"{rate:g} after step {step:d}" for step, rate in changes)
    return [f"Not the same: while it ran, somebody set the learning rate to {told}."]


def _left_out(run: SavedRun) -> list[str]:
    settings = run.settings
    varied = settings.augmentation != "none"
    words = {
        "pictures of what is no digit": settings.outliers == "mixed" and has_digits(settings.data),
        "letters and what else is no digit": settings.outliers == "letters" and has_digits(settings.data),
        "other pens, waves and added strokes": varied and has_digits(settings.data),
        "written digits": settings.augmentation == "written" and has_digits(settings.data),
        "other pens and waves": varied and not has_digits(settings.data) and settings.data != "fashion",
        "clothes the other way round": varied and settings.data == "fashion",
        # The setting is "mixed" even without drawn digits.
        "the digits that a person drew and named": bool(run.result.learnt),
        "the larger network that this one was made of": bool(run.widths),
        "a teacher": settings.teacher != NO_TEACHER,
    }
    return [word for word, there in words.items() if there]


def _shown(folder: Path) -> str:
    """A path for the script, without the name of the person's home folder."""
    home = Path.home()
    return f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else folder.as_posix()
