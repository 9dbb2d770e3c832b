"""The metadata of a file of weights, for people and for other programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from engine import __version__
from engine.data import MEAN, STANDARD_DEVIATION
from engine.runs import SavedRun
from engine.settings import DIGITS, FIELDS, NAMES
from engine.stack import stack_of, stack_text

IMAGES = (
    "float32 (N, 1, 28, 28), 0 for paper and 1 for ink; digits made as MNIST's were: 20x20 pixels at the most, moved "
    "until the centre of mass lies in the middle"
)
NORMALISATION = f"subtract {MEAN}, then divide by {STANDARD_DEVIATION}"


def metadata(run: SavedRun) -> dict[str, str]:
    """Texts by key, as safetensors and ONNX store them; settings and result are JSON objects."""
    result = asdict(run.result)
    # The person's own digits are private.
    del result["learnt"]
    return {
        "program": f"Inkling {__version__}",
        "network": run.settings.model,
        "layers": stack_text(stack_of(run.settings.model)),
        "data": FIELDS["data"].labels[run.settings.data],
        "classes": json.dumps(NAMES[run.settings.data]),
        "summary": run.summary.replace("\N{NO-BREAK SPACE}", " "),
        "settings": json.dumps(run.settings.model_dump()),
        "result": json.dumps(result),
    }


def of_classes(names: Sequence[str]) -> str:
    """The classes of the outputs, in their order."""
    return "of the digits 0 to 9" if names is DIGITS else f"of {', '.join(names)}"
