"""Every benchmark is found under its name, and what they share does what it says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.__main__ import commands, main
from benchmarks.report.parts import PARTS
from benchmarks.shared.command import count, named_values
from benchmarks.shared.figures import FIGURES_VARIABLE, figure, read_figures
from benchmarks.shared.rounds import alternating
from benchmarks.shared.summary import mean_gain, medians, spread
from engine.errors import InklingError

PROJECT = Path(__file__).parents[2]


def that_the_lists_name_every_benchmark() -> None:
    listed = re.findall(
        r"^\| `python -m benchmarks\.(\w+)", (PROJECT / "benchmarks/README.md").read_text("utf-8"), re.M
    )
    assert set(listed) == commands().keys()
    named = {
        name
        for part in PARTS
        for command in (*part.commands, *part.quick)
        for name in re.findall(r"benchmarks\.(\w+)", command)
    }
    assert named <= commands().keys()


def that_an_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert capsys.readouterr().err == "There is no benchmark nothing: `python -m benchmarks` lists them.\n"


def that_rounds_alternate_and_the_warm_up_does_not_count() -> None:
    called: list[str] = []

    def side(name: str) -> Callable[[int], int]:
        def measured(number: int) -> int:
            called.append(name)
            return number

        return measured

    assert alternating({"a": side("a"), "b": side("b")}, 2, 1) == {"a": [0, 1], "b": [0, 1]}
    assert called == ["b", "a", "a", "b", "b", "a"]


def that_summaries_show_median_range_and_error() -> None:
    assert medians([(1, 10), (3, 20), (2, 60)]) == (2, 20)
    assert spread([3, 1, 2], 1, "s") == "2.0 s (1.0 to 3.0)"
    assert mean_gain([0.5, 1.5]) == "+1.00 points (standard error 0.50)"
    assert mean_gain([0.5]) == "+0.50 points (standard error nan)"


def that_words_that_are_no_setting_or_count_are_refused() -> None:
    assert named_values(["epochs=3", "name=a=b"]) == {"epochs": "3", "name": "a=b"}
    with pytest.raises(InklingError, match=r"^epochs is not a setting: write NAME=VALUE, for example epochs=3\.$"):
        named_values(["epochs"])
    with pytest.raises(ValueError):
        count("0")


def that_a_figure_is_printed_and_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figure("alone", "1 s")
    monkeypatch.setenv(FIGURES_VARIABLE, str(tmp_path / "figures"))
    figure("collected", "2 s")
    assert capsys.readouterr().out == "alone: 1 s\ncollected: 2 s\n"
    assert read_figures(tmp_path / "figures") == [("collected", "2 s")]
    assert read_figures(tmp_path / "nothing") == []
