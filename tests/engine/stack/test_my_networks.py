"""Networks that a person has named stay, and a file that others wrote does no harm."""

from pathlib import Path

import pytest

from engine.__main__ import main
from engine.errors import InklingError
from engine.settings import FIELDS
from engine.stack import called, delete_network, my_networks, save_network, stack_of, with_names
from engine.stack.my_networks import FILE
from engine.sweep import varied

TEXT = "flatten, linear 7, relu, output"


def that_a_network_is_kept_under_its_name_until_it_is_deleted(tmp_path: Path) -> None:
    save_network("  My   seven ", TEXT, tmp_path)
    save_network("Other", "simple", tmp_path)
    assert my_networks(tmp_path) == {"My seven": TEXT, "Other": "simple"}
    assert with_names("My seven", tmp_path) == TEXT and with_names("cnn", tmp_path) == "cnn"
    text = delete_network("My seven", tmp_path)
    assert text == TEXT and my_networks(tmp_path) == {"Other": "simple"}
    save_network("My seven", text, tmp_path)
    assert stack_of(my_networks(tmp_path)["My seven"]).widths == (7,)
    with pytest.raises(InklingError, match='no network called "gone"'):
        delete_network("gone", tmp_path)


@pytest.mark.parametrize("name", ["", "x" * 41, "a, b", "cnn", "LeNet-5", "small CNN", "bell\a"])
def that_a_name_that_could_mean_something_else_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InklingError):
        save_network(name, TEXT, tmp_path)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("content", [b"[1]", b"{", b'{"a": 1}', b"[" * 100_000, b"\xff"])
def that_a_damaged_file_is_a_sentence_and_stays_as_it_is(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(InklingError, match=FILE):
        my_networks(tmp_path)
    with pytest.raises(InklingError, match=FILE):
        save_network("mine", TEXT, tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def that_what_is_no_network_any_more_is_left_out(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f'{{"bad": "flatten, linear 99999, output", "good": "{TEXT}"}}')
    assert my_networks(tmp_path) == {"good": TEXT}


def that_a_network_is_called_by_its_name_as_long_as_it_has_one(tmp_path: Path) -> None:
    assert called(TEXT, tmp_path) == "Own 7"
    save_network("My seven", TEXT, tmp_path)
    assert called(TEXT, tmp_path) == "My seven" and called("cnn", tmp_path) == "Small CNN"
    delete_network("My seven", tmp_path)
    assert called(TEXT, tmp_path) == "Own 7"
    (tmp_path / FILE).write_bytes(b"{")
    assert called(TEXT, tmp_path) == "Own 7"


def that_a_name_is_found_whatever_its_case_if_no_other_is_alike(tmp_path: Path) -> None:
    save_network("My Seven", TEXT, tmp_path)
    assert with_names("my  seven", tmp_path) == TEXT
    save_network("my seven", "simple", tmp_path)
    assert with_names("My Seven", tmp_path) == TEXT and with_names("MY SEVEN", tmp_path) == "MY SEVEN"


def that_a_sweep_takes_the_names_of_some_of_them(home: Path) -> None:
    other = "flatten, linear 11, relu, output"
    save_network("Anna's net", other)
    tried = varied("model", "Small CNN, Anna's net")
    assert tried.values == ("cnn", other)
    assert [FIELDS["model"].label(one) for one in tried.values] == ["Small CNN", "Anna's net"]
    delete_network("Anna's net")


def that_the_terminal_takes_the_name_of_one_of_them(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_network("mine", TEXT)
    assert main(["train", "--network", "mine", "--epochs", "0"]) == 2
    assert capsys.readouterr().err.startswith("Epochs must be")
    assert main(["train", "--network", "yours"]) == 2
    assert 'no network called "yours"' in capsys.readouterr().err
