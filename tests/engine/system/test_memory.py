"""Freed memory is used again."""

import os
import platform
import subprocess
import sys

import pytest

PROGRAM = """
import resource, torch
from engine.training.step.learner import Learner
from engine.system.memory import keep_freed_memory
from engine.settings import TrainSettings
torch.set_num_threads(1)
learner = Learner(TrainSettings(model="cnn"), 100)
batch = torch.rand(512, 1, 28, 28), torch.zeros(512, dtype=torch.int64)
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def faults_of_five_steps():
    for _ in range(3):
        learner.learn(batch)
    before = faults()
    for _ in range(5):
        learner.learn(batch)
    return faults() - before
usual = faults_of_five_steps()
keep_freed_memory()
print(usual, faults_of_five_steps())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="a setting of glibc")
def that_a_step_finds_the_memory_of_the_step_before() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    usual, kept = map(int, done.stdout.split())
    assert kept < usual / 4


GIVING_BACK = """
import psutil
from engine.system.memory import give_back_freed_memory, keep_freed_memory
def megabytes():
    return psutil.Process().memory_info().rss / 2**20
keep_freed_memory()
blocks = [bytearray(100_000) for _ in range(2_000)]
held = blocks[::50]
full = megabytes()
del blocks
kept = megabytes()
give_back_freed_memory()
print(full, kept, megabytes())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="a setting of glibc")
def that_memory_which_nobody_uses_is_given_back_also_between_what_is_used() -> None:
    done = subprocess.run([sys.executable, "-c", GIVING_BACK], capture_output=True, text=True)
    full, kept, given_back = map(float, done.stdout.split())
    assert full - kept < 50 and full - given_back > 150


THREADS = """
import sys, threading, psutil
from engine.system.memory import give_back_freed_memory, keep_freed_memory, share_one_heap
def megabytes():
    return psutil.Process().memory_info().rss / 2**20
if sys.argv[1] == "one":
    share_one_heap()
keep_freed_memory()
before, together = megabytes(), threading.Barrier(6)
def work():
    blocks = [bytearray(100_000) for _ in range(400)]
    together.wait()
threads = [threading.Thread(target=work) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
give_back_freed_memory()
print(megabytes() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="a setting of glibc")
def that_memory_of_threads_that_have_ended_is_given_back() -> None:
    def left(heaps: str) -> float:
        ours = {name: value for name, value in os.environ.items() if name not in ("MALLOC_ARENA_MAX", "GLIBC_TUNABLES")}
        done = subprocess.run([sys.executable, "-c", THREADS, heaps], capture_output=True, text=True, env=ours)
        return float(done.stdout)

    assert left("one") < 40 < 120 < left("usual")
