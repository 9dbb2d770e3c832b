"""Measuring this computer: real figures, sensible words."""

import json
import signal
from collections.abc import Iterator

import pytest
import torch

from engine.__main__ import main
from engine.data.sources.bundled_mnist import unpack_mnist
from engine.settings.train_settings import CORES
from engine.speed import measurement
from engine.speed.advice import advice
from engine.speed.findings import Machine, Measured, Memory, Trained
from engine.speed.measurement import configurations_for
from engine.speed.measurement_lines import lines
from engine.speed.textbook import TextbookLoop
from engine.system.home import data_folder


def configuration(num_workers: int, threads: int, speed: float, loop: str = "Inkling") -> Measured:
    return Measured(loop, "simple", num_workers, threads, speed, 0.1, 0.5, 100.0 * num_workers)


@pytest.fixture(autouse=True)
def threads_are_put_back() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def that_the_textbooks_order_of_images_depends_on_its_seed_alone() -> None:
    unpack_mnist(data_folder())
    orders = []
    for seed in (1, 1, 2):
        # Whatever another thread may have drawn meanwhile.
        torch.rand(1)
        orders.append(list(TextbookLoop("simple", 64, 0, seed=seed).loader.sampler)[:100])
    assert orders[0] == orders[1] != orders[2]


def that_ways_cover_all_workers_and_threads() -> None:
    every = configurations_for("cnn", textbook=False)
    ours = [configuration for configuration in every if configuration.pipeline == "batch"]
    single = [
        (configuration.num_workers, configuration.threads)
        for configuration in every
        if configuration.pipeline == "image"
    ]
    assert single == [(workers, 1) for workers in (0, 1, 2, 4) if workers <= CORES]
    assert {configuration.num_workers for configuration in ours} == {0, 1, 2, 4}
    assert {1, CORES} <= {configuration.threads for configuration in ours} and len(set(ours)) == len(ours)
    assert len(configurations_for("cnn", textbook=True)) == len(every) + 4


def that_workers_that_cost_are_said_to_cost() -> None:
    best = advice(
        [
            configuration(0, 1, 1000),
            configuration(1, 1, 900),
            configuration(4, 1, 500),
            configuration(0, 1, 100, "textbook"),
        ],
        most_threads=1,
    )
    assert best[:3] == ("simple", 0, 1)
    assert "With 4 loader workers and 1 thread your computer trains at 50% of that speed" in best.sentence
    assert "this is 10.0 times as fast" in best.sentence


def that_workers_that_pay_are_said_to_pay() -> None:
    best = advice([configuration(0, 1, 500), configuration(1, 1, 700), configuration(2, 1, 1000)], most_threads=1)
    assert best.num_workers == 2 and "2.0 times as fast as without workers" in best.sentence


def that_it_is_said_on_which_pipeline_workers_pay() -> None:
    single = [configuration(0, 1, 50)._replace(pipeline="image"), configuration(2, 1, 85)._replace(pipeline="image")]
    best = advice([configuration(0, 1, 1000), configuration(2, 1, 750), *single], most_threads=1)
    assert (best.num_workers, best.pipeline) == (0, "batch")
    assert best.sentence.endswith(
        "With one image at a time 2 loader workers are 1.7 times as fast as none, with whole batches 2 loader workers "
        "cost 25% of the speed. Whole batches are 11.8 times as fast as one image at a time at its best."
    )
    slow = [single[0], configuration(1, 1, 25)._replace(pipeline="image")]
    sentence = advice([configuration(0, 1, 1000), configuration(1, 1, 990), *slow], most_threads=1).sentence
    assert "With one image at a time 1 loader worker costs 50% of the speed, with whole batches 1 " in sentence
    assert "whole batches 1 loader worker changes nothing" in sentence
    assert "one image at a time" not in advice([configuration(0, 1, 1000)], most_threads=1).sentence


def that_workers_that_change_nothing_are_not_advised() -> None:
    best = advice([configuration(0, 1, 1000), configuration(1, 1, 1010), configuration(2, 1, 990)], most_threads=1)
    assert best.num_workers == 0 and "change nothing" in best.sentence


def that_a_difference_within_the_noise_counts_as_none() -> None:
    rows = [configuration(0, 1, 14_162), configuration(2, 1, 14_005), configuration(4, 1, 7_081)]
    sentence = advice(rows, most_threads=1).sentence
    assert "2 loader workers are as fast (14,005 images/s): the difference is within the noise." in sentence
    assert "With 4 loader workers and 1 thread your computer trains at 50%" in sentence
    assert "so many workers take cores away" in sentence, "two do not"


def that_threads_that_the_window_needs_are_not_advised() -> None:
    rows = [configuration(0, 1, 1000), configuration(0, 2, 1800)]
    assert advice(rows, most_threads=2).threads == 2
    best = advice(rows, most_threads=1)
    assert best.threads == 1 and "2 threads are 1.8 times as fast, but the window needs a core" in best.sentence


def that_the_table_has_a_line_for_everything() -> None:
    assert lines(Machine({"CPU": "x"}, 2))[-1].split()[:2] == ["loop", "network"]
    assert lines(configuration(2, 1, 12_345.6))[0].split() == [
        "Inkling",
        "simple",
        "2",
        "1",
        "12,346",
        "10%",
        "0.50",
        "s",
    ]
    assert lines(configuration(0, 1, 100)._replace(pipeline="image"))[0].startswith("per image simple")
    assert "never" in lines(Trained(None, 9.0, None))[1] and "after 4.0 s" in lines(Trained(4.0, 9.0, 0.99))[1]
    assert lines(Memory(500.0, 0.0)) == ["Peak memory: 500 MB.", ""]
    assert lines(Memory(500.0, 300.0)) == ["Peak memory: 500 MB, 300 MB in the largest worker.", ""]


@pytest.fixture
def sigterm_is_put_back() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def that_the_terminal_measures_every_way_and_prints_json(
    sigterm_is_put_back: None, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # The others differ in nothing but their numbers, and each worker takes seconds to start.
    monkeypatch.setattr(measurement, "WORKERS", (0, 1))
    monkeypatch.setattr(measurement, "CORES", 1)
    monkeypatch.setattr(measurement, "WARM_UP_SECONDS", 0.02)
    code = main(["bench", "--models", "simple", "--seconds", "0.1", "--no-training", "--json"])
    printed = capfd.readouterr()
    assert (code, printed.err) == (0, "")
    machine, *measured, memory, best = [json.loads(line) for line in printed.out.splitlines()]
    assert machine["configurations"] == len(measured) and machine["facts"]["Cores"]
    ways = [(row["loop"], row["pipeline"], row["num_workers"]) for row in measured]
    kinds = [("textbook", "batch"), ("Inkling", "batch"), ("Inkling", "image")]
    assert sorted(ways) == sorted((*kind, workers) for kind in kinds for workers in (0, 1))
    for row in measured:
        assert row["images_per_second"] > 0 and 0 <= row["waiting_share"] <= 1 and row["first_batch_seconds"] > 0
        assert (row["worker_megabytes"] > 50) == (row["num_workers"] > 0)
    assert memory["program"] > 50 and memory["largest_worker"] == max(row["worker_megabytes"] for row in measured)
    fastest = max((row for row in measured if row["loop"] == "Inkling"), key=lambda row: row["images_per_second"])
    assert best["event"] == "Advice" and best["num_workers"] in (0, fastest["num_workers"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--seconds", "0"], "invalid positive number value: '0'"),
        (["--batch-size", "5000"], "Batch size must be a whole number from 1 to 1024, not 5000."),
        (["--batch-size", "0"], "Batch size must be a whole number from 1 to 1024, not 0."),
        (["--models", "vgg"], 'There is no network called "vgg"'),
    ],
)
def that_bad_input_is_a_sentence(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code: object = main(["bench", *arguments])
    except SystemExit as ended:
        code = ended.code
    printed = capsys.readouterr()
    assert code == 2 and printed.out == "" and sentence in printed.err.splitlines()[-1]
