"""python -m engine runs, and train --resume: what they print and do, and what they say when they cannot."""

import json
import math
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.events import EpochDone
from engine.runs.claims import claim, let_go
from engine.runs.folder import HISTORY, MODEL_FILE, RECORD, read_record, this_process, write_record
from engine.runs.history import read_history
from engine.runs.listing import DELETED, delete_run, find_run, list_runs
from engine.runs.saved_network import open_run
from engine.settings.train_settings import TrainSettings
from engine.system.home import HOME_VARIABLE
from tests.support.runs.two_runs import FIRST, STOPPED_AT
from tests.support.terminal import Terminal, path_of

pytestmark = pytest.mark.usefixtures("fewer_images")

# Listing, showing and comparing.


def that_the_list_is_a_table_with_the_newest_run_first(data: Path, terminal: Terminal) -> None:
    heading, second, first = terminal.does()
    assert heading.split()[:3] == ["name", "network", "state"]
    assert second.startswith("2026-01-02 10.00.00 second  simple   stopped")
    assert first.startswith("2026-01-01 10.00.00 first   simple   completed")
    row = find_run("2026-01-01")
    assert f"{row.best_validation_loss:.4f}" in first and f"{row.test_accuracy:.2%}" in first
    assert first[heading.index("epochs") :].split()[0] == "3" and second[heading.index("epochs") :].split()[0] == "1"
    assert first[heading.index("different") :].startswith("Epochs 3, Learning rate 0.02, Network SimpleNN")
    assert second[heading.index("test") :].split()[0] == "-"


def that_json_has_a_line_for_each_run_with_all_that_the_row_knows(data: Path, terminal: Terminal) -> None:
    second, first = [json.loads(line) for line in terminal.does("--json")]
    assert (second["state"], second["steps"], second["can_resume"]) == ("stopped", STOPPED_AT, True)
    assert (first["state"], first["epochs_done"], first["has_network"]) == ("completed", 3, True)
    assert TrainSettings(**first["settings"]) == FIRST and first["folder"] == str(path_of("2026-01-01"))
    assert first["test_accuracy"] == find_run("2026-01-01").test_accuracy and first["test_accuracy"] > 0.6
    assert first["pen_accuracy"] is None


def that_json_is_json_even_where_a_figure_is_infinite(data: Path, terminal: Terminal) -> None:
    record = read_record(path_of("latest"))
    assert record.ending
    spoilt = replace(record, ending=replace(record.ending, best_validation_loss=math.inf))
    write_record(spoilt, path_of("latest"))
    lines = terminal.does("--json")
    assert json.loads(lines[0], parse_constant=pytest.fail)["best_validation_loss"] is None
    assert terminal.does()[1].split()[7] == "-"


def that_showing_a_run_tells_of_which_epoch_its_weights_are(data: Path, terminal: Terminal) -> None:
    assert not any(line.startswith("kept:") for line in terminal.does("show", "latest"))
    record = read_record(path_of("latest"))
    assert record.ending
    write_record(replace(record, ending=replace(record.ending, kept_epoch=2)), path_of("latest"))
    (line,) = [line for line in terminal.does("show", "latest") if line.startswith("kept:")]
    assert line.endswith("the weights of epoch 2, the best")


def that_showing_a_run_tells_its_settings_and_every_epoch(data: Path, terminal: Terminal) -> None:
    terminal.does("note", "2026-01-01", "homework 3")
    lines = terminal.does("show", "2026-01-01")
    facts = dict(line.split(":", 1) for line in lines if not line.startswith("epoch "))
    assert facts["state"].strip() == "completed" and facts["note"].strip() == "homework 3"
    assert facts["folder"].strip() == str(path_of("2026-01-01"))
    assert "batch_size 50" in facts["settings"] and "PyTorch" in facts["made with"] and "CPU" in facts["made on"]
    epochs = [event for event in read_history(path_of("2026-01-01")) if isinstance(event, EpochDone)]
    told = [line for line in lines if line.startswith("epoch ")]
    assert len(told) == 3
    for line, epoch in zip(told, epochs, strict=True):
        assert f"validation loss {epoch.validation_loss:.4f}" in line and f"{epoch.train_accuracy:.2%}" in line


def that_an_epoch_whose_loss_was_infinite_is_shown_and_exported(data: Path, terminal: Terminal) -> None:
    path = path_of("2026-01-01") / HISTORY
    *others, last, end = path.read_text().splitlines()
    # What is written when the last step before a validation has spoilt the weights.
    spoilt = json.dumps(json.loads(last) | {"validation_loss": None})
    path.write_text("\n".join([*others, spoilt, end]) + "\n")
    assert "validation loss -  validation accuracy" in terminal.does("show", "2026-01-01")[-1]
    terminal.does("export", "2026-01-01", data / "curve.csv")
    assert (data / "curve.csv").read_text().splitlines()[-1].split(",")[8] == "nan"


def that_comparing_names_the_settings_that_differ_and_no_others(data: Path, terminal: Terminal) -> None:
    lines = terminal.does("compare", "2026-01-01", "latest")
    assert lines[1].startswith("2026-01-01") and lines[2].startswith("2026-01-02")
    assert lines[3:] == ["epochs: 3, 2", "learning_rate: 0.02, 0.01", "batch_size: 50, 500"]


# Names and notes.


def that_a_run_is_found_by_the_name_that_it_was_given(data: Path, terminal: Terminal) -> None:
    assert terminal.does("name", "latest", "my best") == []
    assert path_of("my b") == path_of("2026-01-02") and terminal.does()[1].startswith("my best  ")
    assert terminal.does("name", "my best", "") == []
    assert terminal.does()[1].startswith("2026-01-02 10.00.00 second")


def that_a_name_and_a_note_are_one_line_whatever_was_typed(data: Path, terminal: Terminal) -> None:
    terminal.does("name", "latest", " two\nlines \udcff")
    terminal.does("note", "latest", "first\r\nsecond\tthird")
    assert list_runs()[0].name == "two lines ?" and list_runs()[0].note == "first second third"
    assert len(terminal.does()) == 3


# Deleting and bringing back.


def that_delete_says_how_to_bring_a_run_back_and_restore_does_it(data: Path, terminal: Terminal) -> None:
    folder = path_of("latest")
    (line,) = terminal.does("delete", "latest", "2026-01-02")
    assert line.startswith("Deleted 2026-01-02 10.00.00 second; for a month `python -m engine runs restore ")
    assert [row.folder for row in list_runs()] == [path_of("2026-01-01")] and not folder.exists()
    assert terminal.does("restore", line.split('"')[1]) == ["Brought back 2026-01-02 10.00.00 second"]
    assert path_of("latest") == folder and open_run(folder / MODEL_FILE).result.steps == STOPPED_AT


def that_only_deleted_runs_can_be_restored(data: Path, terminal: Terminal) -> None:
    (data / "my documents").mkdir()
    deleted = data / "runs" / DELETED
    (deleted / "no-time-and-no-name").mkdir(parents=True)
    (deleted / "1.0 ").mkdir()
    (deleted / "1.0 a file").touch()
    places = ["1.0 never there", "no-time-and-no-name", "1.0 ", "1.0 a file", "1.0 " + "x" * 300]
    if hasattr(os, "mkfifo"):
        os.mkfifo(deleted / "1.0 a pipe")
        places.append("1.0 a pipe")
    others: list[str | Path] = ["nothing", "latest", data / "my documents"]
    for place in [*others, *(deleted / name for name in places)]:
        assert f"{place} is no deleted run" in terminal.refuses("runs", "restore", place)
    assert (data / "my documents").is_dir() and len(list_runs()) == 2


def that_a_run_is_restored_beside_one_that_took_its_name(data: Path, terminal: Terminal) -> None:
    folder = path_of("latest")
    place = delete_run(folder)
    shutil.copytree(place, folder)
    assert terminal.does("restore", place) == [f"Brought back {folder.name} 2"]
    assert not place.exists() and folder.is_dir() and folder.with_name(f"{folder.name} 2").is_dir()


def that_a_run_is_not_deleted_while_it_is_trained(data: Path, terminal: Terminal) -> None:
    folder = path_of("latest")
    write_record(replace(read_record(folder), ending=None, process=this_process()), folder)
    claim(folder)
    sentence = terminal.refuses("runs", "delete", "2026-01-01", "latest")
    let_go(folder)
    assert sentence == "2026-01-02 10.00.00 second is being trained at this moment: stop it first."
    assert len(list_runs()) == 2


# Going on.


def that_resume_goes_on_and_completes(data: Path, terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--resume", "latest", "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert records[0]["event"] == "Started" and records[0]["first_step"] == STOPPED_AT
    assert [record["step"] for record in records if record["event"] == "BatchDone"] == list(range(STOPPED_AT + 1, 221))
    assert records[-1]["reason"] == "completed" and records[-1]["folder"] == str(path_of("2026-01-02"))
    row = find_run("latest")
    assert (row.state, row.epochs_done, row.can_resume) == ("completed", 2, False) and (row.test_accuracy or 0) > 0.8
    complete = "2026-01-02 10.00.00 second is complete: there is nothing to go on with."
    assert terminal.refuses("train", "--resume", "latest") == complete


def that_a_run_cannot_become_another_one_by_resuming(data: Path, terminal: Terminal) -> None:
    sentence = terminal.refuses("train", "--resume", "latest", "--epochs", "5")
    assert sentence == "A resumed run keeps its settings: Epochs cannot be changed with --resume."
    assert "'nothing' names no single run" in terminal.refuses("train", "--resume", "nothing")
    assert find_run("latest").steps == STOPPED_AT


# What is not as it should be.


@pytest.mark.parametrize(
    "command",
    [["show"], ["compare"], ["export"], ["measure"], ["name"], ["note"], ["delete"]],
    ids=lambda words: words[0],
)
def that_an_unknown_run_and_an_ambiguous_name_are_sentences(command: list[str], data: Path, terminal: Terminal) -> None:
    more = {"export": ["a.csv"], "measure": ["a.jsonl"], "name": ["x"], "note": ["x"]}.get(command[0], [])
    unknown = terminal.refuses("runs", *command, "nothing", *more)
    assert unknown == "'nothing' names no single run (there is no such run): `python -m engine runs` lists them."
    assert "'2026-01-0' names no single run (2 runs begin with it)" in terminal.refuses(
        "runs", *command, "2026-01-0", *more
    )


def that_a_damaged_run_is_listed_with_its_sentence(data: Path, terminal: Terminal) -> None:
    path = path_of("latest") / RECORD
    path.write_text(path.read_text().replace("simple", "cnn", 1))
    lines = terminal.does()
    assert lines[1].split()[3:5] == ["-", "damaged"]
    assert lines[3:] == [f"2026-01-02 10.00.00 second: {path} is damaged (its checksum is wrong)."]
    shown = terminal.does("show", "latest")
    assert any(line.startswith("problem:") and str(path) in line for line in shown)
    assert "epochs: 3, -" in terminal.does("compare", "2026-01-01", "latest")
    assert f"{path} is damaged" in terminal.refuses("train", "--resume", "latest")


def that_without_runs_it_is_said_what_makes_one(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert terminal.does() == ["There are no runs yet: `python -m engine train` makes one."]
    assert terminal.does("--json") == []
    for words in (["runs", "show", "latest"], ["train", "--resume", "latest"], ["runs", "delete", "x"]):
        assert terminal.refuses(*words) == "There are no runs yet: train one first."
    assert not (tmp_path / "runs").exists()
