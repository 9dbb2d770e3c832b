"""The report measures part by part, keeps what it measured, and never mixes machines."""

from pathlib import Path

import pytest

from benchmarks.report import __main__ as report
from benchmarks.report.measuring import filled_in, obstacle
from benchmarks.report.page import write_page
from benchmarks.report.parts import FASHION, FURTHER, PARTS, STROKES, Part
from benchmarks.report.results import FILE, Results, load_results, present_environment
from engine.errors import InklingError


def part(name: str, *values: str) -> Part:
    command = " ".join(["tests.support.one_figure", name, *values])
    return Part(name, f"What {name} is", (command,), (command,), 0)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second in which a part looks what other programs use is of no interest here."""
    monkeypatch.setattr("benchmarks.report.measuring.busy_cores", lambda: 0.0)


def that_a_failed_part_leaves_the_others_measured(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    results = Results(present_environment(), quick=False)
    failed = report.measure_all([part("speed", "7|s"), part("broken"), part("size", "5")], {}, results, tmp_path)
    assert failed == ["broken"]
    assert "python -m tests.support.one_figure broken ended with status 3." in capfd.readouterr().err
    kept = load_results(tmp_path, quick=False)
    assert {name: found.figures for name, found in kept.parts.items()} == {
        "speed": [("speed", "7|s")],
        "size": [("size", "5")],
    }
    assert kept == results


def that_the_page_shows_machine_commands_figures_and_what_is_missing(tmp_path: Path) -> None:
    results = Results(present_environment(), quick=False)
    speed, size = part("speed", "7|s"), part("size", "5")
    report.measure_all([speed], {}, results, tmp_path)
    results.parts["speed"].busy_cores = 1.5
    page = write_page(results, tmp_path, [speed, size]).read_text(encoding="utf-8")
    assert f"| CPU | {results.environment['CPU']} |" in page
    assert "python -m tests.support.one_figure speed 7|s\n" in page
    assert "| speed | 7/s |" in page
    assert "Other programs used 1.5 cores." in page
    assert "## Not measured yet\n\n- size: What size is\n" in page
    assert "Do not quote" not in page


def that_a_part_without_its_files_or_packages_is_left_out_and_says_why() -> None:
    pens = next(one for one in PARTS if one.name == "pens")
    assert obstacle(pens, {STROKES: [], FASHION: []}) == f"It needs {STROKES}, which was not given."
    assert obstacle(pens, {STROKES: [Path("digits.npz")], FASHION: []}) == ""
    lacking = part("peers", "1")._replace(packages=("no_such_package",))
    assert "no_such_package is missing" in obstacle(lacking, {})


def that_a_command_gets_the_files_that_a_person_gave() -> None:
    pens = next(one for one in PARTS if one.name == "pens")
    files = {STROKES: [Path("a.npz"), Path("b.npz"), Path("c.npz")], FASHION: [Path("clothes")]}
    commands = [" ".join(filled_in(command, files)) for command in pens.commands]
    assert "benchmarks.pens a.npz b.npz c.npz" in commands and "benchmarks.replay a.npz" in commands
    assert list(filled_in(f"benchmarks.downloads {FASHION} --epochs 1", files)) == [
        *("benchmarks.downloads", "clothes", "--epochs", "1")
    ]
    assert list(filled_in(f"benchmarks.pens {STROKES} {FURTHER}", {STROKES: [Path("a.npz")]})) == [
        *("benchmarks.pens", "a.npz")
    ]


def that_figures_of_different_machines_or_modes_are_not_mixed(tmp_path: Path) -> None:
    results = Results(present_environment() | {"CPU": "another one"}, quick=False)
    report.measure_all([part("speed", "7")], {}, results, tmp_path)
    with pytest.raises(InklingError, match="another machine"):
        load_results(tmp_path, quick=False)
    results.environment = present_environment()
    results.save(tmp_path)
    with pytest.raises(InklingError, match="another mode"):
        load_results(tmp_path, quick=True)
    assert load_results(tmp_path, quick=False).parts


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"environment": {}, "quick": false, "parts": {"a": 1}}'])
def that_a_damaged_file_is_refused_by_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(InklingError, match=r"damaged: --again measures everything anew\.$"):
        load_results(tmp_path, quick=False)


def that_a_real_part_runs_in_quick_mode(tmp_path: Path) -> None:
    assert report.main(["--only", "rate_finder", "--quick", "--folder", str(tmp_path)]) == 0
    measured = load_results(tmp_path, quick=True).parts["rate_finder"]
    (command,) = measured.commands
    assert command.startswith("python -m benchmarks.rate_finder --images 500 ")
    page = (tmp_path / "figures.md").read_text(encoding="utf-8")
    assert "| simple, momentum, one-cycle, batch " in page
    assert "Do not quote" in page
