"""How training grows: Amdahl's law, and sets of more images than MNIST has."""

import pytest
import torch

from benchmarks.speed.scale import KINDS, NETWORKS, modelled, more_images, serial_share
from engine.data import mnist
from engine.hardware import using_threads


@pytest.mark.parametrize("serial", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("cores", [2, 4])
def that_the_serial_share_is_found_again_from_the_speeds_of_the_law(serial: float, cores: int) -> None:
    assert serial_share(1_000, modelled(1_000, serial, cores), cores) == pytest.approx(serial)


def that_the_law_never_exceeds_the_number_of_cores_nor_the_serial_part() -> None:
    assert modelled(1_000, 0.0, 16) == 16_000
    assert modelled(1_000, 0.25, 10**9) == pytest.approx(4_000)
    assert serial_share(1_000, 900, 2) == 1.0, "slower with two cores: nothing of it is shared"
    assert serial_share(1_000, 2_500, 2) == 0.0


def that_a_larger_set_repeats_the_images_in_their_order() -> None:
    few = mnist().train
    larger = more_images(len(few) + 7)
    assert len(larger.train) == len(few) + 7
    assert len(larger.validation) == len(mnist().validation)
    assert torch.equal(more_images(100).train.images, few.images[:100])


@pytest.mark.parametrize("kind", ["batches", "networks"])
def that_steps_have_a_speed(kind: str) -> None:
    with using_threads(1):
        (speed,) = KINDS[kind].measured(KINDS[kind].sides[0], 0.01)
    assert speed > 0


def that_a_training_on_more_images_takes_seconds_and_memory(capsys: pytest.CaptureFixture[str]) -> None:
    with using_threads(1):
        seconds, cpu_seconds, megabytes = KINDS["images"].measured("500", 0.0)
    assert seconds > 0 and cpu_seconds > 0 and megabytes > 50
    KINDS["images"].tell({"1000": [1.0, 0.5, 100.0], "2000": [2.0, 1.0, 100.0], "3000": [3.0, 1.5, 102.0]})
    told = capsys.readouterr().out
    assert "images 2,000: 2.00 s, 500.0 CPU s a million images, peak memory 100 MB" in told
    assert "memory that an additional image takes: 1,049 bytes; its pixels are 784" in told


def that_the_networks_are_told_with_their_weights(capsys: pytest.CaptureFixture[str]) -> None:
    KINDS["networks"].tell({name: [10_000.0] for name in NETWORKS})
    assert "SimpleNN of 128, 101,770 weights: 10,000 images/s, 4 GFLOP/s" in capsys.readouterr().out
    KINDS["cores"].tell({"1": [1_000.0, 1_000.0], "2": [1_600.0, 800.0]})
    assert "cores 4, by the model: 2,286 images/s, 2.3 times one core's" in capsys.readouterr().out
