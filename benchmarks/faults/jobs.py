"""The jobs that run while the disk fails, each with the judge that checks what must hold afterwards."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks.faults import file_judges, judges, terminal_judges
from benchmarks.faults.listening import Said
from benchmarks.faults.workbench import COMPLETED, EXPORTS, LOCAL, STOPPED, TINY, Trained, Workbench, driven
from engine import RunControl, resume, train
from engine.__main__ import main
from engine.compression import CompressSettings, compress, keep
from engine.data import downloaded, imported
from engine.export import FORMATS, export
from engine.ink import MyDigits
from engine.runs import annotate, delete_run, list_runs, new_run_file, restore_run, save
from engine.sharing import open_packed
from engine.training import learn


class Job(NamedTuple):
    """An action of a person, and its judge, which gives one sentence for each thing that is wrong."""

    do: Callable[[Workbench], object]
    judge: Callable[[Workbench, Said], Iterator[str]]
    touched: tuple[str, ...] = ()
    """The runs of the template that the job may change."""


def _training(bench: Workbench) -> Trained:
    control = RunControl()
    return Trained(driven(train(TINY, control, bench.splits), control), control)


def _stopping(bench: Workbench) -> Trained:
    control = RunControl()
    return Trained(driven(train(TINY, control, bench.splits), control, 4), control)


def _discarding(bench: Workbench) -> Trained:
    control = RunControl()
    return Trained(driven(train(TINY, control, bench.splits), control, 4, discard=True), control)


def _resuming(bench: Workbench) -> Trained:
    control = RunControl()
    return Trained(driven(resume(bench.runs / STOPPED, control, bench.splits), control), control)


def _teaching(bench: Workbench) -> Path | None:
    mine = MyDigits()
    mine.add(*bench.drawn[8])
    learnt = learn(bench.saved, mine.all, bench.splits)
    assert learnt
    file = new_run_file(learnt.run.settings)
    save(learnt.run, file)
    return file


SMALLER = CompressSettings(int8="none", prune="none", distil="none", fine_tuning_epochs=1)


def _compressing(bench: Workbench) -> list[object]:
    return list(compress(bench.saved, SMALLER, bench.home / EXPORTS / "smaller", splits=bench.splits))


def _keeping(bench: Workbench) -> Path:
    return keep(bench.runs / COMPLETED / "model.inkling", "kept", note="of a table")


def _exporting(suffix: str) -> Callable[[Workbench], None]:
    def do(bench: Workbench) -> None:
        export(bench.runs / COMPLETED, bench.home / EXPORTS / f"run{suffix}")

    return do


def _opening(bench: Workbench) -> Path:
    return open_packed(bench.packed)


def _downloading(_bench: Workbench) -> None:
    with closing(downloaded("fashion")) as steps:
        for _ in steps:
            pass


def _taking(bench: Workbench) -> None:
    for _ in imported("fashion", bench.base / LOCAL):
        pass


def _digits(change: Callable[[Workbench, MyDigits], object]) -> Callable[[Workbench], object]:
    return lambda bench: change(bench, MyDigits())


def _terminal(*words: str) -> Callable[[Workbench], int]:
    """The command as a person types it; {} stands for a path."""

    def do(bench: Workbench) -> int:
        places = {"home": bench.home, "deleted": bench.place, "stopped": STOPPED}
        return main([word.format(**places) for word in words])

    return do


TRAIN = [f"--{name.replace('_', '-')}={value}" for name, value in TINY.model_dump().items()]
JOBS: dict[str, Job] = {
    "training": Job(_training, judges.of_training),
    "stopping": Job(_stopping, judges.of_training),
    "discarding": Job(_discarding, judges.of_training),
    "resuming": Job(_resuming, judges.of_training, (STOPPED,)),
    "teaching": Job(_teaching, file_judges.of_teaching),
    "naming": Job(lambda bench: annotate(bench.runs / COMPLETED, name="new"), file_judges.of_naming, (COMPLETED,)),
    "noting": Job(lambda bench: annotate(bench.runs / COMPLETED, note="new"), file_judges.of_noting, (COMPLETED,)),
    "deleting": Job(lambda bench: delete_run(bench.runs / STOPPED), file_judges.of_deleting, (STOPPED,)),
    "restoring": Job(lambda bench: restore_run(bench.place), file_judges.of_restoring),
    "listing": Job(lambda _bench: list_runs(), file_judges.of_listing),
    "compressing": Job(_compressing, file_judges.of_compressing),
    "keeping": Job(_keeping, file_judges.of_keeping),
    **{f"exporting {suffix}": Job(_exporting(suffix), file_judges.of_export(suffix)) for suffix in FORMATS},
    "opening a packed run": Job(_opening, file_judges.of_opening),
    "my digits: adding": Job(_digits(lambda bench, mine: mine.add(*bench.drawn[9])), file_judges.of_adding),
    "my digits: another label": Job(
        _digits(lambda bench, mine: mine.relabel([bench.mine[0].name], 9)), file_judges.of_relabelling
    ),
    "my digits: deleting": Job(
        _digits(lambda bench, mine: mine.delete([bench.mine[0].name])), file_judges.of_deleting_digits
    ),
    "my digits: undoing": Job(_digits(lambda bench, mine: mine.replace(bench.mine[:2])), file_judges.of_undoing),
    "my digits: exporting": Job(
        _digits(lambda bench, mine: mine.export(bench.home / EXPORTS / "digits.jsonl")), file_judges.of_exporting_digits
    ),
    "my digits: importing": Job(
        _digits(lambda bench, mine: mine.import_file(bench.home / EXPORTS / "others.jsonl")), file_judges.of_importing
    ),
    "downloading": Job(_downloading, file_judges.of_data),
    "taking local files": Job(_taking, file_judges.of_data),
}


def _command(done: Callable[[Workbench], bool], words: str, *touched: str) -> Job:
    return Job(_terminal(*words.split(" ", 3)), terminal_judges.of_terminal(done), touched)


JOBS |= {
    "terminal: train": Job(_terminal("train", *TRAIN), terminal_judges.of_terminal_training),
    "terminal: runs": _command(lambda _bench: True, "runs"),
    "terminal: name": _command(terminal_judges.named_new, "runs name old new", COMPLETED),
    "terminal: delete": _command(terminal_judges.deleted, "runs delete {stopped}", STOPPED),
    "terminal: restore": _command(terminal_judges.restored, "runs restore {deleted}"),
    "terminal: export": _command(terminal_judges.exported, "runs export old {home}/exports/run.csv"),
    "terminal: data": _command(terminal_judges.data_is_here, "data fashion"),
}
