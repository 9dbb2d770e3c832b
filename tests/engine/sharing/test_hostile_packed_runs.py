"""A packed run that was altered, or made to do harm, is refused by one sentence, and nothing is written."""

import io
import json
import pickle
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save

from benchmarks.mutations.packed_runs import packed_run, sealed
from benchmarks.mutations.whole_files import GOOD, make_run
from engine.errors import InklingError
from engine.sharing import packed_file
from engine.sharing.opening import open_packed
from engine.sharing.packed_file import COMMENT, EVENTS, HEXADECIMAL, MARK, NETWORK, RUN, SUFFIX, TIMELINE, read_parts
from engine.sharing.packing import pack

Parts = dict[str, bytes]
DEEP = 100_000


class Harm:
    """A pickle of it would write a file."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def __reduce__(self) -> Any:
        return Path.touch, (self._place,)


@pytest.fixture(scope="module")
def whole(home: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("whole")
    make_run(folder / GOOD)
    pack(folder / GOOD, folder / f"good{SUFFIX}")
    return (folder / f"good{SUFFIX}").read_bytes()


@pytest.fixture(scope="module")
def parts(whole: bytes, tmp_path_factory: pytest.TempPathFactory) -> Parts:
    path = tmp_path_factory.mktemp("parts") / f"good{SUFFIX}"
    path.write_bytes(whole)
    return read_parts(path)


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[[bytes], str]:
    """Opens these bytes as a packed run; returns the one sentence, after a look that nothing has changed."""
    runs, path = tmp_path / "runs", tmp_path / f"hostile{SUFFIX}"
    (runs / "2026-01-01 10.00.00 one").mkdir(parents=True)

    def refusal(content: bytes) -> str:
        path.write_bytes(content)
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(InklingError) as refused:
            open_packed(path, runs)
        assert sorted(tmp_path.rglob("*")) == before and path.read_bytes() == content
        sentence = str(refused.value)
        assert sentence.startswith(str(path)) and sentence.endswith(".") and "\n" not in sentence
        return sentence.removeprefix(str(path))

    return refusal


def packed(parts: Mapping[str, bytes], *more: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    return packed_run([*parts.items(), *more])


def with_run(parts: Parts, change: Callable[[dict[str, Any]], object]) -> bytes:
    """With other plain values."""
    values = json.loads(parts[RUN])
    change(values)
    return packed({**parts, RUN: json.dumps(values).encode()})


def that_what_nothing_is_wrong_with_is_opened(whole: bytes, parts: Parts, tmp_path: Path) -> None:
    for number, content in enumerate((whole, packed(parts))):
        path = tmp_path / f"{number}{SUFFIX}"
        path.write_bytes(content)
        assert open_packed(path, tmp_path / "runs").is_dir()


def that_one_altered_byte_anywhere_is_refused(whole: bytes, refusal: Callable[[bytes], str]) -> None:
    step = max(1, len(whole) // 60)
    for place in [*range(0, len(whole), step), *range(len(whole) - COMMENT - 30, len(whole))]:
        altered = bytearray(whole)
        altered[place] ^= 0x10
        told = refusal(bytes(altered))
        assert "is damaged (its checksum is wrong)" in told or "no run that Inkling packed" in told or "newer" in told


def that_a_file_that_was_cut_off_or_got_longer_is_refused(whole: bytes, refusal: Callable[[bytes], str]) -> None:
    for length in (0, 1, COMMENT, len(whole) // 2, len(whole) - 1):
        assert "no run that Inkling packed, or its end is missing" in refusal(whole[:length])
    assert "its end is missing" in refusal(whole + b"\n") and "is damaged" in refusal(b"\n" + whole)


@pytest.mark.parametrize(
    "name",
    ["../run.json", "/etc/passwd", "C:\\run.json", "runs/run.json", "model.inkling", "", "RUN.JSON", "run.json\0"],
)
def that_a_part_with_another_name_is_refused(parts: Parts, refusal: Callable[[bytes], str], name: str) -> None:
    entry = zipfile.ZipInfo("x")
    # zipfile would correct some of these names.
    entry.filename = name
    told = refusal(packed(parts, (entry, b"{}")))
    assert "which is no part of a run: Inkling did not pack it, and nothing was taken from it" in told


def that_a_link_and_a_folder_are_refused(parts: Parts, refusal: Callable[[bytes], str]) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO):
        entry = zipfile.ZipInfo(TIMELINE)
        entry.external_attr = (kind | 0o777) << 16
        rest = {name: part for name, part in parts.items() if name != TIMELINE}
        assert "no file but a link or a folder" in refusal(packed(rest, (entry, b"/etc/passwd")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def that_a_part_that_is_there_twice_is_refused(parts: Parts, refusal: Callable[[bytes], str]) -> None:
    rest = {name: part for name, part in parts.items() if name != TIMELINE}
    assert "'run.json' twice" in refusal(packed(rest, (RUN, b"{}")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def that_too_many_parts_are_refused_before_they_are_looked_at(parts: Parts, refusal: Callable[[bytes], str]) -> None:
    assert "1,005 parts, and a packed run has at most 5" in refusal(packed(parts, *[(RUN, b"")] * 1_000))


def that_a_part_that_unpacks_to_more_than_it_may_have_is_refused(
    parts: Parts, refusal: Callable[[bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_file, "MOST_BYTES", {**packed_file.MOST_BYTES, EVENTS: 100_000})
    bomb = packed({**parts, EVENTS: bytes(10_000_000)})
    assert len(bomb) < 1_000_000 and "history.jsonl of more than 100,000 bytes" in refusal(bomb)
    # Its size in the list of parts is a lie.
    lying = sealed(bomb.replace(struct.pack("<L", 10_000_000), struct.pack("<L", 5)))
    refusal(lying)


def that_an_encrypted_part_and_other_compression_are_refused(parts: Parts, refusal: Callable[[bytes], str]) -> None:
    entry = zipfile.ZipInfo(TIMELINE)
    entry.compress_type = zipfile.ZIP_LZMA
    rest = {name: part for name, part in parts.items() if name != TIMELINE}
    assert "in a form that Inkling never packs" in refusal(packed(rest, (entry, parts[TIMELINE])))


def that_no_pickle_is_ever_loaded(parts: Parts, refusal: Callable[[bytes], str], tmp_path: Path) -> None:
    place = tmp_path / "harm"
    for content in (pickle.dumps(Harm(place)), _saved_by_torch(Harm(place))):
        for name in (NETWORK, TIMELINE, RUN, EVENTS):
            assert "holds something that is no whole run" in refusal(packed({**parts, name: content}))
        refusal(packed(parts, ("data.pkl", content)))
    assert not place.exists()


def _saved_by_torch(what: object) -> bytes:
    file = io.BytesIO()
    torch.save({"weights": what}, file)
    return file.getvalue()


def that_a_missing_part_is_refused(parts: Parts, refusal: Callable[[bytes], str]) -> None:
    for name in (RUN, EVENTS, NETWORK, TIMELINE):
        told = refusal(packed({other: part for other, part in parts.items() if other != name}))
        assert "holds something that is no whole run" in told


@pytest.mark.parametrize(
    "change",
    [
        lambda run: run["record"]["ending"].update(steps=-1),
        lambda run: run["record"]["ending"].update(seconds=float("nan")),
        lambda run: run["record"]["settings"].update(epochs=[1]),
        lambda run: run["record"].update(process=[1, 0.0]),
        lambda run: run["record"].pop("ending"),
        lambda run: run["network"]["settings"].update(model="conv 9 99x99"),
        lambda run: run["network"]["settings"].update(model="cnn"),
        lambda run: run["network"].update(widths=[7, 9]),
        lambda run: run["network"].update(form="int8"),
        lambda run: run["network"]["result"].update(temperature=0),
        lambda run: run["timeline"].update(model="softmax"),
        lambda run: run["timeline"].update(model="no such network"),
        lambda run: run["timeline"]["moments"].pop(),
        lambda run: run["timeline"].update(moments=[]),
        lambda run: run.update(name="x" * 100_000),
        lambda run: run.update(record=None),
        lambda run: run.update(record=None, network=None, timeline=None),
    ],
)
def that_values_that_no_run_has_are_refused(
    parts: Parts, refusal: Callable[[bytes], str], change: Callable[[dict[str, Any]], object]
) -> None:
    assert "holds something that is no whole run" in refusal(with_run(parts, change))


@pytest.mark.parametrize(
    "content",
    [b"[" * DEEP + b"]" * DEEP, b'{"name":' * DEEP, b"\xff", b"", b"null", b"[]", b'{"record": NaN}', b"1" * 5_000],
)
def that_deep_wild_or_missing_json_is_refused(parts: Parts, refusal: Callable[[bytes], str], content: bytes) -> None:
    for name in (RUN, EVENTS):
        assert "holds something that is no whole run" in refusal(packed({**parts, name: content}))


def that_tensors_of_wrong_shapes_types_or_values_are_refused(parts: Parts, refusal: Callable[[bytes], str]) -> None:
    from safetensors.torch import load

    weights = load(parts[NETWORK])
    name = next(iter(weights))
    for wrong in (
        {name: weights[name][:-1].contiguous()},
        {name: weights[name].double()},
        {name: torch.full_like(weights[name], float("nan"))},
        {"more": torch.zeros(3)},
    ):
        assert "no whole run" in refusal(packed({**parts, NETWORK: save({**weights, **wrong})}))
    assert "no whole run" in refusal(packed({**parts, NETWORK: parts[NETWORK][:-1]}))
    assert "no whole run" in refusal(packed({**parts, NETWORK: b"\xff" * 8 + parts[NETWORK][8:]}))
    for values in (torch.zeros(3), torch.zeros(3, 5, dtype=torch.float16), torch.zeros(0, 0)):
        assert "no whole run" in refusal(packed({**parts, TIMELINE: save({"values": values})}))


def that_not_even_a_folder_for_runs_is_left_where_there_was_none(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / f"hostile{SUFFIX}"
    path.write_bytes(with_run(parts, lambda run: run["network"].update(widths=[7])))
    with pytest.raises(InklingError):
        open_packed(path, tmp_path / "runs")
    assert list(tmp_path.iterdir()) == [path]


def that_one_of_a_newer_version_says_so(whole: bytes, refusal: Callable[[bytes], str]) -> None:
    newer = whole[:-COMMENT] + MARK + b"2 " + whole[-HEXADECIMAL:]
    assert "was packed by a newer version of Inkling" in refusal(newer)


def that_a_killed_opening_leaves_nothing_in_the_list(whole: bytes, tmp_path: Path) -> None:
    import os
    import time

    from engine.runs.listing import list_runs

    left = tmp_path / "runs" / ".opening-1234"
    left.mkdir(parents=True)
    path = tmp_path / f"good{SUFFIX}"
    path.write_bytes(whole)
    assert list_runs(tmp_path / "runs") == []
    open_packed(path, tmp_path / "runs")
    assert left.exists(), "another process may be at work there"
    os.utime(left, (time.time() - 10_000,) * 2)
    open_packed(path, tmp_path / "runs")
    assert not left.exists() and len(list_runs(tmp_path / "runs")) == 2
