"""A run's weights as a safetensors file, which other programs load without executing code.

Importing this file imports the safetensors library.
"""

from pathlib import Path

from safetensors.torch import save

from engine.export.metadata import IMAGES, NORMALISATION, metadata, of_classes
from engine.runs import SavedRun
from engine.settings import NAMES
from engine.system import write_atomically


def write_safetensors(run: SavedRun, path: Path) -> None:
    """Write the weights by their names in torch, and metadata that explain how to classify images with them.

    Raises InklingError when the file cannot be written, or the network is int8.
    """
    # The format stores contiguous tensors only.
    tensors = {name: tensor.contiguous() for name, tensor in run.network().state_dict().items()}
    names = NAMES[run.settings.data]
    logits = f"logits (N, {len(names)}) {of_classes(names)}"
    told = metadata(run) | {
        "format": "pt",
        "input": f"{IMAGES}; {NORMALISATION}",
        "output": f"{logits}; divide by the temperature in `result` before the softmax",
    }
    write_atomically(path, lambda file: file.write(save(tensors, told)))
