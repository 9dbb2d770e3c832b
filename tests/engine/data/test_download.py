"""Downloading data sets from a server that does not always do what it should."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.shared.data_server import DataServer
from engine.data.sources import download
from engine.data.sources import download as web_stream
from engine.data.sources.catalogue import MIRROR_VARIABLE, SOURCES, archives
from engine.data.sources.fetching import Progress, downloaded
from engine.data.sources.raw_files import folder_of, is_here
from engine.errors import InklingError
from engine.system.home import data_folder
from tests.support import small_data
from tests.support.project import ROOT

IMAGES = "FashionMNIST/train-images-idx3-ubyte.gz"
NAME = IMAGES.split("/")[1]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow each other at once."""
    monkeypatch.setattr(download, "PAUSES", (0.0, 0.0, 0.0))


def raw() -> Path:
    return folder_of(SOURCES["fashion"])


def left() -> set[str]:
    """The files that are there afterwards."""
    return {path.name for path in raw().iterdir()}


def refusal(steps: Generator[Progress]) -> str:
    with pytest.raises(InklingError) as caught:
        list(steps)
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


def that_addresses_and_checksums_are_those_of_torchvision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MIRROR_VARIABLE, raising=False)
    first, *_ = archives(SOURCES["fashion"])
    assert first.md5 == "8d4fb7e6c68d591d4c3dfef9ec88bf0d" and first.addresses[0].startswith("http")
    (emnist,) = archives(SOURCES["emnist-letters"])
    assert emnist.name == "gzip.zip" and len(emnist.holds) == 8
    elsewhere = archives(SOURCES["kmnist"], ["http://school.example/data/"])
    assert elsewhere[0].addresses == ("http://school.example/data/KMNIST/train-images-idx3-ubyte.gz",)


def that_all_of_a_data_set_comes_and_nothing_else_stays(mirror: DataServer) -> None:
    assert not is_here("fashion")
    steps = list(downloaded("fashion"))
    assert is_here("fashion") and left() == {*SOURCES["fashion"].files, "checksums.json"}
    assert [(raw() / name).read_bytes() for name in SOURCES["fashion"].files] == list(small_data.raw())
    done = [step.bytes_done for step in steps]
    assert done == sorted(done) and done[-1] == steps[-1].bytes_in_all > 0
    asked = len(mirror.asked)
    assert asked == 4 and list(downloaded("fashion")) and len(mirror.asked) == asked


def that_a_line_that_breaks_is_taken_up_where_it_broke(mirror: DataServer) -> None:
    mirror.cut[IMAGES] = 100_000
    list(downloaded("fashion"))
    assert is_here("fashion") and mirror.asked[:2] == [(IMAGES, 0), (IMAGES, 100_000)]


def that_a_server_without_ranges_begins_anew(mirror: DataServer) -> None:
    mirror.ranges, mirror.cut[IMAGES] = False, 100_000
    list(downloaded("fashion"))
    assert is_here("fashion")


def that_a_part_that_is_longer_than_the_file_is_forgotten(mirror: DataServer) -> None:
    raw().mkdir(parents=True)
    (raw() / f"{NAME}.part").write_bytes(bytes(10_000_000))
    list(downloaded("fashion"))
    assert is_here("fashion")


def that_a_line_that_always_breaks_is_one_sentence_and_keeps_what_came(mirror: DataServer) -> None:
    class Breaking(dict[str, int]):
        def pop(self, path: str, *_default: int) -> int:  # type: ignore[override]
            return 50_000 if path == IMAGES else _default[0]

    mirror.cut = Breaking()
    sentence = refusal(downloaded("fashion"))
    assert "the connection broke off" in sentence and "goes on after the 200 kB" in sentence
    assert left() == {f"{NAME}.part"} and not is_here("fashion")
    mirror.cut = {}
    list(downloaded("fashion"))
    assert is_here("fashion") and mirror.asked[4] == (IMAGES, 200_000)


def that_a_wrong_checksum_throws_the_file_away(mirror: DataServer) -> None:
    mirror.wrong.add(IMAGES)
    sentence = refusal(downloaded("fashion"))
    assert "checksum is wrong" in sentence and "thrown away" in sentence
    assert left() == set() and not is_here("fashion")


def that_the_next_mirror_is_asked_where_one_is_wrong_or_has_nothing(mirror: DataServer) -> None:
    with small_data.server() as lying:
        lying.wrong.add(IMAGES)
        list(downloaded("fashion", [lying.address, f"{mirror.address}/nothing/here", mirror.address]))
    assert is_here("fashion") and (IMAGES, 0) in lying.asked


@pytest.mark.parametrize(("code", "requests"), [(404, 1), (503, 4)])
def that_a_server_without_the_file_is_asked_once_and_a_busy_one_again(
    mirror: DataServer, code: int, requests: int
) -> None:
    mirror.answers[IMAGES] = code
    assert f"it answers {code}" in refusal(downloaded("fashion"))
    assert len(mirror.asked) == requests


def that_a_server_that_cannot_be_reached_is_one_sentence(mirror: DataServer) -> None:
    sentence = refusal(downloaded("fashion", ["http://nowhere.invalid"]))
    assert sentence.startswith("No network: nowhere.invalid cannot be reached") and "local files" in sentence
    assert "connection refused" in refusal(downloaded("fashion", ["http://127.0.0.1:9"]))
    assert "must begin with http" in refusal(downloaded("fashion", ["file:///etc"]))


def that_a_server_that_says_nothing_is_given_up(mirror: DataServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_stream, "TIMEOUT_SECONDS", 0.1)
    mirror.dawdles = 0.4
    assert "it said nothing" in refusal(downloaded("fashion"))


def that_cancelling_keeps_what_came_and_nothing_counts_as_whole(mirror: DataServer) -> None:
    mirror.dawdles = 0.01
    with closing(downloaded("fashion")) as steps:
        next(step for step in steps if step.bytes_done > 150_000)
    assert left() == {f"{NAME}.part"} and not is_here("fashion")
    mirror.dawdles = 0.0
    list(downloaded("fashion"))
    assert is_here("fashion") and mirror.asked[1][1] > 150_000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def that_a_full_disk_is_one_sentence_and_leaves_nothing(mirror: DataServer) -> None:
    raw().mkdir(parents=True)
    (raw() / f"{NAME}.part").symlink_to("/dev/full")
    sentence = refusal(downloaded("fashion"))
    assert sentence.startswith(f"The disk is full: {NAME} did not fit") and left() == set()


def that_too_little_room_is_known_before(mirror: DataServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SOURCES, "fashion", SOURCES["fashion"]._replace(bytes_unpacked=1 << 60))
    assert "too little room" in refusal(downloaded("fashion"))
    assert mirror.asked == [] and left() == set()


@pytest.mark.skipif(sys.platform == "win32", reason="limits a process's files as Unix does")
def that_no_room_for_the_unpacked_file_leaves_nothing_that_counts(mirror: DataServer) -> None:
    """In a process that may write files as large as the packed one, and no larger."""
    limit = len(mirror.files[IMAGES]) + 1
    (archive,) = [one for one in archives(SOURCES["fashion"]) if one.name == NAME]
    code = (
        "import resource, sys; from pathlib import Path; from engine.data.sources.catalogue import Archive; "
        "from engine.data.sources import fetching; from engine.errors import InklingError; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); "
        f"fetching.archives = lambda *_: [Archive(*{tuple(archive)!r})]\n"
        "try: list(fetching.downloaded('fashion'))\n"
        "except InklingError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1 and "cannot be written" in done.stdout
    assert left() <= {NAME} and not is_here("fashion")


def that_a_folder_that_cannot_be_written_to_is_one_sentence(mirror: DataServer) -> None:
    (data_folder() / "FashionMNIST").write_text("in the way")
    assert "cannot be written to" in refusal(downloaded("fashion"))
