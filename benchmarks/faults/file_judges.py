"""What must hold after an operation on files: runs, exports, drawings and data sets."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.faults.listening import Said
from benchmarks.faults.workbench import (
    COMPLETED,
    DELETED,
    EXPORTS,
    OLD,
    STOPPED,
    Workbench,
)
from engine import InklingError, open_run
from engine.data import SOURCES, downloaded, is_here, read_raw
from engine.ink import MyDigits
from engine.runs import list_runs, row_of

Judge = Callable[[Workbench, Said], Iterator[str]]


# Runs that are kept.


def of_naming(bench: Workbench, said: Said) -> Iterator[str]:
    row = row_of(bench.runs / COMPLETED)
    if row.name not in ("old", "new") or row.note != "an old note" or (row.name == "old" and not said.sentence):
        yield f"the run is called {row.name!r}, its note is {row.note!r}"


def of_noting(bench: Workbench, said: Said) -> Iterator[str]:
    row = row_of(bench.runs / COMPLETED)
    if row.name != "old" or row.note not in ("an old note", "new") or (row.note != "new" and not said.sentence):
        yield f"the run is called {row.name!r}, its note is {row.note!r}"


def of_deleting(bench: Workbench, said: Said) -> Iterator[str]:
    """The run is whole: either listed, or waiting to be restored."""
    places = [bench.runs / STOPPED, *(bench.runs / ".deleted").glob(f"* {STOPPED}")]
    there = [place for place in places if place.is_dir()]
    if len(there) != 1:
        yield f"the run is in {len(there)} places"
    elif bench.content(str(there[0].relative_to(bench.home))) != bench.first_content("runs", STOPPED):
        yield "the deleted run is not whole"
    elif not said.sentence and there == places[:1] and not isinstance(said.value, int):
        yield "it is not deleted, and nothing is said"


def of_restoring(bench: Workbench, said: Said) -> Iterator[str]:
    waiting = list((bench.runs / ".deleted").iterdir())
    there = [place for place in (bench.runs / DELETED, *waiting) if place.is_dir()]
    if len(there) != 1:
        yield f"the run is in {len(there)} places"
    elif not said.sentence and waiting and not isinstance(said.value, int):
        yield "it is not restored, and nothing is said"


def of_listing(_bench: Workbench, said: Said) -> Iterator[str]:
    """All rows are printed, or one sentence."""
    rows = said.value if isinstance(said.value, list) else []
    if not said.sentence and {row.folder.name for row in rows} != {COMPLETED, STOPPED}:
        yield f"only {[row.folder.name for row in rows]} are listed, and nothing is said"
    if any(row.state == "damaged" and not row.problem for row in rows):
        yield "a damaged row without a sentence"


def of_keeping(bench: Workbench, said: Said) -> Iterator[str]:
    """The new run is complete, or nothing of it exists."""
    kept = [row for row in list_runs() if row.folder.name not in (COMPLETED, STOPPED)]
    if said.sentence and (not kept or (said.lasting and [row.state for row in kept] == ["damaged"])):
        return
    if [row.state for row in kept] != ["completed"] or (not said.sentence and kept[0].name != "kept"):
        yield f"kept as {[(row.name, row.state, row.problem) for row in kept]}"
    elif any((open_run(kept[0].folder / "model.inkling").weights[k] != v).any() for k, v in bench.weights.items()):
        yield "what is kept is another network"


def of_opening(bench: Workbench, said: Said) -> Iterator[str]:
    """The run is there and whole, or no run has come. Only a disk that stays broken keeps a folder without a run."""
    opened = [row for row in list_runs() if row.folder.name not in (COMPLETED, STOPPED)]
    hidden = list(bench.runs.glob(".opening-*"))
    if hidden and not said.lasting:
        yield f"{hidden} is left"
    if said.sentence and (not opened or (said.lasting and [row.state for row in opened] == ["damaged"])):
        return
    if [(row.state, row.name, row.opened_from) for row in opened] != [("completed", "old", bench.packed.name)]:
        yield f"opened as {[(row.name, row.state, row.problem) for row in opened]}"
    elif any((open_run(opened[0].folder / "model.inkling").weights[k] != v).any() for k, v in bench.weights.items()):
        yield "what is opened is another network"


def of_compressing(bench: Workbench, said: Said) -> Iterator[str]:
    """Every existing file is a whole network, and all of them exist unless a sentence said why not."""
    files = list((bench.home / EXPORTS / "smaller").glob("*.inkling"))
    for file in files:
        try:
            open_run(file)
        except InklingError as error:
            yield str(error)
    if not said.sentence and len(files) != 2:
        yield f"there are {len(files)} files"


def _same(suffix: str, content: bytes, whole: bytes) -> bool:
    if suffix != ".safetensors" or len(content) != len(whole):
        return content == whole
    # The order of the entries in its header differs from one writing to the next.
    length = int.from_bytes(whole[:8], "little") + 8
    return content[length:] == whole[length:] and json.loads(content[8:length]) == json.loads(whole[8:length])


def of_export(suffix: str) -> Judge:
    def judge(bench: Workbench, said: Said) -> Iterator[str]:
        content = (bench.home / EXPORTS / f"run{suffix}").read_bytes()
        whole = bench.exported(suffix)
        # A page or picture may be whole without the parts that could not be read.
        shown = suffix in (".html", ".svg", ".png") and content.endswith(whole[-7:])
        if content != OLD and not shown and not _same(suffix, content, whole):
            yield f"run{suffix} is neither the old one nor whole: {len(content)} of {len(whole)} bytes"
        if content == OLD and not said.sentence:
            yield "nothing is written, and nothing is said"

    return judge


# My digits.


def _of_digits(wanted: Callable[[Workbench], list[tuple[str, int]]]) -> Judge:
    """The digits are the old ones or the new ones; another one can be added, and then all are there."""

    def judge(bench: Workbench, said: Said) -> Iterator[str]:
        before = [(one.name, one.label) for one in bench.mine]
        after = wanted(bench)
        mine = MyDigits()
        now = [(one.name, one.label) for one in mine.all]
        # A new digit has a random name; of several imported ones only the first may be there.
        told = [(name if name in dict(before + after) else "new", label) for name, label in now]
        arriving = after[: len(before)] == before
        fits = told in (before, after) or (arriving and told == after[: len(told)] and len(told) > len(before))
        if not fits:
            yield f"My digits are {told}"
        if told != after and not said.sentence:
            yield "My digits are not what they should be, and nothing is said"
        mine.add(*bench.drawn[0])
        again = MyDigits()
        if [one.name for one in again.all] != [one.name for one in mine.all]:
            yield f"after the next one was added {len(again.all)} of {len(mine.all)} are read"

    return judge


def _labels(bench: Workbench) -> list[tuple[str, int]]:
    return [(one.name, one.label) for one in bench.mine]


def _imported(bench: Workbench) -> list[tuple[str, int]]:
    others = MyDigits(bench.home / EXPORTS / "others.jsonl").all
    return [*_labels(bench), *(("new", one.label) for one in others)]


of_adding = _of_digits(lambda bench: [*_labels(bench), ("new", bench.drawn[9][0])])
of_relabelling = _of_digits(lambda bench: [(bench.mine[0].name, 9), *_labels(bench)[1:]])
of_deleting_digits = _of_digits(lambda bench: _labels(bench)[1:])
of_undoing = _of_digits(lambda bench: _labels(bench)[:2])
of_importing = _of_digits(_imported)


def of_exporting_digits(bench: Workbench, said: Said) -> Iterator[str]:
    yield from _of_digits(_labels)(bench, said)
    if len(MyDigits(bench.home / EXPORTS / "digits.jsonl").all) != len(bench.mine):
        yield "the file that was there before is not whole"


def of_teaching(bench: Workbench, said: Said) -> Iterator[str]:
    """The drawing is kept unless a sentence said why not; a new network that is listed can be opened."""
    yield from _of_digits(lambda b: [*_labels(b), ("new", b.drawn[8][0])])(bench, Said(sentence=said.sentence))
    for row in list_runs():
        if row.folder.name not in (COMPLETED, STOPPED) and row.has_network:
            try:
                open_run(row.folder / "model.inkling")
            except InklingError as error:
                yield str(error)
    if isinstance(said.value, Path) and not said.value.is_file():
        yield "the network that was taught is not there"


# Data sets.


def of_data(_bench: Workbench, said: Said) -> Iterator[str]:
    """A data set that counts as present is whole, and the next download completes it."""
    source = SOURCES["fashion"]
    if not said.sentence and not is_here("fashion"):
        yield "the images are not there, and nothing is said"
    if is_here("fashion"):
        try:
            read_raw(source)
        except InklingError as error:
            yield f"they count as there: {error}"
    with suppress(InklingError):
        for _ in downloaded("fashion"):
            pass
        read_raw(source)
        return
    yield "the next download does not bring them"
