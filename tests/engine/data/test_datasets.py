"""MNIST, bundled, unpacked, verified and split."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits, _read_mnist, mnist
from engine.data.image_sets import ImageSet
from engine.data.sources.bundled_mnist import MD5, unpack_mnist
from engine.data.torchvision_import import import_torchvision
from engine.errors import InklingError
from engine.system.home import HOME_VARIABLE

LABELS = "t10k-labels-idx1-ubyte"


@pytest.fixture
def unpacked(home: Path) -> Path:
    mnist()
    return home / "MNIST" / "raw"


def that_all_of_mnist_is_there(home: Path) -> None:
    splits = mnist()
    assert [len(part) for part in (splits.train, splits.validation, splits.test)] == [55_000, 5_000, 10_000]
    assert splits.train.images.dtype == torch.uint8 and splits.train.images.shape[1:] == (1, 28, 28)
    assert splits.train.labels.dtype == torch.int64
    assert splits.test.labels[:5].tolist() == [7, 2, 1, 0, 4]


def that_training_and_validation_images_are_the_60000_and_never_change(home: Path) -> None:
    first = mnist()
    # Without the cache, which others go on using.
    again = _read_mnist.__wrapped__(home)
    assert torch.equal(first.validation.images, again.validation.images)
    raw = unpack_mnist(home)["train-images-idx3-ubyte"][16:]
    split = torch.cat([first.train.images, first.validation.images]).reshape(-1, 784).numpy()
    assert sorted(raw[start : start + 784] for start in range(0, len(raw), 784)) == sorted(map(bytes, split))


def that_torchvision_finds_the_files_as_if_it_had_downloaded_them(unpacked: Path) -> None:
    datasets = import_torchvision().datasets
    found = datasets.MNIST(str(unpacked.parent.parent), train=False, download=False)
    assert len(found) == 10_000 and found[0][1] == 7


@pytest.mark.parametrize("damage", ["missing", "cut short", "one bit flipped", "empty"])
def that_a_damaged_file_is_unpacked_again(unpacked: Path, damage: str) -> None:
    path = unpacked / LABELS
    content = path.read_bytes()
    flipped = content[:-1] + bytes([content[-1] ^ 1])
    path.write_bytes({"missing": b"", "cut short": content[:5000], "one bit flipped": flipped, "empty": b""}[damage])
    if damage == "missing":
        path.unlink()
    unpack_mnist(unpacked.parent.parent)
    assert hashlib.md5(path.read_bytes()).hexdigest() == MD5[LABELS]


def that_two_threads_that_unpack_at_once_do_not_disturb_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    with ThreadPoolExecutor(4) as pool:
        found = [future.result() for future in [pool.submit(mnist) for _ in range(4)]]
    assert all(splits is found[0] for splits in found)


def that_a_folder_that_cannot_be_written_to_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder")
    monkeypatch.setenv(HOME_VARIABLE, str(in_the_way / "home"))
    with pytest.raises(InklingError, match=rf"{in_the_way}.*cannot be written to.*{HOME_VARIABLE}"):
        mnist()


def that_a_batch_is_fetched_and_normalised_whole(digits: Splits) -> None:
    indices = torch.arange(0, 2000, 2)
    images, labels = digits.train.__getitems__(indices)
    assert images.dtype == torch.float32 and images.shape == (1000, 1, 28, 28)
    assert torch.equal(labels, digits.train.labels[::2])
    by_hand = (digits.train.images[::2].double() / 255 - 0.1307) / 0.3081
    torch.testing.assert_close(images.double(), by_hand, atol=1e-5, rtol=0)


def that_indices_may_be_a_list_an_array_or_a_tensor(digits: Splits) -> None:
    chosen = torch.tensor([3, 1, 4])
    expected = digits.train.__getitems__(chosen)
    for indices in (chosen.tolist(), chosen.numpy()):
        for got, wanted in zip(digits.train.__getitems__(indices), expected, strict=True):
            assert torch.equal(got, wanted)


def that_one_image_is_a_batch_of_one(digits: Splits) -> None:
    images, labels = digits.train[5]
    assert images.shape == (1, 1, 28, 28) and labels.tolist() == [int(digits.train.labels[5])]


def that_parts_share_the_order(digits: Splits) -> None:
    part: ImageSet = digits.train.part(slice(10, 20))
    assert len(part) == 10 and torch.equal(part.labels, digits.train.labels[10:20])
