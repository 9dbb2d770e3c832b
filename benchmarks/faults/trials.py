"""One trial is a job with a fault, and the verdict of the judges; here are also all faults that a job can meet."""

import errno
import random
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.faults import judges
from benchmarks.faults.injection import Disk, Fault
from benchmarks.faults.jobs import JOBS, Job
from benchmarks.faults.listening import listened, process_is_gone, shown
from benchmarks.faults.workbench import Workbench
from engine import InklingError

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)


class Trial(NamedTuple):
    """The operation that failed, and what was wrong afterwards."""

    job: str
    fault: Fault
    failed: str
    """The first operation that failed, with its file; "" if there was none with that number."""
    problems: list[str]


def faults() -> Iterator[Fault]:
    """Every kind of fault, at the first operation."""
    for code in CODES:
        for lasting in (False, True):
            yield Fault(code, 1, lasting)
    for lasting in (False, True):
        yield Fault(errno.ENOSPC, 1, lasting, half=True)


def numbers(name: str, kind: Fault, bench: Workbench, most: int, seed: int) -> Iterator[int]:
    """The numbers of the operations that can fail; a random choice of `most` if there are more."""
    count = operations(JOBS[name], kind, bench) if most else 0
    if not most or count <= most:
        return iter(range(1, 100_000))
    return iter(sorted(random.Random(f"{name} {kind} {seed}").sample(range(1, count + 1), most)))


def operations(job: Job, kind: Fault, bench: Workbench) -> int:
    """How many operations can fail."""
    bench.fresh()
    with listened(), Disk(bench.home, kind._replace(number=-1)) as disk:
        job.do(bench)
    return disk.count


def trial(name: str, job: Job, fault: Fault, bench: Workbench) -> Trial:
    """Do the job while the disk fails, and judge it when the disk works again."""
    bench.fresh()
    with listened() as said, Disk(bench.home, fault) as disk:
        said.lasting = fault.lasting
        try:
            said.value = job.do(bench)
        except InklingError as error:
            said.sentence = str(error)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - any exception that gets out is a finding
            said.faults.append(shown(error))
    with process_is_gone(), listened() as after:
        try:
            problems = [*judges.of_everything(bench, said, job.touched), *job.judge(bench, said)]
        except Exception as error:  # noqa: BLE001 - as above: afterwards everything must be readable
            problems = [*said.faults, f"afterwards: {shown(error)}"]
    return Trial(name, fault, disk.failed, problems + after.faults)
