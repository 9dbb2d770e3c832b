"""Writes a trained network as a page to play with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.data import splits
from engine.errors import InklingError
from engine.export.playable.choice import choose
from engine.export.playable.layers import page_layers
from engine.export.playable.numbers import FORMS, Form
from engine.export.playable.page import playable_page
from engine.formats import data_size
from engine.models import Network, logits_for, plain_logits
from engine.runs import SavedRun
from engine.settings import NAMES
from engine.system import write_atomically

MOST_BYTES = 500_000
"""Of a page: it travels by mail and opens at once on a phone."""


def write_playable(run: SavedRun, path: Path, name: str = "", stopping: Callable[[], bool] = lambda: False) -> str:
    """Write the page and return a sentence about its size and its weights.

    It is called `name`, or else what the network is called: nobody who plays with it knows the settings of a run.

    Raises InklingError for a network that is int8 or too large, when the validation images are not there or the file
    cannot be written, and Stopped, before anything is written, once `stopping()` returns true.
    """
    network = run.network().eval()
    pages = {form: page_of(run, network, form, name) for form in FORMS}
    fitting: list[Form] = [form for form, content in pages.items() if len(content) <= MOST_BYTES]
    if not fitting:
        raise _too_large(network, len(pages["int8"]))
    floats: list[Form] = [form for form in fitting if form != "int8"]
    validation = splits(run.settings.data).validation
    choice = choose(network, run.result.calibration, validation, floats or fitting, stopping)
    content = pages[choice.form]
    write_atomically(path, lambda file: file.write(content))
    return f"{data_size(len(content))}, {choice.told}."


def page_of(run: SavedRun, network: Network, form: Form, name: str = "") -> bytes:
    """The page with weights of this type, however large it is."""
    in_views = logits_for(run.settings.data) is not plain_logits
    values = {"form": form, **_facts(run, network), "layers": page_layers(network, form)}
    return playable_page(name or run.kind, values, in_views=in_views).encode()


def _facts(run: SavedRun, network: Network) -> dict[str, Any]:
    settings, result = run.settings, run.result
    return {
        "kind": run.kind,
        "weights": network.weights,
        "test_accuracy": result.test_accuracy,
        "data": settings.data,
        "names": NAMES[settings.data],
        "temperature": result.temperature,
        "threshold": result.confidence_threshold,
    }


def _too_large(network: Network, size: int) -> InklingError:
    return InklingError(
        f"This network has {network.weights:,} weights, and even with 8 bits for each its page would have "
        f"{data_size(size)}: at most {data_size(MOST_BYTES)} are possible. Make it smaller, or train a smaller one."
    )
