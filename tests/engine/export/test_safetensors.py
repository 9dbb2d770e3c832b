"""Weights and what they are for, in a file that other programs read."""

import json
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from engine.errors import InklingError
from engine.export.safetensors_file import write_safetensors
from engine.models.networks import build
from engine.runs.saved_network import Result, SavedRun
from engine.settings.train_settings import TrainSettings
from tests.support.networks import MODELS


def a_run(model: str = "cnn") -> SavedRun:
    result = Result("completed", 10, 1.5, 0.97, 0.98, temperature=1.3, learnt={"2026-11-23 a digit of mine": True})
    return SavedRun(TrainSettings(model=model, epochs=3), result, build(model, seed=4).state_dict())


@pytest.mark.parametrize("model", MODELS)
def that_weights_come_back_bit_for_bit_and_fit_the_network(model: str, tmp_path: Path) -> None:
    run, path = a_run(model), tmp_path / "weights.safetensors"
    write_safetensors(run, path)
    weights = load_file(path)
    assert weights.keys() == run.weights.keys()
    assert all(torch.equal(weights[name], run.weights[name]) for name in weights)
    assert all(weights[name].dtype == run.weights[name].dtype for name in weights)
    build(model).load_state_dict(weights)


def that_the_file_says_what_it_is_and_what_it_wants(tmp_path: Path) -> None:
    write_safetensors(a_run(), tmp_path / "weights.safetensors")
    with safe_open(tmp_path / "weights.safetensors", "pt") as file:
        told = file.metadata()
    assert TrainSettings(**json.loads(told["settings"])) == a_run().settings
    result = json.loads(told["result"])
    assert result["test_accuracy"] == 0.98 and result["temperature"] == 1.3
    assert "subtract 0.1307, then divide by 0.3081" in told["input"] and "(N, 1, 28, 28)" in told["input"]
    assert told["format"] == "pt" and told["program"].startswith("Inkling ")


def that_nothing_of_the_persons_own_digits_is_told(tmp_path: Path) -> None:
    write_safetensors(a_run(), tmp_path / "weights.safetensors")
    assert b"a digit of mine" not in (tmp_path / "weights.safetensors").read_bytes()


def that_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InklingError, match="cannot be written to"):
        write_safetensors(a_run(), tmp_path / "file" / "weights.safetensors")
