"""Is the suggested learning rate a good one? `python -m benchmarks.rate_finder [--models simple cnn] [...]`.

Trains with each rate of a grid, half a decade apart, and with the rate that the learning rate finder suggests, and
shows how many of the validation images each network classifies correctly. The test images are used once, at the end,
with the two networks that were chosen: the grid's best and the suggested one.
"""

import time

import torch

from benchmarks.shared.command import add_settings, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from engine import TrainSettings
from engine.data import ImageSet, ShuffledBatches, load, mnist, training_images
from engine.models import Network, evaluate
from engine.settings import FIELDS, checked
from engine.training import Learner, NonFiniteLossError, RateFound, find_rate, plain

GRID = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0, 3.0)


def trained(settings: TrainSettings, images: ImageSet) -> tuple[Network, float]:
    """The network after all epochs and its validation accuracy, which is 0 when its loss became infinite."""
    every = training_images(settings, images)
    batch_sampler = ShuffledBatches(len(every), settings.batch_size, settings.epochs, settings.seed)
    learner = Learner(settings, len(batch_sampler))
    try:
        for batch in load(every, batch_sampler, 0, lambda: False):
            learner.learn(batch)
    except NonFiniteLossError:
        return learner.network, 0.0
    return learner.network, accuracy(learner.network, mnist().validation)


def accuracy(network: Network, images: ImageSet) -> float:
    score = evaluate(network, images)
    assert score
    return score.accuracy


def compare(settings: TrainSettings, images: ImageSet) -> None:
    begin = time.perf_counter()
    *_, found = find_rate(settings, images)
    assert isinstance(found, RateFound)
    seconds = time.perf_counter() - begin
    every = {rate: trained(with_rate(settings, rate), images) for rate in GRID}
    best = max(GRID, key=lambda rate: every[rate][1])
    every[found.suggested] = trained(with_rate(settings, found.suggested), images)
    gain = every[found.suggested][1] - every[best][1]
    what = f"{settings.model}, {settings.optimizer}, {settings.schedule}, batch {settings.batch_size}"
    print(f"{what}: " + "  ".join(f"{plain(rate)}: {share:.2%}" for rate, (_, share) in every.items()))
    cliff = "no cliff" if found.cliff is None else f"cliff at {plain(found.cliff)}"
    print(f"suggested {plain(found.suggested)} ({cliff}, sweep {seconds:.2f} s), the grid's best {plain(best)}")
    tests = [accuracy(every[rate][0], mnist().test) for rate in (found.suggested, best)]
    beside = f"test {tests[0]:.2%} and {tests[1]:.2%}"
    figure(
        f"{what}, suggested {plain(found.suggested)} against the grid's best {plain(best)}",
        f"{100 * gain:+.2f} points on validation images ({every[found.suggested][1]:.2%}); {beside}",
    )


def with_rate(settings: TrainSettings, rate: float) -> TrainSettings:
    return settings.model_copy(update={"learning_rate": rate})


def main() -> None:
    parser = parser_for(__doc__)
    for name, default in (("model", ["simple"]), ("optimizer", ["sgd", "momentum", "adamw"])):
        parser.add_argument(f"--{name}s", nargs="+", choices=list(FIELDS[name].labels), default=default)
    parser.add_argument("--schedules", nargs="+", choices=list(FIELDS["schedule"].labels), default=["one-cycle"])
    parser.add_argument("--images", type=int, default=55_000, help="how many training images at the most")
    add_settings(parser, ["epochs=2"])
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    images = mnist().train.part(slice(arguments.images))
    plain_images = {"augmentation": "none", "outliers": "none", "my_digits": "none"}
    further = named_values(arguments.set)
    for model in arguments.models:
        for optimizer in arguments.optimizers:
            for schedule in arguments.schedules:
                names = {"model": model, "optimizer": optimizer, "schedule": schedule}
                compare(checked({**plain_images, **further, **names}), images)


if __name__ == "__main__":
    run_command(main)
