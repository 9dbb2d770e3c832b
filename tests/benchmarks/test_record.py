"""The record: declared trainings, timed from outside, kept as lines, and shown on a page that nobody edits."""

import sys
from pathlib import Path

import pytest
import torch

from benchmarks.record.__main__ import main, measure
from benchmarks.record.energy import EnergyMeter
from benchmarks.record.entries import ENTRIES, SEED, Entry, tried
from benchmarks.record.lines import FILE, Line, append, read
from benchmarks.record.page import FILE as PAGE
from benchmarks.record.page import page
from benchmarks.record.programs import keras_example, pytorch_example
from benchmarks.record.programs.marks import Mark, parsed_mark
from benchmarks.record.stopwatch import timed
from benchmarks.record.tables import LEAST_SEEDS, first_to_reach, goal_rows, trainings
from benchmarks.shared.cores import pinned, usable_cores
from engine.data import MEAN, STANDARD_DEVIATION, VALIDATION_IMAGES
from engine.errors import InklingError
from engine.training import BETAS, WEIGHT_DECAY
from engine.training.step.optimizers import EPSILON
from engine.training.step.schedules import learning_rate_at
from tests.support.project import ROOT


def program(*accuracies: str) -> Entry:
    words = ("tests.support.record_program", "--seed", SEED, *accuracies)
    return Entry("inkling told", "Inkling", "Says what it is told.", words)


def line(end: str, accuracy: float, seconds: float, seed: int = 0, **values: object) -> Line:
    words = dict.fromkeys(("machine", "versions", "when", "commit"), "now 12:00")
    numbers = {"cores": 1, "seed": seed, "from_first_step": 1.0, "cpu_seconds": 1.0, "joules": None, "other_cores": 0.0}
    told = {"entry": "inkling told", "declaration": "it", "end": end, "accuracy": accuracy, "seconds": seconds}
    return Line.model_validate({**words, **numbers, **told, **values})


def that_declared_trainings_have_names_of_their_own_and_take_a_seed() -> None:
    assert len({entry.name for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        command = entry.command(7)
        assert command[:2] == [sys.executable, "-m"] and "7" in command and SEED not in command
        assert (ROOT / f"{command[2].replace('.', '/')}.py").is_file()


def that_a_tried_training_is_refused_unless_it_is_one() -> None:
    assert tried("epochs=3 batch_size=64").declaration.endswith("--set epochs=3 batch_size=64")
    with pytest.raises(InklingError, match="write NAME=VALUE"):
        tried("epochs")
    with pytest.raises(InklingError):
        tried("epochs=0")


def that_the_clock_notes_each_end_and_the_energy_is_not_told_without_counters(tmp_path: Path) -> None:
    first, second = timed(program("0.97", "0.98").command(2), 1, EnergyMeter(tmp_path / "no such folder"))
    assert (first.end, first.accuracy) == ("epoch 1", 0.972)
    assert (second.end, second.accuracy) == ("epoch 2", 0.982)
    assert 0 <= first.steps.seconds <= first.whole.seconds <= second.whole.seconds
    assert first.whole.joules != first.whole.joules, "a number that nobody measured"


def that_a_program_that_fails_or_trains_nothing_is_refused() -> None:
    with pytest.raises(InklingError, match="ended with status 3 and 0 trained networks"):
        timed(program().command(0), 1, EnergyMeter())


def that_other_lines_are_no_marks() -> None:
    assert parsed_mark('{"mark": "tested", "end": "1 epoch", "accuracy": 0.99}') == Mark("tested", "1 epoch", 0.99)
    for text in ("", "Epoch 1/2", "7", "[]", "null", "{}", '{"mark": "won"}', '{"mark": "tested", "accuracy": "x"}'):
        assert parsed_mark(text) is None


def that_a_training_gets_the_cores_that_it_is_limited_to_and_this_process_has_its_own_again() -> None:
    before = usable_cores()
    with pinned(len(before)):
        assert usable_cores() == before
    with pytest.raises(InklingError, match=f"{len(before) + 1} cores are wanted"), pinned(len(before) + 1):
        pass
    if len(before) > 1 and sys.platform == "linux":
        with pinned(1):
            assert usable_cores() == before[:1]
    assert usable_cores() == before


def that_joules_of_all_packages_are_added_up_also_when_a_counter_runs_over(tmp_path: Path) -> None:
    def counter(domain: str, name: str, used: int) -> None:
        folder = tmp_path / domain
        folder.mkdir(exist_ok=True)
        for file, text in (("name", name), ("energy_uj", str(used)), ("max_energy_range_uj", "9999999")):
            (folder / file).write_text(f"{text}\n")

    counter("intel-rapl:0", "package-0", 9_000_000)
    counter("intel-rapl:1", "package-1", 0)
    counter("intel-rapl:2", "psys", 0)
    counter("intel-rapl:0:0", "core", 0)
    meter = EnergyMeter(tmp_path)
    assert meter.joules() == 0
    counter("intel-rapl:0", "package-0", 1_000_000)
    counter("intel-rapl:1", "package-1", 500_000)
    counter("intel-rapl:2", "psys", 5_000_000)
    assert meter.joules() == pytest.approx(2.5)
    assert meter.joules() == pytest.approx(2.5)


def that_a_measurement_goes_on_where_it_was_and_adds_seeds(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / FILE
    measure([program("0.97")], [1], 1, file)
    first = read(file)
    measure([program("0.97")], [1], 2, file)
    assert read(file)[:1] == first
    assert [(line.seed, line.accuracy) for line in read(file)] == [(0, 0.97), (1, 0.971)]
    measure([program("0.98")], [1], 1, file)
    assert len(read(file)) == 3, "other settings are another training"
    assert "inkling told, cores 1, seed 1" in capfd.readouterr().out


def that_a_program_that_fails_leaves_the_others_measured(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = program()._replace(name="broken")
    assert measure([broken, program("0.97")], [1], 2, tmp_path / FILE) == {"broken"}
    assert [line.seed for line in read(tmp_path / FILE)] == [0, 1]
    assert capfd.readouterr().err.count("ended with status 3") == 1, "it is not tried again"
    with pytest.raises(InklingError, match="cores are wanted"):
        measure([program("0.97")], [len(usable_cores()) + 1], 1, tmp_path / FILE)


def that_a_line_that_is_no_measurement_is_named(tmp_path: Path) -> None:
    file = tmp_path / FILE
    assert read(file) == []
    append(file, [line("1 epoch", 0.99, 1.0)])
    append(file, [line("1 epoch", 0.99, 1.0)])
    assert len(read(file)) == 1, "parts that overlap merge"
    file.write_text(file.read_text() + '{"entry": "x"}\n')
    with pytest.raises(InklingError, match=r"^Line 3 of .*record\.jsonl is no measurement of benchmarks\.record\.$"):
        read(file)


def that_the_shortest_training_whose_median_of_enough_seeds_reaches_the_goal_is_shown() -> None:
    seeds = range(LEAST_SEEDS)
    lines = [
        *(line("1 epoch", 0.989 + 0.001 * (seed == 0), 1.0, seed) for seed in seeds),
        *(line("2 epochs", 0.99, 5.0 + seed, seed) for seed in seeds),
        *(line("3 epochs", 0.992, 9.0, seed) for seed in seeds),
        line("lucky", 0.999, 0.1),
    ]
    ((_, every),) = trainings(lines).items()
    first = first_to_reach(0.99, every)
    assert first and first.end == "2 epochs" and first.seconds == 6.0
    rows = {row[0]: row for row in goal_rows(every)}
    assert rows["99.0%"][3:5] == ["inkling told, 2 epochs", "6.0 (5.0 to 7.0)"]
    assert rows["99.5%"][3] == "none with 3 seeds or more; the best is inkling told, lucky: 99.90%, 1 seed"


def that_figures_of_other_machines_versions_or_settings_are_not_mixed() -> None:
    lines = [
        line("1 epoch", 0.99, 1.0),
        line("1 epoch", 0.99, 1.0, machine="another"),
        line("1 epoch", 0.99, 1.0, versions="2"),
    ]
    assert len(trainings(lines)) == 3
    assert not trainings([line("2 epochs", 0.99, 1.0, entry="inkling-quick")]), "settings that are no longer declared"
    again = [line("1 epoch", 0.99, 1.0), line("1 epoch", 0.98, 2.0)]
    ((only,),) = trainings(again).values()
    assert only.lines == (again[1],)


def that_the_page_in_docs_is_made_from_its_lines() -> None:
    docs = ROOT / "docs"
    assert (docs / PAGE).read_text(encoding="utf-8") == page(read(docs / FILE)), "python -m benchmarks.record --page"


def that_inkling_is_measured_and_shown(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    settings = "model=simple epochs=1 augmentation=none outliers=none"
    arguments = ["--folder", str(tmp_path), "--try", settings, "--seeds", "1", "--cores", "1"]
    assert main(arguments) == 0
    (found,) = read(tmp_path / FILE)
    assert found.entry == f"inkling {settings}" and 0.93 < found.accuracy < 0.99
    assert 0 < found.from_first_step < found.seconds
    assert f"| inkling {settings}, 1 epoch | 1 |" in (tmp_path / PAGE).read_text(encoding="utf-8")
    assert "99.0%, cores 1, Inkling: none with 3 seeds or more" in capfd.readouterr().out


def that_keras_gets_inklings_recipe() -> None:
    assert (keras_example.MEAN, keras_example.STANDARD_DEVIATION) == (MEAN, STANDARD_DEVIATION)
    assert keras_example.VALIDATION_IMAGES == VALIDATION_IMAGES
    recipe = (keras_example.BETAS, keras_example.EPSILON, keras_example.WEIGHT_DECAY)
    assert recipe == (BETAS, EPSILON, WEIGHT_DECAY)
    rates = [learning_rate_at("one-cycle", 0.01, step, 430) for step in range(1, 431)]
    assert keras_example.one_cycle(0.01, 430).tolist() == pytest.approx(rates, rel=1e-6)


def that_the_network_of_pytorchs_example_has_its_weights_and_gives_log_probabilities() -> None:
    network = pytorch_example.network().eval()
    assert sum(weights.numel() for weights in network.parameters()) == 320 + 18_496 + 1_179_776 + 1_290
    answers = network(torch.zeros(2, 1, 28, 28))
    assert answers.shape == (2, 10) and torch.allclose(answers.exp().sum(1), torch.ones(2))
