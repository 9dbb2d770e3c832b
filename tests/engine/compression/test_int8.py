"""An int8 network answers almost as the one that it was made of, and can be kept, opened and used like any other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from engine.compression.int8 import Quantised, bare_onnx, dynamically_quantised, quantised
from engine.data.datasets import Splits
from engine.errors import InklingError, Stopped
from engine.export.run_export import export
from engine.ink.my_digits import MyDigit
from engine.models.calibration import calibrated
from engine.models.classifier import Classifier
from engine.models.evaluation import evaluate, logits_of
from engine.models.networks import Network, build
from engine.models.onnx_network import OnnxNetwork
from engine.models.test_time_augmentation import tta_logits
from engine.runs.folder import MODEL_FILE
from engine.runs.saved_network import Result, SavedRun, int8_run, latest_run, open_run, save
from engine.settings.train_settings import TrainSettings
from engine.training.fine_tuning import learn
from engine.training.step.learner import Learner
from tests.support.networks import MODELS

pytestmark = [pytest.mark.arithmetic, pytest.mark.usefixtures("one_thread")]


@pytest.fixture(scope="module")
def network(trained: Classifier) -> Network:
    assert isinstance(trained.network, Network)
    return trained.network


@pytest.fixture(scope="module")
def small(network: Network, digits: Splits) -> Quantised:
    return quantised(network, digits.train, digits.validation)


@pytest.fixture
def run(network: Network, small: Quantised) -> SavedRun:
    result = Result("completed", 100, 1.0, 0.97, 0.97, temperature=1.5, confidence_threshold=0.6)
    whole = SavedRun(TrainSettings(augmentation="none", outliers="none"), result, network.state_dict())
    return int8_run(whole, small.network.content)


@pytest.fixture
def path(run: SavedRun, tmp_path: Path) -> Path:
    save(run, tmp_path / "run" / MODEL_FILE)
    return tmp_path / "run" / MODEL_FILE


@pytest.mark.parametrize("model", MODELS)
def that_the_bare_graph_gives_the_networks_logits(model: str, digits: Splits) -> None:
    network = build(model, seed=2).eval()
    images = digits.test.__getitems__(torch.arange(30))[0]
    with torch.inference_mode():
        torch.testing.assert_close(OnnxNetwork(bare_onnx(network))(images), network(images), rtol=0, atol=2e-5)


def that_folding_changes_neither_the_network_nor_its_answers(network: Network, digits: Splits) -> None:
    before = {name: values.clone() for name, values in network.state_dict().items()}
    graph = onnx.load_from_string(bare_onnx(network)).graph
    assert not [node for node in graph.node if node.op_type == "BatchNormalization"]
    images = digits.test.__getitems__(torch.arange(30))[0]
    with torch.inference_mode():
        torch.testing.assert_close(OnnxNetwork(bare_onnx(network))(images), network(images), rtol=0, atol=1e-4)
    assert all(torch.equal(network.state_dict()[name], values) for name, values in before.items())


def that_int8_answers_as_float32_does_on_almost_all_images_from_a_third_of_the_bytes(
    network: Network, small: Quantised, digits: Splits
) -> None:
    whole, eight = logits_of(network, digits.test), logits_of(small.network, digits.test)
    assert whole is not None and eight is not None and eight.dtype == torch.float32
    assert (whole.argmax(1) == eight.argmax(1)).float().mean() > 0.98
    assert len(small.network.content) < 0.35 * 4 * network.weights
    kinds = {weights.data_type for weights in onnx.load_from_string(small.network.content).graph.initializer}
    assert onnx.TensorProto.INT8 in kinds, "the weights are stored as int8"


def that_simple_networks_are_quantised_in_both_ways(digits: Splits) -> None:
    learner = Learner(TrainSettings(model="simple", schedule="constant", learning_rate=0.003), 40)
    for number in range(40):
        learner.learn(digits.train.__getitems__(torch.arange(number * 50, number * 50 + 50)))
    network = learner.network.eval()
    for made in (
        quantised(network, digits.train, digits.validation),
        dynamically_quantised(network, digits.validation),
    ):
        whole, eight = logits_of(network, digits.test), logits_of(made.network, digits.test)
        assert whole is not None and eight is not None
        assert (whole.argmax(1) == eight.argmax(1)).float().mean() > 0.9
        assert len(made.network.content) < 0.3 * 4 * network.weights


def that_nothing_is_printed_and_a_stop_is_heeded(
    network: Network, digits: Splits, capfd: pytest.CaptureFixture[str]
) -> None:
    quantised(network, digits.train, digits.validation)
    assert capfd.readouterr() == ("", "")
    with pytest.raises(Stopped):
        quantised(network, digits.train, digits.validation, lambda: True)


def that_it_is_kept_and_opened_like_any_other(run: SavedRun, path: Path, small: Quantised, digits: Splits) -> None:
    again = open_run(path)
    assert again.form == "int8" and again.result == run.result and "int8" in again.summary
    assert path.stat().st_size < 1.1 * len(small.network.content) + 5_000
    images = digits.test.__getitems__(torch.arange(20))[0]
    assert torch.equal(again.answering()(images), small.network(images))
    found, problems = latest_run(path.parent.parent)
    assert found and found.form == "int8" and not problems


def that_drawings_and_calibration_work_with_it(run: SavedRun, digits: Splits) -> None:
    classifier = run.classifier()
    readings = [classifier.read_image(image[0].numpy()) for image in digits.test.images[:20]]
    assert sum(one.digit == label for one, label in zip(readings, digits.test.labels.tolist(), strict=False)) >= 18
    assert calibrated(classifier.network, digits.validation.part(slice(50))) is not None
    assert evaluate(classifier.network, digits.test) is not None


def that_no_answer_depends_on_the_images_beside_it(digits: Splits) -> None:
    small = Classifier(dynamically_quantised(build("simple", seed=1), digits.validation.part(slice(50))).network)
    images = [image[0].numpy() // divisor for image, divisor in zip(digits.test.images, (1, 3, 9) * 5, strict=False)]
    assert [one.probabilities for one in small.read_images(images)] == [
        small.read_image(image).probabilities for image in images
    ]


def that_a_damaged_graph_is_one_sentence(run: SavedRun, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20_000] ^= 4
    path.write_bytes(content)
    with pytest.raises(InklingError, match=r"model\.inkling is damaged"):
        open_run(path)
    for graph in (b"rubbish", b"", run.weights["onnx"].numpy().tobytes()[:-100]):
        with pytest.raises(InklingError, match="is not a network for images of 28x28 pixels"):
            int8_run(run, graph).classifier()
    with pytest.raises(InklingError, match="is not a network for images"):
        replace(run, weights={}).classifier()


def that_what_it_cannot_do_is_one_sentence(run: SavedRun, path: Path, digits: Splits) -> None:
    seven = MyDigit("seven", 7, (((0.0, 0.0), (1.0, 0.0), (0.3, 1.0)),), "", None)
    with pytest.raises(InklingError, match=r"An int8 network answers, but it cannot learn .*: take the run that"):
        learn(run, [seven], digits)
    for name in ("weights.safetensors", "script.py"):
        with pytest.raises(InklingError, match=r"An int8 network answers, but it cannot learn"):
            export(path.parent, path.parent / name)
        assert not (path.parent / name).exists()


def that_its_onnx_file_gives_the_programs_answers(run: SavedRun, path: Path, digits: Splits) -> None:
    export(path.parent, path.parent / "network.onnx")
    session = onnxruntime.InferenceSession(path.parent / "network.onnx", providers=["CPUExecutionProvider"])
    some = digits.test.part(slice(50))
    found = session.run(["logits"], {"ink": (some.images / 255).numpy()})[0]
    ours = logits_of(run.answering(), some, read=tta_logits)
    assert ours is not None
    # Rounding to eight bits makes a large step of a last bit.
    assert np.abs(found - ours.numpy()).max() < 0.5 and (found.argmax(1) == ours.numpy().argmax(1)).mean() > 0.97
