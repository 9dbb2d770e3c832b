"""A network that a person builds learns, answers, is exported, kept and resumed like those of the program."""

from pathlib import Path

import pytest
import torch

from benchmarks.networks.stack_checks import compared, resumes_bit_equal, settings_of
from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.models.networks import build
from engine.runs.saved_network import Result, SavedRun, open_run, save
from engine.settings.train_settings import TrainSettings
from engine.stack import NAMED, parse
from tests.support.networks import OWN
from tests.support.small_data import parts

CLOSE = 2e-5
"""Of the largest number; rounding gave 2e-6."""
every = pytest.mark.parametrize("text", [*OWN.values(), "softmax", "deep-mlp", "lenet-5"], ids=str)


@pytest.mark.arithmetic
@every
def that_gradients_are_autograds_and_exports_answer_like_torch(text: str, digits: Splits) -> None:
    batch = digits.train.__getitems__(torch.arange(40))
    found = compared(parse(NAMED[text].text if text in NAMED else text), batch)
    assert max(found) < CLOSE, "also autograd's own rounding"


@pytest.mark.parametrize("text", [OWN["residual"], OWN["of units"]], ids=["residual", "of units"])
def that_a_stopped_run_goes_on_bit_equal(text: str, digits: Splits, tmp_path: Path) -> None:
    assert resumes_bit_equal(parse(text), parts(digits, 150, 150), tmp_path)


def that_weights_are_called_as_before_in_the_networks_that_had_names() -> None:
    assert [*build("simple").state_dict()] == ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]
    names = [name for name, _ in build("cnn").named_parameters()]
    convolutions = [f"features.{place}.weight" for place in (0, 3, 6)]
    norms = [f"features.{place}.{what}" for place in (1, 4, 7) for what in ("weight", "bias")]
    assert sorted(names) == sorted([*convolutions, *norms, "output.weight", "output.bias"])


def that_several_layers_of_a_kind_are_numbered() -> None:
    names = [name for name, _ in build("lenet-5").named_children()]
    assert names == ["features", "flatten", "hidden1", "tanh1", "hidden2", "tanh2", "output"]


def that_a_kept_network_opens_with_its_layers_and_other_weights_are_refused(tmp_path: Path) -> None:
    settings = settings_of(parse(OWN["of units"]))
    run = SavedRun(settings, Result("completed", 1, 1.0, None, None), build(settings.model, seed=3).state_dict())
    save(run, tmp_path / "model.inkling")
    kept = open_run(tmp_path / "model.inkling")
    assert kept.settings.model == OWN["of units"] and kept.kind == "Own 9-9"
    images = torch.randn(5, 1, 28, 28)
    with torch.inference_mode():
        assert torch.equal(kept.network().eval()(images), build(settings.model, seed=3).eval()(images))
    wider = settings.model_copy(update={"model": OWN["of units"].replace("linear 9", "linear 8")})
    save(SavedRun(wider, run.result, run.weights), tmp_path / "model.inkling")
    with pytest.raises(InklingError, match="do not fit the network Own 8-8"):
        open_run(tmp_path / "model.inkling").network()


def that_letters_have_an_output_for_each() -> None:
    assert build(OWN["residual"], classes=26).classes == 26
    assert TrainSettings(model="flatten, linear 20, linear 10").model == "flatten, linear 20, output"
