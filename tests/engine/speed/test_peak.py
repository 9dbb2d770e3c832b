"""The machine's peak rate, and the share of it that training reaches. Rates are never judged, only their sense."""

import pytest
import torch

from engine.data.datasets import Splits
from engine.models.cost import step_operations
from engine.models.networks import build
from engine.settings.train_settings import TrainSettings
from engine.speed.peak import bfloat16_rate, measure_peak, products, training_reaches
from engine.speed.peak_share import Peak, Reached, about, busy_words, peak_words, reached, share, share_words

pytestmark = pytest.mark.arithmetic

SIMPLE = TrainSettings(model="simple", batch_size=64)


def that_every_library_multiplies_as_torch_does() -> None:
    left, right = torch.rand(40, 40), torch.rand(40, 40)
    for library, product in products().items():
        told = product(left, right)
        # oneDNN's takes the second matrix transposed, which changes nothing of the arithmetic.
        assert min(float((told - left @ other).abs().max()) for other in (right, right.t())) < 1e-4, library


def that_the_peak_is_measured_and_the_threads_are_left_as_they_were() -> None:
    before = torch.get_num_threads()
    peak = measure_peak(1)
    assert peak.threads == 1 and peak.gigaflops > 0 and peak.library in products()
    assert bfloat16_rate() > 0 and torch.get_num_threads() == before


def that_measuring_draws_nothing_from_the_generator_that_all_threads_share() -> None:
    before = torch.get_rng_state()
    bfloat16_rate()
    measure_peak(1, lambda: True)
    assert torch.equal(torch.get_rng_state(), before)


def that_a_measurement_that_is_stopped_ends_with_what_it_has() -> None:
    peak = measure_peak(1, stopping=lambda: True)
    assert peak.gigaflops > 0 and peak.library == next(iter(products()))


def that_a_training_reaches_the_operations_of_its_steps(digits: Splits) -> None:
    found = training_reaches(SIMPLE, digits.train, 1)
    assert found.about == "SimpleNN 784-128-10, batches of 64" and found.threads == 1
    assert 0 < found.gigaflops < 20 * measure_peak(1).gigaflops


def that_the_share_is_operations_over_seconds_and_peak() -> None:
    operations = step_operations(build("simple"), 64)
    training = reached("SimpleNN", 1, operations, seconds=operations / 20e9)
    peak = Peak(1, 80.0, "MKL")
    assert share(training, peak) == pytest.approx(0.25)
    assert share_words(training, peak) == "SimpleNN: 25% (20 of 80 GFLOP/s, 1 thread)"
    assert peak_words(peak) == "80 GFLOP/s with 1 thread (MKL)"
    assert peak_words(Peak(8, 1_744.4, "MKL")) == "1,744 GFLOP/s with 8 threads (MKL)"


def that_a_training_in_another_precision_than_the_peak_says_so() -> None:
    assert about("cnn", 256) == "Small CNN, batches of 256"
    assert about("cnn", 256, "bfloat16") == "Small CNN, batches of 256, bfloat16"


def that_more_threads_that_are_slower_are_explained() -> None:
    one, two = Peak(1, 80.0, "MKL"), Peak(2, 20.0, "MKL")
    assert "keeps a core busy" in busy_words({1: one, 2: two})
    assert busy_words({1: one}) == "" == busy_words({1: one, 2: two._replace(gigaflops=150.0)})
    assert share_words(Reached("CNN", 2, 5.0), two) == "CNN: 25% (5 of 20 GFLOP/s, 2 threads)"
