"""Quantisation: a trained network's weights and activations as 8-bit integers.

The result is an ONNX graph, as ONNX Runtime's int8 kernels are fast and torch's are not.
"""

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import nn

from engine.data import ImageSet
from engine.errors import InklingError, Stopped
from engine.models import INPUT, OUTPUT, Network, OnnxNetwork, Residual, evaluate, layers_of

CALIBRATION_IMAGES, CHUNK = 1_000, 50
"""Training images that determine the range of each layer's values; 200 gave nearly the same."""
FOLDED = {"onnx.quant.pre_process": "onnxruntime.quant"}
"""Tells ONNX Runtime that batch norms are folded; else it would advise that on standard error."""


class Quantised(NamedTuple):
    """The best of several quantisations of a network."""

    network: OnnxNetwork
    how: str
    """As the end of a sentence."""


class _Configuration(NamedTuple):
    """One way to configure quantisation."""

    how: str
    make: Callable[[Path, Path], object]
    """Called with the float32 file and the file to write."""


def quantised(
    network: Network, images: ImageSet, validation: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Quantised:
    """Return the static int8 network that is most accurate on `validation`; `images`, from training, give the scales.

    Weights have a scale for each channel. With eight bits, sums of two products overflow their 16 bits on CPUs with
    AVX2 but without VNNI (ONNX Runtime's `reduce_range`): SimpleNN read 97.4 instead of 97.9 % of the validation
    images there. Seven bits cost nothing measurable, so eight are used only if they win. Raises Stopped once
    `stopping()` returns true.
    """
    configurations = [
        _Configuration(
            f"{bits} of them in use for weights", partial(_static, bits=bits, images=images, stopping=stopping)
        )
        for bits in (7, 8)
    ]
    return _best(network, configurations, validation, stopping)


def dynamically_quantised(
    network: Network, validation: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Quantised:
    """Return a dynamic int8 network: weights are stored as int8, scales of activations are computed for each batch.

    For fully connected layers.
    """
    return _best(network, [_Configuration("scales of values found for each batch", _dynamic)], validation, stopping)


def _best(
    network: Network, configurations: list[_Configuration], validation: ImageSet, stopping: Callable[[], bool]
) -> Quantised:
    found: list[tuple[float, Quantised]] = []
    # onnxruntime.quantization reads and writes files.
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "float32.onnx"), Path(folder, "int8.onnx")
        source.write_bytes(bare_onnx(network))
        for configuration in configurations:
            if stopping():
                raise Stopped
            configuration.make(source, target)
            small = OnnxNetwork(target.read_bytes())
            score = evaluate(small, validation, stopping)
            if score is None:
                raise Stopped
            found.append((score.accuracy, Quantised(small, configuration.how)))
    return max(found, key=lambda pair: pair[0])[1]


def _static(source: Path, target: Path, *, bits: int, images: ImageSet, stopping: Callable[[], bool]) -> None:
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static

    quantize_static(
        str(source),
        str(target),
        _reader(images, stopping),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        reduce_range=bits == 7,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=_left_in_float(source),
    )


def _dynamic(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Unsigned weights, as signed ones overflow as described above.
    quantize_dynamic(str(source), str(target), weight_type=QuantType.QUInt8, op_types_to_quantize=["MatMul", "Gemm"])


def _left_in_float(source: Path) -> list[str]:
    """Return the name of a first convolution, which stays in float32: it has one weight in 160, and in int8 it made the
    whole network 1.5 times as slow.

    Its input would have to be quantised first, and there is no fast int8 kernel for a single channel.
    """
    import onnx

    first = next(node for node in onnx.load(str(source)).graph.node if node.op_type in ("Conv", "Gemm"))
    return [first.name] if first.op_type == "Conv" else []


def _reader(images: ImageSet, stopping: Callable[[], bool]) -> Any:
    from onnxruntime.quantization import CalibrationDataReader

    class Reader(CalibrationDataReader):  # type: ignore[misc]
        """Gives batches of normalised images by the graph's input name, then None."""

        def __init__(self) -> None:
            self._batches = _batches(images, stopping)

        def get_next(self) -> Any:
            return next(self._batches, None)

    return Reader()


def _batches(images: ImageSet, stopping: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    for chosen in torch.arange(min(CALIBRATION_IMAGES, len(images))).split(CHUNK):
        if stopping():
            raise Stopped
        yield {INPUT: images.__getitems__(chosen)[0].numpy()}


def bare_onnx(network: Network) -> bytes:
    """Return the ONNX graph from normalised images (N, 1, 28, 28) to logits, with batch norms folded into convolutions.

    Raises InklingError if the onnx library is missing.
    """
    try:
        from onnx import helper

        from engine.models import Graph, value_info
    except ImportError as error:
        raise InklingError("Quantising needs onnx and onnxruntime: install what requirements.txt lists.") from error
    graph = Graph()
    graph.named(graph.layers(folded(network), INPUT), OUTPUT)
    images, logits = (
        value_info(INPUT, (1, 28, 28), "normalised"),
        value_info(OUTPUT, (network.classes,), "of the classes"),
    )
    model = graph.model([images], [logits], "")
    helper.set_model_props(model, FOLDED)
    return model.SerializeToString()


def folded(network: nn.Sequential) -> nn.Sequential:
    """The same answers without the layers, like batch norms, that the layer before them can do as well."""
    modules: list[nn.Module] = []
    for _, layer in layers_of(network.eval()):
        if isinstance(layer.module, Residual):
            modules.append(Residual(*folded(nn.Sequential(*layer.module))))
            continue
        both = layer.folded_into(modules[-1]) if modules else None
        if both is None:
            modules.append(layer.module)
        else:
            modules[-1] = both
    return nn.Sequential(*modules).eval()
