"""Events as JSON, and as lines to read."""

import json
import math

from engine.events import BatchDone, EpochDone, Finished, as_record
from engine.training.log_lines import LogLines
from tests.support.runs.events import STARTED


def batch(step: int, loss: float = 0.25) -> BatchDone:
    return BatchDone(step, 1, loss, learning_rate=0.01, images_per_second=15_000.4, waiting_share=0.02)


def that_a_record_is_json_that_names_its_event() -> None:
    record = as_record(batch(3))
    assert record["event"] == "BatchDone" and record["step"] == 3 and record["loss"] == 0.25
    assert json.loads(json.dumps(record)) == record


def that_numbers_json_does_not_know_become_null() -> None:
    for loss in (math.inf, -math.inf, math.nan):
        record = as_record(batch(3, loss))
        assert record["loss"] is None
        json.dumps(record, allow_nan=False)


def that_there_is_a_line_every_hundred_steps_and_one_an_epoch() -> None:
    lines = LogLines()
    start = lines.of(STARTED)
    assert "42,106 weights" in start[0] and "5 epochs of 55,000 images" in start[0]
    assert start[1] == "1 thread (as set), 2 loader workers"
    steps = [line for step in range(1, 251) for line in lines.of(batch(step))]
    assert [line.split()[1] for line in steps] == ["100/1075", "200/1075"]
    assert steps[0] == "step 100/1075  epoch 1  loss 0.2500  15,000 images/s  waiting for data 2%"
    epoch = EpochDone(1, 215, 0.3, 0.91, 0.1, 0.9716, seconds=3.7)
    assert lines.of(epoch) == [
        "epoch 1/5  train loss 0.3000  train accuracy 91.00%  validation loss 0.1000  validation accuracy 97.16%  3.7 s"
    ]


def that_the_ending_says_why_and_where() -> None:
    done = Finished("completed", "", seconds=17.6, test_accuracy=0.9929, saved_to="/runs/x")
    assert LogLines().of(done) == ["Completed after 17.6 s, test accuracy 99.29%", "Saved to /runs/x"]
    failed = Finished("failed", "The loss became infinite.", seconds=0.5, test_accuracy=None, saved_to=None)
    assert LogLines().of(failed) == ["Failed after 0.5 s", "The loss became infinite."]
