"""A trained network as ONNX, with everything from the image to the program's answer.

Importing this file imports the onnx library.
"""

from pathlib import Path

from onnx import ModelProto, helper
from torch import nn

from engine.export.metadata import IMAGES, metadata, of_classes
from engine.ink import SIZE
from engine.models import Calibration, Graph, OnnxNetwork, logits_for, plain_logits, value_info
from engine.runs import SavedRun
from engine.settings import NAMES, DataName
from engine.system import write_atomically


def write_onnx(run: SavedRun, path: Path) -> None:
    """Write `onnx_model` with metadata. Raises InklingError when the weights do not fit the network or the
    file cannot be written."""
    model = onnx_model(run.answering(), run.result.calibration, run.settings.data)
    helper.set_model_props(model, metadata(run))
    content = model.SerializeToString()
    write_atomically(path, lambda file: file.write(content))


def onnx_model(network: nn.Sequential | OnnxNetwork, calibration: Calibration, data: DataName = "mnist") -> ModelProto:
    """A graph from `ink` float32 (N, 1, 28, 28), 0 to 1, to `logits` and `probabilities` float32 (N, C), for any N.

    C is the number of classes of `data`. Both outputs are those of the program's answers: the mean of test-time
    augmentation, for data that has it, and its softmax at the calibrated temperature.
    Raises InklingError for a layer that has no operator in ONNX.
    """
    graph = Graph()
    names, once = NAMES[data], logits_for(data) is plain_logits
    image = graph.normalised("ink")
    seen = image if once else graph.tta_copies(image)
    answers = graph.inlined(network.content, seen) if isinstance(network, OnnxNetwork) else graph.layers(network, seen)
    logits = graph.named(answers, "logits") if once else graph.tta_mean(answers, len(names))
    told = of_classes(names) + ("" if once else ": the mean over five augmented copies of each image")
    graph.probabilities(logits, calibration.temperature)
    return graph.model(
        [value_info("ink", (1, SIZE, SIZE), IMAGES)],
        [
            value_info(logits, (len(names),), told),
            value_info("probabilities", (len(names),), f"{of_classes(names)}, calibrated"),
        ],
        "Classifies an image of ink. Normalisation, test-time augmentation and calibration are part of the graph.",
    )
