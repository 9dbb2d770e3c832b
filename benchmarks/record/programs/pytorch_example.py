"""PyTorch's example for MNIST: `python -m benchmarks.record.programs.pytorch_example --seed 0 --epochs 1 14`.

Written from the facts of its description: 32 and 64 filters of 3x3, max pooling, dropout, 128 units, Adadelta with
learning rate 1 and a factor of 0.7 after each epoch, batches of 64, all 60,000 images, 14 epochs. As the factor does
not depend on how many epochs there will be, its first epochs are a training of that length.
"""

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import nn
from torch.utils.data import DataLoader

from benchmarks.record.programs.marks import FIRST_STEP, TESTED, TRAINED, Mark, add_ends, say
from benchmarks.shared.command import parser_for, run_command
from engine.data import MEAN, STANDARD_DEVIATION, import_torchvision, mnist
from engine.formats import count
from engine.models import evaluate
from engine.system import data_folder

BATCH, RATE, FACTOR = 64, 1.0, 0.7


def network() -> nn.Sequential:
    """Takes normalised images (N, 1, 28, 28), gives log-probabilities (N, 10)."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(64 * 12 * 12, 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
        nn.LogSoftmax(dim=1),
    )


def loader() -> DataLoader[tuple[torch.Tensor, torch.Tensor]]:
    torchvision = import_torchvision()
    transforms = torchvision.transforms
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((MEAN,), (STANDARD_DEVIATION,))])
    images = torchvision.datasets.MNIST(str(data_folder()), train=True, transform=transform)
    return DataLoader(images, batch_size=BATCH, shuffle=True)


def main() -> None:
    parser = parser_for(__doc__)
    add_ends(parser)
    chosen = parser.parse_args()
    torch.manual_seed(chosen.seed)
    model, batches = network(), loader()
    optimizer = torch.optim.Adadelta(model.parameters(), lr=RATE)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=FACTOR)
    say(Mark(FIRST_STEP))
    for epoch in range(1, max(chosen.epochs) + 1):
        for images, labels in batches:
            optimizer.zero_grad()
            F.nll_loss(model(images), labels).backward()
            optimizer.step()
        scheduler.step()
        if epoch in chosen.epochs:
            end = count(epoch, "epoch")
            say(Mark(TRAINED, end))
            score = evaluate(model, mnist().test)
            assert score
            say(Mark(TESTED, end, score.accuracy))


if __name__ == "__main__":
    run_command(main)
