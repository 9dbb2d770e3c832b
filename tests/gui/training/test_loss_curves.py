"""The points of a run's curves, without any widget."""

from engine.events import BatchDone, EpochDone
from gui.training.chart.loss_curves import LossCurves
from tests.support.runs.events import STARTED


def batch(step: int, loss: float) -> BatchDone:
    return BatchDone(step, 1, loss, 0.01, 15_000, 0.02)


def that_a_resumed_run_goes_on_with_its_curves_and_another_one_begins_anew() -> None:
    curves = LossCurves()
    assert curves.start(STARTED)
    curves.add(batch(1, 2.0))
    assert not curves.start(STARTED._replace(first_step=1))
    curves.add(batch(2, 1.0))
    assert curves.by_name["raw"].points().tolist() == [[1, 2], [2, 1]]
    assert curves.start(STARTED) and curves.by_name["raw"].points().tolist() == [] and curves.newest == 0


def that_the_best_epoch_is_the_last_one_with_the_lowest_validation_loss() -> None:
    curves = LossCurves()
    for epoch, loss in enumerate((0.3, 0.1, 0.2, 0.1), 1):
        curves.add(EpochDone(epoch, 215 * epoch, 0.1, 0.97, loss, 0.98, 3.0))
    assert curves.best == (860, 0.1)


def that_the_values_at_a_step_are_those_that_were_known_by_then() -> None:
    curves = LossCurves()
    curves.start(STARTED)
    assert curves.words_at(None) == ""
    curves.add(batch(1, 2.0))
    curves.add(EpochDone(1, 215, 0.1, 0.97, 0.08, 0.98, 3.0))
    curves.add(batch(216, 1.0))
    assert curves.words_at(1) == "step 1 \u00b7 epoch 0.0 \u00b7 train 2"
    assert curves.words_at(10_000).startswith("step 216 \u00b7 epoch 1.0") and "accuracy 98.00%" in curves.words_at(
        None
    )
