"""What torchrun's variables say, and which part of a batch follows from it."""

import pytest

from engine.errors import InklingError
from engine.training.distributed import meeting
from engine.training.distributed.launch import Launch, Refusal, launched
from tests.support.ranks import free_port
from tests.support.terminal import Terminal

VARIABLES = {"RANK": "1", "WORLD_SIZE": "2", "MASTER_ADDR": "192.168.1.5", "MASTER_PORT": "29500"}


def that_a_process_trains_alone_unless_torchrun_says_otherwise() -> None:
    assert launched({}) is None
    assert launched({**VARIABLES, "RANK": "0", "WORLD_SIZE": "1"}) is None
    assert launched(VARIABLES) == Launch(1, 2, "192.168.1.5", 29500)


@pytest.mark.parametrize(
    "wrong", [{"RANK": "2"}, {"RANK": "-1"}, {"RANK": "one"}, {"WORLD_SIZE": ""}, {"MASTER_PORT": "70000"}], ids=str
)
def that_variables_that_contradict_one_another_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(InklingError, match=r"^RANK, WORLD_SIZE, .*: start with torchrun\.$"):
        launched(VARIABLES | wrong)


def that_a_missing_variable_is_named() -> None:
    with pytest.raises(InklingError, match="MASTER_ADDR'"):
        launched({name: value for name, value in VARIABLES.items() if name != "MASTER_ADDR"})


@pytest.mark.parametrize("size", [2, 3, 5])
def that_parts_make_the_batch_and_differ_by_one_image_at_most(size: int) -> None:
    for images in range(3 * size + 1):
        parts = [range(images)[Launch(rank, size, "", 1).part(images)] for rank in range(size)]
        assert [image for part in parts for image in part] == list(range(images))
        assert max(map(len, parts)) - min(map(len, parts)) <= 1


def that_a_batch_that_cannot_be_shared_equally_is_refused() -> None:
    launch = Launch(0, 3, "", 1)
    launch.check_batch_size(255)
    with pytest.raises(Refusal, match=r"a batch of 256 images equally: .* a multiple of 3, such as 255\.$"):
        launch.check_batch_size(256)
    with pytest.raises(Refusal, match=r"such as 3\.$"):
        launch.check_batch_size(2)


def that_an_address_where_nobody_answers_is_said(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "ANSWER_SECONDS", 0.1)
    port = free_port()
    for name, value in (VARIABLES | {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}).items():
        monkeypatch.setenv(name, value)
    assert terminal.refuses("train").startswith(f"Nobody answers at 127.0.0.1, port {port}: start the first computer")
    assert "cannot share a batch of 255" in terminal.refuses("train", "--batch-size", "255")
    assert "resumed by one process" in terminal.refuses("train", "--resume", "latest")
