"""An answer is the mean over several augmented copies of an image."""

import pytest
import torch
from torch import Tensor, nn

from engine.data.datasets import Splits
from engine.data.normalisation import MEAN, STANDARD_DEVIATION
from engine.models.classifier import Classifier
from engine.models.evaluation import logits_of
from engine.models.test_time_augmentation import tta_logits

pytestmark = pytest.mark.arithmetic

PAPER = -MEAN / STANDARD_DEVIATION


class Looks(nn.Module):
    """Gives ten pixels of the middle row as logits, and keeps the images."""

    def forward(self, images: Tensor) -> Tensor:
        self.seen = images
        return images[:, 0, 14, 9:19]


def that_the_image_itself_is_one_of_five_looks_and_all_count_the_same(digits: Splits) -> None:
    images, _ = digits.test.__getitems__(range(3))
    network = Looks()
    mean = tta_logits(network, images)
    assert network.seen.shape == (15, 1, 28, 28) and torch.equal(network.seen[:3], images)
    torch.testing.assert_close(mean, network.seen[:, 0, 14, 9:19].view(5, 3, 10).mean(0))


def that_paper_stays_paper_in_every_look() -> None:
    network = Looks()
    tta_logits(network, torch.full((1, 1, 28, 28), PAPER))
    torch.testing.assert_close(network.seen, torch.full((5, 1, 28, 28), PAPER))


def that_looks_lean_to_both_sides_alike() -> None:
    network = Looks()
    upright = torch.full((1, 1, 28, 28), PAPER)
    upright[..., 4:24, 13:15] = 2.8
    tta_logits(network, upright)
    for one, other in ((1, 2), (3, 4)):
        torch.testing.assert_close(network.seen[one].flip(2), network.seen[other], rtol=0, atol=1e-4)
        assert (network.seen[one] - upright[0]).abs().max() > 0.5


def that_the_mean_reads_no_worse_than_one_look(doubting: Classifier, digits: Splits) -> None:
    one = logits_of(doubting.network, digits.test)
    mean = logits_of(doubting.network, digits.test, read=tta_logits)
    assert one is not None and mean is not None
    rights = [(logits.argmax(1) == digits.test.labels).float().mean().item() for logits in (one, mean)]
    assert rights[1] >= rights[0] - 0.005
    image = digits.test.images[0, 0].numpy()
    probabilities = (mean[0] / doubting.calibration.temperature).softmax(0).tolist()
    assert doubting.read_image(image).probabilities == pytest.approx(probabilities, abs=1e-4)
