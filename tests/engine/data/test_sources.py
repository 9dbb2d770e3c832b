"""Data sets besides MNIST: taken from local files, read, learnt and called by their names."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from benchmarks.shared.data_server import DataServer
from engine.__main__ import main
from engine.data.augmentation.augment import augment
from engine.data.datasets import Splits, splits
from engine.data.image_sets import ImageSet
from engine.data.sources.catalogue import SOURCES
from engine.data.sources.fetching import downloaded, imported
from engine.data.sources.raw_files import folder_of, is_here
from engine.data.torchvision_import import import_torchvision
from engine.data.training_set import training_images
from engine.errors import InklingError
from engine.events import BatchDone, Started
from engine.export.metadata import metadata
from engine.export.onnx_file import onnx_model
from engine.export.script.whole_script import script
from engine.ink.my_digits import MyDigit
from engine.inspection.mistakes import mistakes_of
from engine.inspection.seen_images import page_of
from engine.models.networks import build
from engine.runs.saved_network import SavedRun
from engine.settings.labels import DIGITS, NAMES, NOTHING
from engine.settings.train_settings import DataName, TrainSettings
from engine.system.home import data_folder
from engine.training.diagnosis import Diagnosis
from engine.training.fine_tuning import learn
from engine.training.run.control import RunControl
from engine.training.start import train
from tests.support import small_data
from tests.support.terminal import Terminal

QUICK = TrainSettings(data="emnist-letters", model="simple", epochs=1, threads=1)
LINE = (((0.0, 0.0), (1.0, 1.0)),)


@pytest.fixture
def packed(mirror: DataServer, tmp_path: Path) -> Path:
    """A folder with the files as they are downloaded."""
    for path, content in mirror.files.items():
        place = tmp_path / "usb" / path.split("/")[1]
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
    return tmp_path / "usb"


@pytest.fixture(scope="module")
def letters(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Splits]:
    """26 classes, ten of which occur."""
    digits = splits("mnist")
    parts = (digits.train.part(slice(1500)), digits.validation.part(slice(300)), digits.test.part(slice(300)))
    yield Splits(*(ImageSet(part.images, part.labels + 16, "emnist-letters") for part in parts))


@pytest.fixture(scope="module")
def run(letters: Splits, tmp_path_factory: pytest.TempPathFactory) -> SavedRun:
    control = RunControl()
    list(train(QUICK, control, letters, tmp_path_factory.mktemp("runs")))
    assert control.trained
    return control.trained


def that_the_names_are_in_the_order_of_torchvisions() -> None:
    datasets = import_torchvision().datasets
    for data in ("fashion", "kmnist"):
        theirs = getattr(datasets, SOURCES[data].kind).classes
        assert [name.split("/")[0] for name in theirs] == list(NAMES[data])
    assert [name.upper() for name in datasets.EMNIST.classes_split_dict["letters"][1:]] == list(NAMES["emnist-letters"])


def that_a_data_set_that_is_not_there_says_what_to_do(mirror: DataServer) -> None:
    with pytest.raises(InklingError, match=r"are not on this computer yet: .*python -m engine data fashion`\.$"):
        splits("fashion")


def that_files_on_a_stick_are_taken_in(packed: Path, mirror: DataServer) -> None:
    list(imported("fashion", packed))
    assert is_here("fashion") and mirror.asked == [] and len(list(packed.iterdir())) == 5


def that_files_in_torchvisions_own_folder_are_taken_in(packed: Path) -> None:
    (packed / "FashionMNIST").mkdir()
    (packed / "FashionMNIST" / "raw").mkdir()
    for name in SOURCES["fashion"].files:
        (packed / f"{name}.gz").rename(packed / "FashionMNIST" / "raw" / f"{name}.gz")
    list(imported("fashion", packed))
    assert is_here("fashion")


def that_files_packed_by_somebody_else_count_by_their_content(packed: Path) -> None:
    first, second, *_ = SOURCES["fashion"].files
    (packed / f"{first}.gz").write_bytes(gzip.compress(small_data.raw()[0], 2))
    (packed / f"{second}.gz").unlink()
    (packed / second).write_bytes(small_data.raw()[1])
    list(imported("fashion", packed))
    assert is_here("fashion")


@pytest.mark.parametrize("damage", ["missing", "flipped", "no gzip"])
def that_a_wrong_local_file_is_one_sentence(packed: Path, damage: str) -> None:
    path = packed / f"{SOURCES['fashion'].files[2]}.gz"
    content = path.read_bytes()
    path.unlink() if damage == "missing" else path.write_bytes(
        content[:-9] + bytes([content[-9] ^ 1]) + content[-8:] if damage == "flipped" else b"something else"
    )
    expected = "There is no" if damage == "missing" else "its checksum is wrong"
    with pytest.raises(InklingError, match=expected):
        list(imported("fashion", packed))
    assert not is_here("fashion")


def that_emnists_images_stand_upright_and_its_letters_begin_with_a(mirror: DataServer) -> None:
    list(downloaded("emnist-letters"))
    assert is_here("emnist-digits"), "one archive holds both"
    assert not (folder_of(SOURCES["emnist-letters"]) / "gzip.zip").exists()
    letters, digits = splits("emnist-letters"), splits("emnist-digits")
    whole = torch.frombuffer(bytearray(small_data.raw()[2][16:]), dtype=torch.uint8).view(-1, 1, 28, 28)
    assert torch.equal(letters.test.images, whole) and torch.equal(digits.test.images, whole)
    assert torch.equal(letters.test.labels, digits.test.labels)
    assert [len(part) for part in (letters.train, letters.validation, letters.test)] == [1000, 5000, 500]
    assert (letters.train.classes, digits.train.classes) == (26, 10)


def that_a_damaged_file_is_no_longer_there(mirror: DataServer) -> None:
    list(downloaded("fashion"))
    path = folder_of(SOURCES["fashion"]) / SOURCES["fashion"].files[2]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(InklingError, match="was damaged and is deleted"):
        splits("fashion")
    assert not is_here("fashion")
    list(downloaded("fashion"))
    assert len(splits("fashion").test) == small_data.TESTING


@pytest.mark.parametrize("data", ["kmnist", "emnist-letters"])
def that_strokes_are_added_to_digits_only(digits: Splits, data: DataName) -> None:
    ink = digits.train.images[digits.train.labels == 1][:200] / 255
    ones = torch.ones(len(ink), dtype=torch.int64)

    def varied(data: DataName) -> torch.Tensor:
        return augment(ink.clone(), ones, torch.Generator().manual_seed(3), data)

    assert varied("mnist").sum() > 1.1 * varied(data).sum()
    clothes = varied("fashion")
    assert clothes.shape == ink.shape and abs(clothes.sum() / ink.sum() - 1) < 0.05


def that_nothing_is_mixed_into_what_are_no_digits(letters: Splits) -> None:
    mine = [MyDigit("one", 1, LINE, "", None)]
    assert len(training_images(QUICK, letters.train, mine)) == len(letters.train)


def that_letters_are_learnt_and_called_by_their_names(run: SavedRun, letters: Splits) -> None:
    assert run.network().output.out_features == 26  # type: ignore[union-attr]
    reading = run.classifier().read_image(letters.test.images[0, 0].numpy())
    assert len(reading.probabilities) == 26 and reading.name in NAMES["emnist-letters"]
    assert reading.best_two[0] == (reading.name, reading.confidence)
    found = mistakes_of(run.classifier(), letters.test)
    assert found and found.confusion.shape == (26, 26) and found.names[16] == "Q"
    assert run.result.test_accuracy and run.result.test_accuracy > 0.6
    assert "EMNIST letters" in run.summary


def that_a_page_of_images_counts_every_class(letters: Splits) -> None:
    page = page_of(letters.train, 0, varied=False)
    assert len(page.counts) == 27 and page.counts[-1] == 0 and sum(page.counts) == len(letters.train)
    assert page.names == NAMES["emnist-letters"] and NOTHING not in page.labels


def that_guessing_is_worse_among_more_classes() -> None:
    start = Started("cnn", "", 1, "cpu", 1, "", 0, 2, 64, 100, 1, 0, 0, 1, 1)

    def notes(started: Started) -> list[object]:
        diagnosis = Diagnosis()
        diagnosis.add(started)
        return [note for step in range(40) if (note := diagnosis.add(BatchDone(step, 1, 3.2, 0.1, 1.0, 0.0)))]

    assert notes(start) and not notes(start._replace(data="emnist-letters", classes=26))


def that_only_a_network_for_digits_learns_a_persons_digits(run: SavedRun, letters: Splits) -> None:
    with pytest.raises(InklingError, match="one that reads digits can learn yours"):
        learn(run, [MyDigit("one", 1, LINE, "", None)], letters)


def that_exports_say_what_the_classes_are(run: SavedRun) -> None:
    assert '"Q"' in metadata(run)["classes"]
    model = onnx_model(run.network(), run.result.calibration, "emnist-letters")
    assert {value.type.tensor_type.shape.dim[1].dim_value for value in model.graph.output} == {26}
    clothes = onnx_model(build("cnn"), run.result.calibration, "fashion")
    assert [value.name for value in clothes.graph.output] == ["logits", "probabilities"]
    assert "GridSample" not in {node.op_type for node in clothes.graph.node}, "clothes are looked at once"


@pytest.mark.parametrize("data", ["fashion", "emnist-letters"])
def that_the_exported_script_reads_the_same_images(run: SavedRun, mirror: DataServer, data: DataName) -> None:
    list(downloaded(data))
    settings = QUICK.model_copy(update={"data": data, "augmentation": "varied"})
    weights = (
        run.weights if data == "emnist-letters" else {k: v[:10] if "output" in k else v for k, v in run.weights.items()}
    )
    text = script(SavedRun(settings, run.result, weights))
    assert (
        all(len(line) <= 120 or str(data_folder()) in line for line in text.splitlines())
        and ", ".join(NAMES[data]) in text
    )
    names: dict[str, object] = {}
    # As far as the images are read: training is the same as for digits.
    head, _ = text.split("learning = torch.randperm")
    exec(head.replace("sys.argv[1]", "''").replace("len(sys.argv)", "0"), names)
    images, labels = names["images"], names["labels"]
    every = splits(data)
    order = torch.randperm(small_data.TRAINING, generator=torch.Generator().manual_seed(1998))
    assert isinstance(labels, torch.Tensor) and isinstance(images, torch.Tensor)
    assert torch.equal(labels[order[:5000]], every.validation.labels)
    torch.testing.assert_close(images[order[:9]], every.validation.__getitems__(range(9))[0], atol=1e-5, rtol=0)


def that_one_command_trains_what_another_has_downloaded(
    mirror: DataServer, terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    train_it = ["train", "--data", "fashion", "--model", "simple", "--epochs", "1", "--threads", "1"]
    assert "python -m engine data fashion" in terminal.refuses(*train_it)
    assert main(["data"]) == 0 and "not here" in capsys.readouterr().out
    assert main(["data", "fashion"]) == 0 and "are here now" in capsys.readouterr().out
    assert main(["data", "fashion"]) == 0 and "are here already" in capsys.readouterr().out
    assert main(train_it) == 0
    assert "1,000 images of Fashion-MNIST in batches" in capsys.readouterr().out
    assert main(["runs"]) == 0
    assert "Images Fashion-MNIST" in capsys.readouterr().out


def that_the_terminal_takes_local_files_and_says_what_is_wrong_with_them(
    packed: Path, terminal: Terminal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "There is no" in terminal.refuses("data", "fashion", "--from", packed / "nowhere")
    assert main(["data", "fashion", "--from", str(packed)]) == 0
    assert "are here now" in capsys.readouterr().out


def that_digits_are_called_digits_everywhere() -> None:
    assert NAMES["mnist"] is DIGITS and NAMES["emnist-digits"] is DIGITS and "".join(DIGITS) == "0123456789"
