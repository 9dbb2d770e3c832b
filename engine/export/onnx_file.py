"""A trained network as ONNX, with everything that makes the program's answers of it.

Importing this file imports the onnx library.
"""

from pathlib import Path

from onnx import ModelProto, helper
from torch import nn

from engine.atomic_file import write_atomically
from engine.classifier import Calibration
from engine.export.metadata import IMAGES, metadata
from engine.export.onnx_graph import Graph, value_info
from engine.ink import SIZE
from engine.labels import CLASSES
from engine.onnx_network import OnnxNetwork
from engine.runs import SavedRun


def write_onnx(run: SavedRun, path: Path) -> None:
    """Input and outputs as `onnx_model` has them. Raises InklingError when the weights do not fit the network or the
    file cannot be written."""
    model = onnx_model(run.answering(), run.result.calibration)
    helper.set_model_props(model, metadata(run))
    content = model.SerializeToString()
    write_atomically(path, lambda file: file.write(content))


def onnx_model(network: nn.Sequential | OnnxNetwork, calibration: Calibration) -> ModelProto:
    """From `ink` float32 (N, 1, 28, 28), 0 to 1, to `logits` and `probabilities` float32 (N, 10), for any N.

    Both are those of the program's answers: the mean over all views, and the softmax of it over the temperature.
    Raises TypeError for a layer that has no rule here.
    """
    graph = Graph()
    views = graph.views(graph.normalised("ink"))
    several = (
        graph.inlined(network.content, views) if isinstance(network, OnnxNetwork) else graph.layers(network, views)
    )
    logits = graph.mean_over_views(several)
    graph.probabilities(logits, calibration.temperature)
    return graph.model(
        [value_info("ink", (1, SIZE, SIZE), IMAGES)],
        [
            value_info(logits, (CLASSES,), "of the digits 0 to 9: the mean over five views of each image"),
            value_info("probabilities", (CLASSES,), "of the digits 0 to 9, calibrated"),
        ],
        "Reads handwritten digits. Normalisation, views and calibration are part of the graph: give it ink.",
    )
