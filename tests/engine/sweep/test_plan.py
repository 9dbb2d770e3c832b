"""What a sweep tries follows from its settings, and what is not allowed is refused before anything trains."""

import pytest

from engine.errors import InklingError
from engine.settings import TrainSettings
from engine.sweep.plan import MOST_TRIALS, Sweep, Variation, differences
from engine.sweep.reading import varied, written
from tests.support.settings import SIMPLE

RATES = varied("learning_rate", "0.003, 0.01, 0.03")
SIZES = varied("batch-size", "64, 256")


def that_a_grid_has_every_combination_once() -> None:
    trials = Sweep(SIMPLE, (RATES, varied("batch_size", "64, 256, 64"))).trials()
    assert [(one.learning_rate, one.batch_size) for one in trials] == [
        (0.003, 64),
        (0.003, 256),
        (0.01, 64),
        (0.01, 256),
        (0.03, 64),
        (0.03, 256),
    ]
    assert {one.epochs for one in trials} == {SIMPLE.epochs}


def that_draws_depend_on_the_seed_alone_and_stay_in_their_range() -> None:
    ranges = (varied("learning_rate", "0.001..0.1"), varied("batch_size", "32..512"), varied("optimizer", "sgd, AdamW"))
    first, again, other = (Sweep(SIMPLE, ranges, draws=20, seed=seed).trials() for seed in (1, 1, 2))
    assert first == again != other
    assert len(set(first)) == 20
    assert all(0.001 <= one.learning_rate <= 0.1 and 32 <= one.batch_size <= 512 for one in first)
    assert {one.optimizer for one in first} == {"sgd", "adamw"}


def that_half_of_the_draws_from_a_logarithmic_range_lie_below_its_middle_factor() -> None:
    trials = Sweep(SIMPLE, (varied("learning_rate", "0.001..0.1"),), draws=100).trials()
    assert 35 <= sum(one.learning_rate < 0.01 for one in trials) <= 65
    linear = Sweep(SIMPLE, (varied("learning_rate", "0.001..0.1 linear"),), draws=100).trials()
    assert sum(one.learning_rate < 0.01 for one in linear) < 25


def that_draws_end_when_there_are_no_others() -> None:
    assert len(Sweep(SIMPLE, (SIZES,), draws=9).trials()) == 2


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("augmentation", "Varied, written, none", ("written", "none")),
        ("augmentation", "varied; written", ("varied", "written")),
        ("threads", "auto, 1", ("auto", 1)),
        ("model", "small CNN, simple", ("cnn", "simple")),
        ("model", "SimpleNN, LeNet, softmax", ("simple", "lenet-5", "softmax")),
        ("batch_size", "64, 1e2", (64, 100)),
    ],
)
def that_values_are_read_as_flags_have_them_or_as_forms_show_them(name: str, text: str, values: tuple[object]) -> None:
    assert varied(name, text).values == values


def that_from_tenfold_on_a_range_goes_by_factors() -> None:
    assert varied("learning_rate", "0.001..0.1").logarithmic
    assert not varied("learning_rate", "0.01..0.05").logarithmic
    assert varied("learning_rate", "0.01..0.05 log").logarithmic


@pytest.mark.parametrize(
    "one",
    [RATES, SIZES, varied("learning_rate", "0.001..0.1"), Variation("teacher", ("a, b",)), varied("seed", "0..5")],
)
def that_what_is_written_reads_as_the_same(one: Variation) -> None:
    assert varied(one.name, written(one)) == one


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("learning_rate", "0.01, 99", "Learning rate must be a number from 0.000001 to 10, not 99."),
        ("learning_rate", "fast", "Learning rate must be a number from 0.000001 to 10, not fast."),
        ("batch_size", "64, 2.5", "Batch size must be a whole number from 1 to 1024, not 2.5."),
        ("batch_size", "0..64", "Batch size must be a whole number from 1 to 1024, not 0."),
        ("optimizer", "adamw, adam", "Optimizer must be one of adamw, momentum, sgd, not adam."),
        ("learning_rate", "0.1..0.01", "the smaller comes first."),
        ("teacher_alpha", "0..1 log", "make it linear."),
        ("learning_rate", " ", "Learning rate has no values"),
        ("speed", "1", "There is no setting called speed"),
    ],
)
def that_a_bad_value_is_refused_with_the_settings_own_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(InklingError) as refused:
        varied(name, text)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        (Sweep(SIMPLE, ()), "Nothing varies"),
        (Sweep(SIMPLE, (RATES, RATES)), "named twice"),
        (Sweep(SIMPLE, (varied("learning_rate", "0.001..0.1"),)), "drawn at random"),
        (Sweep(SIMPLE, (Variation("learning_rate", (0.1, 11.0)),)), "must be a number"),
        (Sweep(SIMPLE, (RATES,), draws=MOST_TRIALS + 1), f"at most {MOST_TRIALS}"),
        (Sweep(SIMPLE, (Variation("seed", tuple(range(60))), SIZES)), "That makes 120 trainings"),
    ],
)
def that_a_plan_that_cannot_be_trained_is_refused(sweep: Sweep, words: str) -> None:
    with pytest.raises(InklingError) as refused:
        sweep.trials()
    assert words in str(refused.value)


def that_what_differs_is_said_as_the_form_says_it() -> None:
    words = differences(TrainSettings(learning_rate=0.003, augmentation="none"), ("learning_rate", "augmentation"))
    assert words == "Learning rate 0.003, Augmentation None"
