"""All that training and exports can do, they can do with a network that a person builds."""

from pathlib import Path

import pytest
from safetensors import safe_open

from benchmarks.networks.stack_checks import SETTINGS
from engine.data.datasets import Splits
from engine.events import Finished
from engine.export.run_export import FORMATS, export
from engine.runs.saved_network import open_run
from engine.settings.train_settings import TrainSettings
from engine.training.learning_rate_suggestion import RatePoint
from engine.training.learning_rate_sweep import find_rate
from engine.training.start import train
from tests.support.networks import OWN
from tests.support.runs.events import losses
from tests.support.small_data import parts

every = pytest.mark.parametrize("model", [OWN["residual"], OWN["of units"]], ids=["residual", "of units"])


def settings_for(model: str, **more: object) -> TrainSettings:
    return TrainSettings.model_validate(SETTINGS.model_dump() | {"model": model, **more})


def trained(settings: TrainSettings, splits: Splits, runs: Path) -> tuple[Finished, list[float]]:
    events = list(train(settings, splits=splits, runs=runs))
    end = events[-1]
    assert isinstance(end, Finished) and end.reason == "completed" and end.saved_to
    return end, losses(events)


@every
def that_it_teaches_itself_computes_in_bfloat16_and_is_exported_in_every_format(
    model: str, digits: Splits, tmp_path: Path
) -> None:
    few = parts(digits, 300, 150)
    end, alone = trained(settings_for(model), few, tmp_path)
    folder = Path(end.folder)
    _, rounded = trained(settings_for(model, precision="bfloat16"), few, tmp_path)
    assert rounded != alone and rounded == pytest.approx(alone, rel=0.1)
    _, taught = trained(settings_for(model, teacher=folder.name), few, tmp_path)
    assert taught[0] == alone[0] and taught != alone, "the first loss is that of the same weights and labels"
    for suffix in FORMATS:
        export(folder, tmp_path / f"made{suffix}")
        assert (tmp_path / f"made{suffix}").stat().st_size > 500
    with safe_open(tmp_path / "made.safetensors", "pt") as file:
        assert set(file.keys()) == set(open_run(Path(end.saved_to or "")).weights)
    assert "Own 4-4" in (page := (tmp_path / "made.html").read_text(encoding="utf-8")) or "Own 9-9" in page


@every
def that_a_learning_rate_is_searched(model: str, digits: Splits) -> None:
    *points, _ = find_rate(settings_for(model), digits.train)
    assert len(points) > 10 and all(isinstance(point, RatePoint) for point in points)


def that_the_same_network_written_otherwise_has_the_same_losses(digits: Splits, tmp_path: Path) -> None:
    few = parts(digits, 150, 150)
    _, named = trained(settings_for("simple"), few, tmp_path)
    _, written = trained(settings_for("Flatten -> dense 128 -> ReLU -> fc 10"), few, tmp_path)
    assert named == written and len(named) == 3
