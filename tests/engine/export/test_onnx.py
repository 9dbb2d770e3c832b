"""The ONNX file gives the program's own answers in another program."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import nn

from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.data.normalisation import normalised
from engine.errors import InklingError
from engine.export.onnx_file import onnx_model, write_onnx
from engine.models.classifier import UNCALIBRATED, Classifier
from engine.models.networks import build
from engine.models.test_time_augmentation import tta_logits
from engine.runs.saved_network import Result, SavedRun
from engine.settings.train_settings import TrainSettings
from engine.training.run.control import RunControl
from engine.training.start import train
from tests.support.networks import MODELS

TOLERANCE = 5e-5
"""Float32 products are added up in another order: 2e-5 was seen among 10,000 images, where logits are about 10."""


@pytest.fixture(scope="module", params=MODELS)
def run(request: pytest.FixtureRequest, digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> SavedRun:
    """A network that has seen 1,500 real digits twice."""
    control = RunControl()
    few = Splits(digits.train.part(slice(1500)), digits.validation.part(slice(100)), digits.test.part(slice(100)))
    settings = TrainSettings(
        model=request.param, epochs=2, batch_size=32, augmentation="none", outliers="none", threads=1
    )
    for _ in train(settings, control, few, tmp_path_factory.mktemp("runs")):
        pass
    assert control.trained
    return control.trained


@pytest.fixture(scope="module")
def path(run: SavedRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("onnx") / "network.onnx"
    write_onnx(run, file)
    return file


def session(content: bytes) -> Any:
    return onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])


def answers(path: Path, images: ImageSet) -> tuple[np.ndarray, np.ndarray]:
    ink = (images.images / 255).numpy()
    logits, probabilities = session(path.read_bytes()).run(["logits", "probabilities"], {"ink": ink})
    return logits, probabilities


@pytest.mark.parametrize("count", [1, 500])
def that_logits_are_the_mean_over_the_views_that_the_program_takes(
    run: SavedRun, path: Path, digits: Splits, count: int
) -> None:
    some = digits.test.part(slice(count))
    logits, _ = answers(path, some)
    with torch.inference_mode():
        ours = tta_logits(run.network().eval(), normalised(some.images)).numpy()
    assert logits.shape == (count, 10) and logits.dtype == np.float32
    np.testing.assert_allclose(logits, ours, rtol=0, atol=TOLERANCE)
    assert (logits.argmax(1) == ours.argmax(1)).all()
    assert count == 1 or (logits.argmax(1) == some.labels.numpy()).mean() > 0.7


def that_probabilities_are_those_that_the_program_shows(run: SavedRun, path: Path, digits: Splits) -> None:
    some = digits.test.part(slice(20))
    _, probabilities = answers(path, some)
    classifier = Classifier(run.network(), run.result.calibration)
    assert run.result.temperature != 1
    for image, found in zip(some.images.numpy(), probabilities, strict=True):
        assert found == pytest.approx(classifier.read_image(image[0]).probabilities, abs=1e-5)


def that_the_model_is_valid_and_says_what_it_is(run: SavedRun, path: Path) -> None:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    told = {prop.key: prop.value for prop in model.metadata_props}
    assert TrainSettings(**json.loads(told["settings"])) == run.settings
    assert [value.name for value in model.graph.input] == ["ink"]
    assert [value.name for value in model.graph.output] == ["logits", "probabilities"]
    first = model.graph.input[0].type.tensor_type.shape.dim
    assert first[0].dim_param == "N" and [one.dim_value for one in first[1:]] == [1, 28, 28]
    assert "0 for paper and 1 for ink" in model.graph.input[0].doc_string and model.doc_string
    assert run.weights.keys() - {weight.name for weight in model.graph.initializer} == {
        name for name in run.weights if name.endswith("num_batches_tracked")
    }


def that_layers_do_what_torchs_do_whatever_their_sizes() -> None:
    """Biases, groups, dilations, uneven strides: what our networks do not have yet."""
    network = nn.Sequential(
        nn.Conv2d(1, 4, (3, 5), stride=(2, 1), padding=(1, 2)),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Conv2d(4, 8, 3, dilation=2, groups=2, bias=False),
        nn.Flatten(),
        nn.Linear(8 * 10 * 24, 10, bias=False),
    ).eval()
    network[1].running_mean.normal_()  # type: ignore[operator]
    ink = torch.rand(3, 1, 28, 28)
    found = session(onnx_model(network, UNCALIBRATED).SerializeToString()).run(["logits"], {"ink": ink.numpy()})[0]
    with torch.inference_mode():
        ours = tta_logits(network, normalised(ink, ink=1)).numpy()
    np.testing.assert_allclose(found, ours, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("layer", [nn.ELU(), nn.LPPool2d(2, 2), nn.LSTM(28, 10)])
def that_a_layer_that_onnx_does_not_have_is_refused(layer: nn.Module) -> None:
    with pytest.raises(InklingError, match=type(layer).__name__):
        onnx_model(nn.Sequential(layer), UNCALIBRATED)


def that_weights_of_another_network_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    model: str = "cnn"
    wrong = SavedRun(TrainSettings(model=model), Result("stopped", 1, 1.0, None, None), build("simple").state_dict())
    with pytest.raises(InklingError, match="do not fit"):
        write_onnx(wrong, tmp_path / "network.onnx")
    assert not list(tmp_path.iterdir())
