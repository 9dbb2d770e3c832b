"""`runs experiment`, `runs pack`, `runs open` and `train --experiment`: what people give each other."""

import io
import json
import sys
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.runs.folder import MY_DIGITS
from engine.runs.listing import find_run, list_runs
from engine.sharing.experiment_of import experiment_of
from engine.sharing.experiment_text import text_of
from tests.support.runs.two_runs import SECOND, STOPPED_AT
from tests.support.terminal import Terminal, path_of

pytestmark = pytest.mark.usefixtures("fewer_images")


def that_the_experiment_of_a_run_is_one_line_that_train_takes(data: Path, terminal: Terminal) -> None:
    (text,) = terminal.does("experiment", "latest")
    assert text == text_of(experiment_of(path_of("latest"))) and len(text) < 400
    assert "model=simple; batch_size=500;" in text and f"steps={STOPPED_AT}" in text


def that_a_run_that_repeats_an_experiment_has_its_losses_to_the_last_bit_and_says_so(
    data: Path, terminal: Terminal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (text,) = terminal.does("experiment", "latest")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"Look:\n> {text}\n> Bye"))
    assert main(["train", "--experiment", "-", "--json", "--timeline", "none"]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["event"], last["verdict"]) == ("Compared", "equal")
    assert last["sentence"] == f"All {STOPPED_AT} losses equal those of the experiment to the last bit."
    settings = list_runs()[0].settings
    assert settings == SECOND.model_copy(update={"my_digits": "none", "timeline": "none"})


def that_a_run_that_learnt_from_somebodys_own_digits_has_an_experiment_without_losses(
    data: Path, terminal: Terminal
) -> None:
    assert (path_of("2026-01-01") / MY_DIGITS).exists()
    (text,) = terminal.does("experiment", "2026-01-01")
    assert "digest" not in text and "my_digits" not in text and "epochs=3" in text


def that_what_is_no_experiment_trains_nothing(data: Path, terminal: Terminal, tmp_path: Path) -> None:
    before = list_runs()
    (tmp_path / "letter.txt").write_text("inkling 1: epochs=1000", encoding="utf-8")
    assert "no such file" in terminal.refuses("train", "--experiment", tmp_path / "nothing")
    assert "from 1 to 200, not 1000" in terminal.refuses("train", "--experiment", tmp_path / "letter.txt")
    assert "Epochs cannot be changed" in terminal.refuses("train", "--experiment", "inkling 1: seed=1", "--epochs", "2")
    assert "keeps its settings" in terminal.refuses("train", "--experiment", "inkling 1: seed=1", "--resume", "latest")
    assert list_runs() == before


def that_a_run_is_packed_and_opened_again(data: Path, terminal: Terminal, tmp_path: Path) -> None:
    (line,) = terminal.does("pack", "2026-01-01", tmp_path / "mine")
    assert line.startswith(f"Packed as {tmp_path / 'mine.inkling-run'} (")
    (line,) = terminal.does("open", tmp_path / "mine.inkling-run")
    newest = list_runs()[0]
    assert line == f"Opened {newest.name}: it is among the runs as {newest.folder.name}"
    assert newest.opened_from == "mine.inkling-run" and newest.test_accuracy == find_run("2026-01-01").test_accuracy
    assert "opened from: mine.inkling-run" in terminal.does("show", newest.folder.name)
    assert "opened from: mine.inkling-run" not in terminal.does("show", "latest"), "it was not trained here"


def that_a_run_packed_without_a_name_overwrites_no_file(
    data: Path, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    terminal.does("pack", "latest")
    (file,) = tmp_path.glob("*.inkling-run")
    before = file.read_bytes()
    assert "in this folder already" in terminal.refuses("runs", "pack", "latest")
    assert file.read_bytes() == before


def that_each_packed_run_that_is_refused_is_one_sentence_and_the_others_are_opened(
    data: Path, terminal: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, spoilt = tmp_path / "whole.inkling-run", tmp_path / "spoilt.inkling-run"
    terminal.does("pack", "latest", whole)
    spoilt.write_bytes(whole.read_bytes()[:1_000] + b"x" + whole.read_bytes()[1_001:])
    number = len(list_runs())
    assert main(["runs", "open", str(spoilt), str(whole)]) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1 and "its checksum is wrong" in said.err and len(said.out.splitlines()) == 1
    assert len(list_runs()) == number + 1
