"""python -m engine compress: what it prints and keeps, and what it says when it cannot."""

import json
import os
import signal
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.compression import timing
from engine.compression.settings import COMPRESS_FIELDS
from engine.data.datasets import Splits
from engine.runs.listing import find_run, list_runs
from engine.runs.saved_network import open_run
from tests.support.runs.two_runs import LEARNT
from tests.support.terminal import Terminal

SHORT = ["--rounds", "1", "--fine-tuning-epochs", "1", "--student-epochs", "1"]
ONLY_INT8 = ["--prune", "none", "--zero", "none", "--distil", "none"]


@pytest.fixture(autouse=True)
def quick(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Splits(digits.train.part(slice(500)), digits.validation.part(slice(200)), digits.test.part(slice(200)))
    monkeypatch.setattr("engine.compression.job.splits_of", lambda _data: few)
    monkeypatch.setattr(timing, "SECONDS", 0.002)


def that_the_table_has_a_line_and_a_sentence_for_each_row(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["compress", "2026-01-01", *SHORT, "--teacher", "2026-01-02", "--strokes", str(data / LEARNT)]) == 0
    output = capfd.readouterr()
    assert not output.err
    lines = output.out.splitlines()
    head = next(number for number, line in enumerate(lines) if line.split()[:2] == ["file", "weights"])
    rows = [line for line in lines[head + 1 :] if not line.startswith(" ")]
    assert [row.split("  ")[0] for row in rows] == [
        "original",
        "int8",
        "int8, dynamic",
        "pruned",
        "pruned, int8",
        "zeroed 90 %",
        "distilled",
        "distilled, int8",
        "student alone",
    ]
    assert all("\u00b5s" in row and "kB" in row and "%" in row and len(row) <= len(lines[head]) for row in rows)
    assert sum(line.startswith("    ") for line in lines) > len(rows)
    assert " ".join(output.out.split()).count("On 200 validation images") == len(rows) - 1


def that_json_has_a_line_for_each_finding_and_a_row_can_be_kept(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = data / "rows"
    words = ["compress", "2026-01-01", *ONLY_INT8, "--json", "--folder", str(folder), "--keep", "int8"]
    assert main(words) == 0
    output = capfd.readouterr()
    found = [json.loads(line) for line in output.out.splitlines()]
    assert [one["name"] for one in found if one["kind"] == "row"] == ["original", "int8", "int8, dynamic"]
    assert {one["kind"] for one in found} == {"row", "doing"} and output.err.startswith("Kept int8 as ")
    assert all(Path(one["file"]).parent == folder for one in found if one["kind"] == "row")
    pairs = {one["name"]: one["validation_pairs"] for one in found if one["kind"] == "row"}
    assert pairs["original"] is None and pairs["int8"]["images"] == 200
    assert set(pairs["int8"]) == {"images", "lost", "gained", "difference", "margin", "verdict"}
    kept = list_runs()[0]
    figures = {one["name"]: one["test_accuracy"] for one in found if one["kind"] == "row"}
    assert kept.name == f"{find_run('2026-01-01').name}, int8"
    assert kept.test_accuracy == figures["int8"]
    assert open_run(kept.folder / "model.inkling").form == "int8"
    assert main(["predict", "--model", str(kept.folder / "model.inkling"), str(data / "none.png")]) == 2


def that_ctrl_c_ends_it_and_the_rows_so_far_are_kept(
    data: Path, signals: None, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.compression.measuring import Measuring

    measured = Measuring.row

    def then_ctrl_c(*arguments: object) -> object:
        row = measured(*arguments)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGINT)
        return row

    monkeypatch.setattr(Measuring, "row", then_ctrl_c)
    assert main(["compress", "2026-01-01", *SHORT, "--keep", "original"]) == 128 + signal.SIGINT
    output = capfd.readouterr()
    assert "Kept original as" in output.out and output.err == "Stopped: only the rows above are complete.\n"
    assert "int8 " not in output.out and len(list_runs()) == 3


def that_bad_input_is_one_sentence_before_any_work(data: Path, terminal: Terminal, tmp_path: Path) -> None:
    removed = COMPRESS_FIELDS["removed"]
    assert terminal.refuses("compress", "latest", "--removed", "1.5") == removed.refusal("1.5")
    assert "names no single run" in terminal.refuses("compress", "nobody")
    assert "names no single run" in terminal.refuses("compress", "latest", "--teacher", "nobody")
    told = terminal.refuses("compress", "latest", *ONLY_INT8, "--keep", "pruned")
    assert told == "'pruned' names no single row: there will be original; int8; int8, dynamic."
    rubbish = tmp_path / "rubbish.npz"
    rubbish.write_bytes(b"rubbish")
    assert "cannot be read as drawings" in terminal.refuses("compress", "latest", "--strokes", rubbish)
    (find_run("2026-01-01").folder / "model.inkling").write_bytes(b"rubbish")
    assert "is not a network that Inkling saved" in terminal.refuses("compress", "2026-01-01")


def that_an_int8_run_is_refused(data: Path, terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compress", "2026-01-01", *ONLY_INT8, "--keep", "int8"]) == 0
    capsys.readouterr()
    assert "An int8 network answers, but it cannot learn" in terminal.refuses("compress", list_runs()[0].folder.name)
